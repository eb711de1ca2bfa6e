// Reply ⇄ JSON, as it lies in the outbox. Short keys: every message that leaves is written and most are read back.
#pragma once
#include "flows/reply.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace storage {

std::string to_json(const flows::Reply&);
std::optional<flows::Reply> reply_from_json(std::string_view);  // nullopt: not a reply

}  // namespace storage
