#include "desk/moments.hpp"

#include "flows/office_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

namespace desk {

namespace {
constexpr std::chrono::minutes near_minutes{60};
constexpr std::array<std::string_view, 7> weekdays{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"};
}  // namespace

std::string rfc3339(const flows::Office& office, flows::TimePoint t) {
    const auto local = std::chrono::floor<std::chrono::seconds>(t) + std::chrono::minutes{office.utc_offset_minutes};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    const int offset = std::abs(office.utc_offset_minutes);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                       time.seconds().count(), office.utc_offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

std::string clock(const flows::Office& office, flows::TimePoint t) {
    return flows::show_minute(flows::local_time(office, t).minute_of_day);
}

std::string short_moment(const flows::Office& office, flows::TimePoint t, flows::TimePoint now) {
    const std::chrono::year_month_day date = flows::local_time(office, t).date;
    const std::chrono::year_month_day today = flows::local_time(office, now).date;
    const auto days = (std::chrono::sys_days{date} - std::chrono::sys_days{today}).count();
    const std::string time = clock(office, t);
    if (days == 0) return "hari ini " + time;
    if (days == 1) return "besok " + time;
    if (days == -1) return "kemarin " + time;
    const auto day = static_cast<unsigned>(date.day()), month = static_cast<unsigned>(date.month());
    if (date.year() != today.year()) return fmt::format("{:02}/{:02}/{}", day, month, static_cast<int>(date.year()));
    return fmt::format("{} {}/{} {}", weekdays[std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding()], day, month, time);
}

int minutes_left(flows::TimePoint until, flows::TimePoint now) {
    return static_cast<int>(std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::minutes>(until - now).count()));
}

std::string_view key(Urgency urgency) {
    switch (urgency) {
        case Urgency::None:
            return "";
        case Urgency::Ok:
            return "ok";
        case Urgency::Near:
            return "near";
        case Urgency::Late:
            return "late";
    }
    return "";
}

Urgency urgency(const std::optional<flows::TimePoint>& due, flows::TimePoint now) {
    if (!due) return Urgency::None;
    if (*due < now) return Urgency::Late;
    return *due - now <= near_minutes ? Urgency::Near : Urgency::Ok;
}

}  // namespace desk
