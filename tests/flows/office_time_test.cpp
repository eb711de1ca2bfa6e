#include "flows/office_time.hpp"

#include "tests/flows/reading/outcome.hpp"

#include <catch2/catch.hpp>

using namespace flows;
using namespace flows::test;

namespace {

TimePoint at(unsigned month, unsigned day, int hour, int minute = 0) {
    return to_utc(office(), date(2026, month, day), hour * 60 + minute);
}

std::string after(TimePoint from, int minutes) {
    const auto here = office();
    return show_moment(here, add_working_minutes(here, from, minutes));
}

}  // namespace

TEST_CASE("the office's clock is its zone's", "[office_time]") {
    auto here = office();
    const TimePoint night = std::chrono::sys_days{date(2026, 12, 31)} + std::chrono::hours{17} + std::chrono::milliseconds{5};
    CHECK(local_time(here, night).date == date(2027, 1, 1));
    CHECK(local_time(here, night).minute_of_day == 0);
    here.utc_offset_minutes = 540;
    here.zone = "WIT";
    CHECK(local_time(here, night).minute_of_day == 120);
    CHECK(to_utc(here, date(2027, 1, 1), 120) == night - std::chrono::milliseconds{5});
    CHECK(show_moment(here, night) == "Jumat 1 Januari, 02.00 WIT");
}

TEST_CASE("open hours, breaks, Fridays, weekends and holidays", "[office_time]") {
    auto here = office();
    here.holidays.insert(date(2026, 11, 26));
    CHECK(is_open(here, at(11, 25, 8)));
    CHECK_FALSE(is_open(here, at(11, 25, 7, 59)));
    CHECK_FALSE(is_open(here, at(11, 25, 12)));
    CHECK(is_open(here, at(11, 25, 13)));
    CHECK(is_open(here, at(11, 25, 15, 59)));
    CHECK_FALSE(is_open(here, at(11, 25, 16)));
    CHECK_FALSE(is_open(here, at(11, 26, 9)));
    CHECK_FALSE(is_open(here, at(11, 27, 12, 30)));
    CHECK(is_open(here, at(11, 27, 16, 15)));
    CHECK_FALSE(is_open(here, at(11, 28, 9)));
    CHECK_FALSE(is_working_day(here, date(2026, 11, 26)));
    CHECK_FALSE(is_working_day(here, date(2026, 11, 29)));
    CHECK(is_working_day(here, date(2026, 11, 30)));
}

TEST_CASE("working minutes skip breaks, nights, weekends and holidays", "[office_time]") {
    CHECK(after(at(11, 25, 10), 60) == "Rabu 25 November, 11.00 WIB");
    CHECK(after(at(11, 25, 10), 120) == "Rabu 25 November, 12.00 WIB");
    CHECK(after(at(11, 25, 10), 121) == "Rabu 25 November, 13.01 WIB");
    CHECK(after(at(11, 25, 12, 30), 10) == "Rabu 25 November, 13.10 WIB");
    CHECK(after(at(11, 25, 10), 300) == "Rabu 25 November, 16.00 WIB");
    CHECK(after(at(11, 25, 10), 301) == "Kamis 26 November, 08.01 WIB");
    CHECK(after(at(11, 25, 22), 30) == "Kamis 26 November, 08.30 WIB");
    CHECK(after(at(11, 27, 16, 0), 60) == "Senin 30 November, 08.30 WIB");
    CHECK(after(at(11, 28, 9), 240) == "Senin 30 November, 12.00 WIB");
    CHECK(after(at(11, 25, 10), 0) == "Rabu 25 November, 10.00 WIB");
    auto here = office();
    here.holidays.insert(date(2026, 11, 26));
    CHECK(show_moment(here, add_working_minutes(here, at(11, 25, 16), 30)) == "Jumat 27 November, 08.30 WIB");
    CHECK(add_working_minutes(Office{}, at(11, 25, 10), 30) == at(11, 25, 10, 30));
}

TEST_CASE("full working days between today and a day", "[office_time]") {
    auto here = office();
    const auto now = at(11, 25, 10);
    CHECK(working_days_until(here, now, date(2026, 11, 25)) == 0);
    CHECK(working_days_until(here, now, date(2026, 11, 26)) == 0);
    CHECK(working_days_until(here, now, date(2026, 11, 27)) == 1);
    CHECK(working_days_until(here, now, date(2026, 11, 30)) == 2);
    CHECK(working_days_until(here, now, date(2026, 12, 10)) == 10);
    here.holidays.insert(date(2026, 12, 9));
    CHECK(working_days_until(here, now, date(2026, 12, 10)) == 9);
    CHECK(working_days_until(here, now, date(2020, 1, 1)) == 0);
    CHECK(working_days_until(here, now, date(9999, 1, 1)) > 2000);
}

TEST_CASE("dates and times as people read them", "[office_time]") {
    const auto here = office();
    CHECK(show_date(date(2026, 11, 22)) == "22 November 2026");
    CHECK(show_date(date(1985, 3, 1)) == "1 Maret 1985");
    CHECK(show_date({}) == "-");
    CHECK(show_day_and_date(date(2026, 11, 22)) == "Minggu, 22 November 2026");
    CHECK(show_minute(870) == "14.30");
    CHECK(show_minute(0) == "00.00");
    const auto now = at(11, 25, 10);
    CHECK(show_moment_near(here, at(11, 25, 11), now) == "hari ini 11.00");
    CHECK(show_moment_near(here, at(11, 26, 9), now) == "besok 09.00");
    CHECK(show_moment_near(here, at(11, 24, 16), now) == "kemarin 16.00");
    CHECK(show_moment_near(here, at(11, 30, 11), now) == "Senin 30 November, 11.00");
}

TEST_CASE("the week's hours in a few lines", "[office_time]") {
    CHECK(show_hours(office()) ==
          "Senin–Kamis 08.00–16.00 (istirahat 12.00–13.00)\nJumat 08.00–16.30 (istirahat 11.30–13.00)\nSabtu, Minggu tutup");
    CHECK(show_hours(Office{}) == "Senin–Minggu tutup");
}

TEST_CASE("the greeting follows the office's clock", "[office_time]") {
    const auto here = office();
    CHECK(greeting_of_day(here, at(11, 25, 3)) == "malam");
    CHECK(greeting_of_day(here, at(11, 25, 6)) == "pagi");
    CHECK(greeting_of_day(here, at(11, 25, 11)) == "siang");
    CHECK(greeting_of_day(here, at(11, 25, 15)) == "sore");
    CHECK(greeting_of_day(here, at(11, 25, 18)) == "malam");
}
