// Reading the daemon's answers: what is missing reads as empty, so that an older or newer daemon never breaks a screen.
#pragma once
#include "desk/command.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace desk {

std::string text_in(const boost::json::value&, std::string_view name);
bool flag_in(const boost::json::value&, std::string_view name);
std::int64_t number_in(const boost::json::value&, std::string_view name);
const boost::json::array& list_in(const boost::json::value&, std::string_view name);
const boost::json::value& value_in(const boost::json::value&, std::string_view name);  // null when there is none

// Calls a verb; a refusal is printed already. exit_ok: `data` holds the answer.
int ask(Session&, std::string_view verb, const boost::json::object& args, boost::json::value& data);

bool has_arrived(const boost::json::value& document);  // received, and not only files that could not be fetched

std::string short_number(std::string_view ticket);  // "DABO-2611-0042-7" → "42"

}  // namespace desk
