// The Date header of an answer: what time the other side believes it is.
#pragma once
#include "flows/time.hpp"

#include <optional>
#include <string_view>

namespace webhooks {

std::optional<flows::TimePoint> parse_http_date(std::string_view);  // "Sun, 06 Nov 1994 08:49:37 GMT" and no other form

}  // namespace webhooks
