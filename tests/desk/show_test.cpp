#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace desk_tests;
namespace json = boost::json;

namespace {
constexpr std::string_view whole_nik = "2104015203859002";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
}  // namespace

TEST_CASE("show: the JSON that other programs rely on", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"catat", "1", "sudah", "ditelepon"}).exit_code == 0);
    const Ran ran = office.run("rini", {"show", "1", "--json"});
    REQUIRE(ran.exit_code == 0);
    const json::value data = ran.json();
    CHECK(data.at("ticket") == json::value(ticket));
    const json::object& answers = data.at("answers").as_object();
    CHECK(answers.at("pemohon_nama").at("value") == "Siti Rahayu");
    CHECK(answers.at("pemohon_nama").at("shown") == "Siti Rahayu");
    CHECK(answers.at("pemohon_nama").at("doubts").as_array().empty());
    CHECK(answers.at("pemohon_nik").at("doubts").at(0) == "nik_tanggal");
    REQUIRE(data.at("history").as_array().size() == 2);
    const json::value& first = data.at("history").at(0);
    CHECK(first.at("action") == "submit");
    CHECK(first.at("actor") == "warga");
    CHECK(first.at("from").is_null());
    CHECK(first.at("to") == "diterima");
    CHECK(first.at("at") == "2026-11-30T08:11:00+07:00");
    const json::value& second = data.at("history").at(1);
    CHECK(second.at("action") == "note");
    CHECK(second.at("actor") == "Rini");
    CHECK(second.at("note") == "sudah ditelepon");
    REQUIRE(data.at("notes").as_array().size() == 1);
    CHECK(data.at("notes").at(0).at("text") == "sudah ditelepon");
    CHECK(data.at("documents").at(2).at("code") == "RT");
    CHECK(data.at("claimed_by").is_null());
}

TEST_CASE("show: identity numbers and sensitive answers stay masked", "[desk]") {
    Office office;
    office.file();
    for (const std::vector<std::string>& words : {std::vector<std::string>{"show", "1"}, std::vector<std::string>{"show", "1", "--json"}}) {
        const Ran ran = office.run("rini", words);
        CHECK(ran.exit_code == 0);
        CHECK_FALSE(has(ran.out, whole_nik));
        CHECK(has(ran.out, "••••••••••••9002"));
        CHECK_FALSE(has(ran.out, "1.500.000"));
        CHECK_FALSE(has(ran.out, "1500000"));
    }
}

TEST_CASE("show: a reveal needs a reason and is written down", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran without = office.run("rini", {"lihat", "1", "--tampilkan", "pemohon_nik"});
    CHECK(without.exit_code == 2);
    CHECK(has(without.err, "--alasan"));
    CHECK_FALSE(has(without.out + without.err, whole_nik));
    CHECK(office.history(ticket).size() == 1);

    const Ran blank = office.run("rini", {"lihat", "1", "--tampilkan", "pemohon_nik", "--alasan", "  "});
    CHECK(blank.exit_code == 2);

    const Ran with = office.run("rini", {"lihat", "1", "--tampilkan", "pemohon_nik", "--alasan", "mencocokkan dengan KK"});
    CHECK(with.exit_code == 0);
    CHECK(has(with.out, whole_nik));
    CHECK(has(with.out, "tanggal di NIK janggal"));
    CHECK_FALSE(has(with.out, "1.500.000"));
    const storage::HistoryEntry entry = office.history(ticket).back();
    CHECK(entry.action == "reveal");
    CHECK(entry.actor == "Rini");
    CHECK(entry.note == "pemohon_nik: mencocokkan dengan KK");

    const json::value all = office.run("rini", {"show", "1", "--reveal", "nik,penghasilan", "--reason", "audit", "--json"}).json();
    CHECK(all.at("answers").at("penghasilan").at("value") == "1500000");
    CHECK(all.at("answers").at("pemohon_nik").at("value") == json::value(whole_nik));

    const Ran unknown = office.run("rini", {"show", "1", "--reveal", "zodiak", "--reason", "x"});
    CHECK(unknown.exit_code == 2);
    CHECK(has(unknown.err, "pemohon_nik"));
}

TEST_CASE("show: who looked is written down, once an hour for each clerk", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const auto looks = [&](std::string_view clerk) {
        return std::ranges::count_if(office.history(ticket), [&](const storage::HistoryEntry& entry) {
            return entry.action == "show" && entry.actor == clerk && entry.from.empty() && entry.to.empty();
        });
    };
    for (int i = 0; i < 3; ++i) CHECK(office.run("rini", {"show", "1"}).exit_code == 0);
    CHECK(looks("Rini") == 1);
    CHECK(looks("Adi") == 0);
    CHECK(office.run("adi", {"show", "1", "--json"}).exit_code == 0);
    CHECK(looks("Adi") == 1);
    office.advance(std::chrono::minutes{59});
    CHECK(office.run("rini", {"show", "1"}).exit_code == 0);
    CHECK(looks("Rini") == 1);
    office.advance(std::chrono::minutes{1});
    CHECK(office.run("rini", {"show", "1"}).exit_code == 0);
    CHECK(looks("Rini") == 2);
    CHECK(office.run("rini", {"list"}).exit_code == 0);
    CHECK(office.run("rini", {"show", "77"}).exit_code == 2);
    CHECK(office.history(ticket).size() == 4);
    CHECK(has(office.run("adi", {"history", "1"}).out, "melihat"));
    CHECK_FALSE(has(office.run("adi", {"show", "1"}).out, "melihat"));
}

