#include "flows/text.hpp"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace flows;
using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("fold makes texts comparable", "[text]") {
    const Pairs cases{
        {"", ""},
        {"   \t\n ", ""},
        {"Ｎo. 1️⃣!", "no 1"},
        {"HALO  Min", "halo min"},
        {"３２７３", "3273"},
        {"٣٢٧٣", "3273"},
        {"۴۵", "45"},
        {"𝟏𝟐", "12"},
        {"x²", "x2"},
        {"①", "1"},
        {"⑫", "12"},
        {"①②", "1 2"},
        {"🔟", "10"},
        {"1️⃣0️⃣", "10"},
        {"Renée ÉÇÑ", "renee ecn"},
        {"e\xCC\x81", "e"},
        {"Straße Æon œuvre", "strasse aeon oeuvre"},
        {"𝐒𝐢𝐭𝐢 Ｓｉｔｉ", "siti siti"},
        {"s/d", "s d"},
        {"nur'aini", "nur aini"},
        {"a\u200Bb\u200Dc\uFEFF", "abc"},
        {"a\u202Eb", "ab"},
        {"👍🏽 ok 👨‍👩‍👧", "ok"},
        {"№ 5", "no 5"},
        {"1½", "1 1 2"},
        {"Привет", "привет"},
        {"مرحبا", "مرحبا"},
        {"a_b*c~d", "a b c d"},
        {"satu\u00A0dua\u3000tiga", "satu dua tiga"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(fold(text) == expected);
        CHECK(fold(fold(text)) == fold(text));
    }
}

TEST_CASE("words are those of the folded text", "[text]") {
    CHECK(words(" Saya, mau: 1 ") == std::vector<std::string>{"saya", "mau", "1"});
    CHECK(words("🙏").empty());
}

TEST_CASE("plain_digits changes digits only", "[text]") {
    CHECK(plain_digits(" ２１.０4-Ａ ") == "21.04-Ａ");
    CHECK(plain_digits("٢١٠٤") == "2104");
    CHECK(plain_digits("1️⃣2️⃣") == "12");
    CHECK(plain_digits("2\u200B1") == "21");
    CHECK(plain_digits("Rp1.500,-\n2") == "Rp1.500,- 2");
}

TEST_CASE("lengths count what WhatsApp and people count", "[text]") {
    CHECK(utf16_units("abc") == 3);
    CHECK(utf16_units("é") == 1);
    CHECK(utf16_units("👍") == 2);
    CHECK(characters("👍é") == 2);
    CHECK(characters("\xFF\xFE") == 2);
    CHECK(utf16_units("\xF0\x9F\x91") == 3);
}

TEST_CASE("cut_units never cuts a code point", "[text]") {
    CHECK(cut_units("Tidak Mampu", 11) == "Tidak Mampu");
    CHECK(cut_units("Tidak Mampu", 10) == "Tidak Mam…");
    CHECK(cut_units("Tidak Mampu", 7) == "Tidak…");
    CHECK(cut_units("👍👍", 3) == "👍…");
    CHECK(cut_units("👍👍", 2) == "…");
    CHECK(cut_units("abc", 0).empty());
    for (std::size_t most = 0; most < 12; ++most) CHECK(utf16_units(cut_units("né👍 zal\xCC\x81go", most)) <= most);
}

TEST_CASE("tidy keeps letters and drops what only disturbs", "[text]") {
    const Pairs cases{
        {"  Siti \n Rahayu\t", "Siti Rahayu"},
        {"Nur’aini", "Nur’aini"},
        {"a\x1b[2Jb", "a[2Jb"},
        {std::string{"a\0b", 3}, "ab"},
        {"Budi\u202Etxt", "Buditxt"},
        {"\u200B\u2060", ""},
        {"%n{}{{x}}${}", "%n{}{{x}}${}"},
        {"z\u0301\u0301\u0301\u0301\u0301\u0301", "z\u0301\u0301\u0301\u0301"},
        {"É", "É"},
    };
    for (const auto& [text, expected] : cases) CHECK(tidy(text) == expected);
    std::string zalgo = "a";
    for (int i = 0; i < 100; ++i) zalgo += "\u0336";
    CHECK(characters(tidy(zalgo)) == 5);
}

TEST_CASE("unmarked takes the meaning of WhatsApp's marks", "[text]") {
    CHECK(unmarked("*a* _b_ ~c~ `d`").find_first_of("*_~`") == std::string::npos);
    CHECK(unmarked("baris satu\nbaris dua") == "baris satu\nbaris dua");
    CHECK(unmarked("a\u202Eb") == "ab");
    CHECK(unmarked("Siti") == "Siti");
}

TEST_CASE("mask_number shows four digits at most", "[text]") {
    CHECK(mask_number("2104011203859007") == "••••••••••••9007");
    CHECK(mask_number("12345") == "•2345");
    CHECK(mask_number("1234") == "••••");
    CHECK(mask_number("").empty());
}

TEST_CASE("has_letters", "[text]") {
    CHECK(has_letters("a"));
    CHECK(has_letters("123 Ж"));
    CHECK(has_letters("字"));
    CHECK_FALSE(has_letters("12 👍 -.,"));
    CHECK_FALSE(has_letters(""));
}

TEST_CASE("fill replaces known names once", "[text]") {
    const std::vector<Placeholder> values{{"nama", "Siti {rt}"}, {"rt", "3"}};
    CHECK(fill("Halo {nama}, RT {rt}", values) == "Halo Siti {rt}, RT 3");
    CHECK(fill("{tidak_ada} {nama", values) == "{tidak_ada} {nama");
    CHECK(fill("{{rt}}", values) == "{3}");
    CHECK(fill("{}", values) == "{}");
    CHECK(fill("", values).empty());
}

TEST_CASE("distance counts slips of the finger", "[text]") {
    CHECK(distance("batal", "batal", 2) == 0);
    CHECK(distance("btal", "batal", 2) == 1);
    CHECK(distance("batla", "batal", 2) == 1);
    CHECK(distance("batalkan", "batal", 2) == 3);
    CHECK(distance("kelahiran", "kematian", 2) == 3);
    CHECK(distance("kelahiran", "kelahirn", 2) == 1);
    CHECK(distance("kesehatan", "kesehtaan", 1) == 1);
    CHECK(distance("", "abc", 5) == 3);
    CHECK(distance("abc", "", 2) == 3);
    CHECK(distance("é", "e", 1) == 1);
    CHECK(distance("abcdef", "ghijkl", 9) == 6);
}

TEST_CASE("any bytes are accepted", "[text]") {
    std::string bytes;
    unsigned state = 7;
    for (int i = 0; i < 65'536; ++i) bytes += static_cast<char>((state = state * 1'103'515'245 + 12'345) >> 24);
    for (const auto& text : {fold(bytes), tidy(bytes), plain_digits(bytes), unmarked(bytes), cut_units(bytes, 100)})
        CHECK(text.size() <= bytes.size() * 3);
    CHECK(fold("\xC3").empty());
    CHECK(tidy("\xC3(") == "\uFFFD(");
    CHECK(tidy("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
    CHECK(tidy("\xC0\x80") == "\uFFFD\uFFFD");
    CHECK(fill(std::string(65'536, '{'), {}).size() == 65'536);
}
