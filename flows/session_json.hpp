// Session ⇄ JSON. Reading is lenient: a session written by an older version, or after a service file changed, still loads.
#pragma once
#include "flows/session.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flows {

std::string to_json(const Session&);
std::optional<Session> session_from_json(std::string_view);  // nullopt: not a session at all

std::string to_json(const Answers&);
std::optional<Answers> answers_from_json(std::string_view);

}  // namespace flows
