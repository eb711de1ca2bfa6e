// Times as the desk writes them.
#pragma once
#include "flows/catalog.hpp"
#include "flows/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace desk {

std::string rfc3339(const flows::Office&, flows::TimePoint);  // 2026-11-30T11:00:00+07:00
std::string clock(const flows::Office&, flows::TimePoint);    // 09.41
// Fits a column: hari ini 11.00 · besok 09.00 · kemarin 15.00 · Sen 30/11 11.00 · 30/11/2025
std::string short_moment(const flows::Office&, flows::TimePoint, flows::TimePoint now);
int minutes_left(flows::TimePoint until, flows::TimePoint now);  // rounded up, never negative

enum class Urgency { None, Ok, Near, Late };
std::string_view key(Urgency);  // "", ok, near, late
Urgency urgency(const std::optional<flows::TimePoint>& due, flows::TimePoint now);

}  // namespace desk
