// What a clerk means by "42" or "P-3".
#pragma once
#include "desk/verb.hpp"
#include "storage/calls.hpp"
#include "storage/requests.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace desk {

// An unfinished request wins over finished ones that share the short number.
std::expected<storage::Request, Refusal> find_request(Desk&, std::string_view shortened);

std::optional<storage::CallId> call_number(std::string_view text);  // "P-3", "p3"
std::string show_call_number(storage::CallId);
std::expected<storage::Call, Refusal> find_call(Desk&, storage::CallId);
bool is_open_call(Desk&, storage::CallId);

}  // namespace desk
