#include "tests/flows/reading/outcome.hpp"

#include "flows/text.hpp"

using namespace flows;
using namespace flows::test;

namespace {

constexpr FieldType every_type[] = {FieldType::Text,    FieldType::Name,   FieldType::Nik,  FieldType::FamilyCard, FieldType::Phone,
                                    FieldType::Date,    FieldType::Month,  FieldType::Time, FieldType::Rupiah,     FieldType::Integer,
                                    FieldType::Decimal, FieldType::Choice, FieldType::RtRw};

std::string repeated(const std::string& text, std::size_t bytes) {
    std::string result;
    while (result.size() < bytes) result += text;
    return result;
}

std::string noise(unsigned seed, std::size_t bytes) {
    std::string result;
    for (std::size_t i = 0; i < bytes; ++i) result += static_cast<char>((seed = seed * 1'103'515'245 + 12'345) >> 24);
    return result;
}

// Whatever was typed: the answer is one of three, and nothing that disturbs is stored.
void check_sound(FieldType type, const std::string& text) {
    auto asked = field(type);
    asked.options = {{"a", "Pilihan satu", {}}, {"b", "Pilihan dua", {}}};
    const auto reading = read(asked, text);
    outcome(reading);
    if (reading.kind == Reading::Kind::Rejected) return;
    CHECK_FALSE(reading.answer.value.empty());
    CHECK(tidy(reading.answer.value) == reading.answer.value);
    CHECK(tidy(reading.answer.shown) == reading.answer.shown);
}

}  // namespace

TEST_CASE("optional questions may be skipped in many words", "[reading]") {
    for (const auto type : every_type) {
        auto asked = field(type);
        asked.optional = true;
        for (const std::string text : {"lewati", "Lewati saja pak", "skip", "-", "--", "—", ".", "tidak ada", "gak ada", "tak ade",
                                       "belum ada", "tidak tahu", "ga tau pak", "lupa", "kosong", "nihil"}) {
            INFO(text);
            const auto reading = read(asked, text);
            CHECK(outcome(reading).empty());
            CHECK(reading.answer == Answer{"", "-", {}});
        }
    }
}

TEST_CASE("questions that must be answered say so", "[reading]") {
    for (const auto type : every_type)
        for (const std::string text : {"lewati", "lupa", "tidak tahu", "skip"}) check(field(type), {text, "! wajib"});
}

TEST_CASE("the office's example is shown, or a usual one", "[reading]") {
    auto asked = field(FieldType::Date);
    CHECK(read(asked, "entah kapan").details.at("contoh") == "12 Maret 1985");
    asked.example = "1 Januari 2000";
    CHECK(read(asked, "entah kapan").details.at("contoh") == "1 Januari 2000");
}

TEST_CASE("hostile text is only text", "[reading]") {
    std::vector<std::string> texts{"\xFF\xFE\xFD",
                                   "\xC0\x80\xED\xA0\x80",
                                   std::string{"a\0b\0001", 5},
                                   std::string(3, '\0'),
                                   "\u202E\u202D\u2066 4321 \u2069",
                                   repeated("a\u0336\u0336\u0336\u0336\u0336\u0336\u0336\u0336", 900),
                                   "\x1b[2J\x1b]0;x\x07",
                                   "%s%n%x {} {{x}} ${jndi:x} $(id) `id` '; DROP TABLE requests;--",
                                   "<script>alert(1)</script> \\input{/etc/passwd}",
                                   "👨‍👩‍👧‍👦🇮🇩🏴‍☠️",
                                   "١٢٣ 一二三 ½ ⅓ Ⅳ",
                                   repeated("9", 65'536),
                                   repeated("9", 999),
                                   repeated("1 ", 999),
                                   repeated("1a", 999),
                                   repeated("rt 1 ", 999),
                                   repeated("2104011203859001 ", 990),
                                   repeated("O", 999),
                                   repeated("1 ", 65'536),
                                   repeated("1a", 65'536),
                                   repeated("dua ", 65'536),
                                   repeated("rt 1 ", 65'536),
                                   repeated("{", 65'536),
                                   repeated("\u0301", 65'536),
                                   repeated("2104011203859001 ", 65'536),
                                   repeated("O", 65'536),
                                   repeated("-", 65'536),
                                   repeated("satu juta ", 900),
                                   repeated("12 maret ", 900),
                                   repeated("setengah ", 900),
                                   repeated("nama ", 900),
                                   repeated("1,", 900),
                                   repeated("1.", 900)};
    for (unsigned seed = 1; seed <= 40; ++seed) texts.push_back(noise(seed, seed * 7));
    texts.push_back(noise(99, 65'536));
    for (const auto& text : texts) {
        for (const auto type : every_type) check_sound(type, text);
        read_yes_no(text);
        for (const int number : read_option_numbers(text, 9)) CHECK((number >= 1 && number <= 9));
    }
}
