// Reads what was posted to the stand-in as a telephone would show it. Pure.
#pragma once
#include "bot/stand_in.hpp"

#include <optional>
#include <string_view>

namespace bot {

// nullopt: not a message (a read receipt, or nonsense).
std::optional<StandIn::Bubble> read_bubble(std::string_view json);
bool is_read_receipt(std::string_view json);

}  // namespace bot
