// Webhook JSON → events. Pure, total, fuzzed: any bytes give a Delivery, nothing is thrown.
#pragma once
#include "webhooks/event.hpp"

#include <string_view>

namespace webhooks {

// `now` clamps times from the future and milliseconds. Invalid UTF-8, lone surrogates and NUL are replaced by U+FFFD, never refused.
Delivery read_delivery(std::string_view body, flows::TimePoint now);

}  // namespace webhooks
