#include "desk/plain_text.hpp"
#include "desk/moments.hpp"
#include "desk/table.hpp"
#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;

TEST_CASE("plain text: nothing in it acts on a terminal", "[desk]") {
    CHECK(desk::inert("Siti\x1b[2J\x1b[31m Rahayu") == "Siti[2J[31m Rahayu");
    CHECK(desk::inert("a\u202Eb\u200Bc\u0085d").find_first_of("\x1b\x85") == std::string::npos);
    CHECK(desk::inert("a\u202Eb") == "ab");
    CHECK(desk::inert("satu\ndua") == "satu dua");
    CHECK(desk::inert_lines("satu\n\tdua\r\n") == "satu\ndua\n");
}

TEST_CASE("plain text: identity numbers in free text show their last four digits", "[desk]") {
    CHECK(desk::without_identity_numbers("NIK saya 2104015203859002 ya") == "NIK saya ••••••••••••9002 ya");
    CHECK(desk::without_identity_numbers("2104 0152 0385 9002") == "•••• •••• •••• 9002");
    CHECK(desk::without_identity_numbers("2104.0152.0385-9002.") == "••••.••••.••••-9002.");
    CHECK(desk::without_identity_numbers("hp 0812000100100, RT 003") == "hp 0812000100100, RT 003");
    CHECK(desk::without_identity_numbers("") == "");
    CHECK(desk::holds_identity_number("NIK ２１０４０１５２０３８５９００２"));
    CHECK_FALSE(desk::holds_identity_number("pukul 09.00-11.30, 30-11-2026"));
}

TEST_CASE("plain text: columns, cutting, wrapping", "[desk]") {
    CHECK(desk::columns("Siti") == 4);
    CHECK(desk::columns("王é") == 3);
    CHECK(desk::cut_columns("Siti Rahayu", 6) == "Siti …");
    CHECK(desk::cut_columns("王王王", 4) == "王…");
    CHECK(desk::cut_columns("Siti", 4) == "Siti");
    CHECK(desk::cut_columns("Siti", 0).empty());
    CHECK(desk::wrap("satu dua tiga", 8, 2) == "satu dua\n  tiga");
    CHECK(desk::wrap("  satu dua tiga", 8, 4) == "  satu\n    dua\n    tiga");
    CHECK(desk::wrap("satu dua tiga", 0) == "satu dua tiga");
    CHECK(desk::wrap("sebuahkatapanjang x", 5) == "sebuahkatapanjang\nx");
}

TEST_CASE("table: columns give way in their turn and lines end clean", "[desk]") {
    const std::vector<desk::Column> titles{{"NO"}, {"NAMA", 4, 1}, {"X"}};
    const std::vector<desk::Row> rows{{"1", "Maimunah", ""}, {"2", "Ali", "y"}};
    CHECK(desk::table(titles, rows, 0) == "NO  NAMA      X\n1   Maimunah\n2   Ali       y\n");
    CHECK(desk::table(titles, rows, 10) == "NO NAMA  X\n1  Maim…\n2  Ali   y\n");
    CHECK(desk::table(titles, {}, 0) == "NO  NAMA  X\n");
}

TEST_CASE("moments: as the desk writes them", "[desk]") {
    const auto catalog = desk_tests::small_catalog();
    const flows::Office& office = catalog->office;
    const flows::TimePoint now = desk_tests::monday_morning();
    CHECK(desk::rfc3339(office, now) == "2026-11-30T09:11:00+07:00");
    CHECK(desk::clock(office, now) == "09.11");
    CHECK(desk::short_moment(office, now + 2h, now) == "hari ini 11.11");
    CHECK(desk::short_moment(office, now + 24h, now) == "besok 09.11");
    CHECK(desk::short_moment(office, now - 24h, now) == "kemarin 09.11");
    CHECK(desk::short_moment(office, now + 72h, now) == "Kam 3/12 09.11");
    CHECK(desk::short_moment(office, now - 24h * 400, now) == "26/10/2025");
    CHECK(desk::minutes_left(now + 61s, now) == 2);
    CHECK(desk::minutes_left(now - 1h, now) == 0);
    CHECK(desk::urgency(std::nullopt, now) == desk::Urgency::None);
    CHECK(desk::urgency(now + 2h, now) == desk::Urgency::Ok);
    CHECK(desk::urgency(now + 1h, now) == desk::Urgency::Near);
    CHECK(desk::urgency(now - 1ms, now) == desk::Urgency::Late);
}
