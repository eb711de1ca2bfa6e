#include "flows/office_time.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace flows {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> day_names{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"};
constexpr std::array<std::string_view, 12> month_names{"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                                       "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
constexpr int closed_days_most = 3660;  // an office without any open day must not hang the program
constexpr days counted_most{3660};

weekday weekday_of(year_month_day date) { return weekday{sys_days{date}}; }
std::string_view day_name(year_month_day date) { return day_names[weekday_of(date).c_encoding()]; }
std::string_view month_name(year_month_day date) { return month_names.at(static_cast<unsigned>(date.month()) - 1); }

const OfficeHours& hours_of(const Office& office, year_month_day date) { return office.hours[weekday_of(date).c_encoding()]; }
bool has_break(const OfficeHours& h) { return h.break_starts < h.break_ends; }

std::string day_month_minute(const LocalTime& local) {
    return fmt::format("{} {} {}, {}", day_name(local.date), static_cast<unsigned>(local.date.day()), month_name(local.date),
                       show_minute(local.minute_of_day));
}

// The stretches of one day in which the office is open, as times on the office's own clock.
struct Stretch {
    milliseconds from, to;
};
std::vector<Stretch> stretches(const Office& office, year_month_day date) {
    if (!is_working_day(office, date)) return {};
    const auto& h = hours_of(office, date);
    if (!has_break(h)) return {{minutes{h.opens}, minutes{h.closes}}};
    return {{minutes{h.opens}, minutes{h.break_starts}}, {minutes{h.break_ends}, minutes{h.closes}}};
}

std::string show_hours_of_day(const OfficeHours& h) {
    if (h.opens >= h.closes) return "tutup";
    auto text = fmt::format("{}–{}", show_minute(h.opens), show_minute(h.closes));
    if (has_break(h)) text += fmt::format(" (istirahat {}–{})", show_minute(h.break_starts), show_minute(h.break_ends));
    return text;
}

}  // namespace

LocalTime local_time(const Office& office, TimePoint time) {
    const auto local = time + minutes{office.utc_offset_minutes};
    const auto day = std::chrono::floor<days>(local);
    return {year_month_day{day}, static_cast<int>(std::chrono::floor<minutes>(local - day).count())};
}

TimePoint to_utc(const Office& office, year_month_day date, int minute_of_day) {
    return sys_days{date} + minutes{minute_of_day - office.utc_offset_minutes};
}

bool is_working_day(const Office& office, year_month_day date) {
    const auto& h = hours_of(office, date);
    return h.opens < h.closes && !office.holidays.contains(date);
}

bool is_open(const Office& office, TimePoint time) {
    const auto local = local_time(office, time);
    const auto& h = hours_of(office, local.date);
    const int minute = local.minute_of_day;
    const bool resting = has_break(h) && minute >= h.break_starts && minute < h.break_ends;
    return is_working_day(office, local.date) && minute >= h.opens && minute < h.closes && !resting;
}

TimePoint add_working_minutes(const Office& office, TimePoint from, int count) {
    if (count <= 0) return from;
    const auto local = from + minutes{office.utc_offset_minutes};
    auto day = std::chrono::floor<days>(local);
    milliseconds clock = local - day;
    milliseconds left = minutes{count};
    for (int i = 0; i < closed_days_most; ++i, day += days{1}, clock = milliseconds{0}) {
        for (const auto& stretch : stretches(office, year_month_day{day})) {
            const auto start = std::max(stretch.from, clock);
            if (start >= stretch.to) continue;
            if (left <= stretch.to - start) return day + start + left - minutes{office.utc_offset_minutes};
            left -= stretch.to - start;
            i = 0;
        }
    }
    return from + minutes{count};
}

int working_days_until(const Office& office, TimePoint now, year_month_day then) {
    const auto today = sys_days{local_time(office, now).date};
    const auto end = std::min(sys_days{then}, today + counted_most);
    int count = 0;
    for (auto day = today + days{1}; day < end; day += days{1})
        if (is_working_day(office, year_month_day{day})) ++count;
    return count;
}

std::string show_date(year_month_day date) {
    if (!date.ok()) return "-";
    return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), month_name(date), static_cast<int>(date.year()));
}

std::string show_day_and_date(year_month_day date) {
    if (!date.ok()) return "-";
    return fmt::format("{}, {}", day_name(date), show_date(date));
}

std::string show_minute(int minute_of_day) { return fmt::format("{:02}.{:02}", minute_of_day / 60, minute_of_day % 60); }

std::string show_moment(const Office& office, TimePoint time) {
    return fmt::format("{} {}", day_month_minute(local_time(office, time)), office.zone);
}

std::string show_moment_near(const Office& office, TimePoint time, TimePoint now) {
    const auto local = local_time(office, time);
    const auto distance = (sys_days{local.date} - sys_days{local_time(office, now).date}).count();
    const auto clock = show_minute(local.minute_of_day);
    if (distance == 0) return "hari ini " + clock;
    if (distance == 1) return "besok " + clock;
    if (distance == -1) return "kemarin " + clock;
    return day_month_minute(local);
}

std::string show_hours(const Office& office) {
    std::string lines;
    for (unsigned first = 1; first <= 7;) {  // Monday to Sunday; days of the same hours share a line
        const auto text = show_hours_of_day(office.hours[first % 7]);
        unsigned last = first;
        while (last < 7 && show_hours_of_day(office.hours[(last + 1) % 7]) == text) ++last;
        if (!lines.empty()) lines += '\n';
        lines += day_names[first % 7];
        if (last > first) fmt::format_to(std::back_inserter(lines), "{}{}", last == first + 1 ? ", " : "–", day_names[last % 7]);
        lines += ' ' + text;
        first = last + 1;
    }
    return lines;
}

std::string greeting_of_day(const Office& office, TimePoint time) {
    const int hour = local_time(office, time).minute_of_day / 60;
    if (hour < 4 || hour >= 18) return "malam";
    if (hour < 11) return "pagi";
    return hour < 15 ? "siang" : "sore";
}

}  // namespace flows
