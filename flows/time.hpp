// Points in time. Everything inside Sapa is UTC in milliseconds; the office's zone matters only when people read or write a time.
#pragma once
#include <chrono>
#include <cstdint>

namespace flows {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

inline TimePoint from_millis(std::int64_t ms) { return TimePoint{std::chrono::milliseconds{ms}}; }
inline std::int64_t to_millis(TimePoint t) { return t.time_since_epoch().count(); }

// A day and minute as the clock on the office's wall shows them.
struct LocalTime {
    std::chrono::year_month_day date;
    int minute_of_day = 0;  // 0..1439
};

}  // namespace flows
