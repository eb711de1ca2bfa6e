// The arguments of a verb, read leniently: a missing or wrong one is empty, the verb says what it needs.
#pragma once
#include "desk/verb.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace desk {

std::string text_argument(const Args&, std::string_view name);                // as it came (base64, paths)
std::string clean_argument(const Args&, std::string_view name);               // people's words: inert, lines kept, at most 2,000 characters
std::vector<std::string> texts_argument(const Args&, std::string_view name);  // an array of texts, or one text
bool flag_argument(const Args&, std::string_view name);
int number_argument(const Args&, std::string_view name, int otherwise);
Refusal usage(std::string message);

}  // namespace desk
