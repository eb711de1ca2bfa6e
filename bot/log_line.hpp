// One line of the log, as text or as JSON.
#pragma once
#include <string>
#include <string_view>

namespace bot::log {

// No control characters: a text from outside cannot begin a line of its own.
std::string in_one_line(std::string_view line);

// The same as members of a JSON object, without its braces: key=value, key="value with blanks". A quoted value may contain quotes; it ends
// where the next key begins. What has no key becomes "note".
std::string as_json_members(std::string_view line);

}  // namespace bot::log