TEST_CASE("show: a number that was skipped hides nothing", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    office.write([&](storage::Database& db) { storage::amend_answer(db, 1, "pemohon_nik", {"", "", {}}); });
    const json::value answers = office.run("rini", {"show", ticket, "--json"}).json().at("answers");
    CHECK(answers.at("pemohon_nik").at("shown") == "-");
    CHECK(answers.at("pemohon_nik").at("masked") == false);
}

TEST_CASE("show: a NIK in free words is masked, too", "[desk]") {
    Office office;
    office.file({.subject = "Maimunah 2104 0152 0385 9002"});
    REQUIRE(office.run("rini", {"note", "1", "NIK", std::string(whole_nik)}).exit_code == 0);
    const Ran ran = office.run("rini", {"show", "1"});
    CHECK_FALSE(has(ran.out, whole_nik));
    CHECK_FALSE(has(ran.out, "2104 0152"));
    CHECK_FALSE(has(office.run("rini", {"list", "--json"}).out, "2104 0152"));
}

TEST_CASE("show: hostile text is inert on the screen and plain data in JSON", "[desk]") {
    Office office;
    office.file({.subject = "Ali\x1b[2J\x1b]0;x\x07", .applicant = "Si\u202Eti\u2066 \u009b31m", .phone = "628120001009"});
    for (const std::string verb : {"list", "show"}) {
        std::vector<std::string> words{verb};
        if (verb == "show") words.emplace_back("1");
        const std::string screen = office.run("rini", words).out;
        for (const std::string_view bad : {"\x1b", "\x07", "\u202E", "\u2066", "\u009b"}) CHECK_FALSE(has(screen, bad));
        words.emplace_back("--json");
        const Ran ran = office.run("rini", words);
        CHECK_NOTHROW(ran.json());
        for (const std::string_view bad : {"\x1b", "\x07", "\u202E", "\u2066", "\u009b"}) CHECK_FALSE(has(ran.out, bad));
        CHECK(std::ranges::none_of(ran.out, [](char c) { return c != '\n' && static_cast<unsigned char>(c) < 0x20; }));
    }
}

TEST_CASE("tickets: short forms, unknown ones, ambiguous ones", "[desk]") {
    Office office;
    const std::string november = office.file();
    CHECK(office.run("rini", {"show", "1", "--json"}).json().at("ticket") == json::value(november));
    CHECK(office.run("rini", {"show", "2611-1", "--json"}).json().at("ticket") == json::value(november));
    const std::string short_one = november.substr(november.find("0001"));
    CHECK(office.run("rini", {"show", short_one, "--json"}).json().at("ticket") == json::value(november));
    CHECK(office.run("rini", {"show", "DABO-…-" + short_one, "--json"}).json().at("ticket") == json::value(november));
    CHECK(office.run("rini", {"show", november, "--json"}).json().at("ticket") == json::value(november));

    const Ran unknown = office.run("rini", {"show", "77"});
    CHECK(unknown.exit_code == 2);
    CHECK(has(unknown.err, "'77' tidak ditemukan"));
    CHECK(office.run("rini", {"show"}).exit_code == 2);
    CHECK(office.run("rini", {"show", "\x1b[31m"}).err.find('\x1b') == std::string::npos);

    office.advance(std::chrono::hours{48});
    const std::string december = office.file({.applicant = "Rahmat", .phone = "628120001002"});
    const Ran ambiguous = office.run("rini", {"show", "1"});
    CHECK(ambiguous.exit_code == 2);
    CHECK(has(ambiguous.err, november));
    CHECK(has(ambiguous.err, december));
    CHECK(has(ambiguous.err, "Rahmat"));
    CHECK(ambiguous.out.empty());

    REQUIRE(office.run("rini", {"reject", november, "--reason", "bukan_kewenangan"}).exit_code == 0);
    CHECK(office.run("rini", {"show", "1", "--json"}).json().at("ticket") == json::value(december));
}

TEST_CASE("history and reasons: for people and for programs", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"ambil", "1"}).exit_code == 0);
    const json::value entries = office.run("adi", {"riwayat", "1", "--json"}).json();
    REQUIRE(entries.as_array().size() == 2);
    CHECK(entries.at(1).at("action") == "take");
    CHECK(entries.at(1).at("actor") == "Rini");
    CHECK(entries.at(1).at("to") == "diperiksa");
    CHECK(has(office.run("adi", {"history", "1"}).out, ticket));

    const json::value reasons = office.run("adi", {"alasan", "--json"}).json();
    CHECK(reasons.as_array().size() == 4);
    CHECK(reasons.at(0).at("code") == "foto_buram");
    CHECK(reasons.at(3).at("rejection") == true);
    CHECK(has(office.run("adi", {"reasons"}).out, "pengantar_rt_tanpa_stempel"));
}
