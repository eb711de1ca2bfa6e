// Writing JSON by appending to a string.
#pragma once
#include <string>
#include <string_view>

namespace flows {

// "text" with its quotes; invalid UTF-8 becomes U+FFFD, so that the receiver never refuses the whole message.
void append_quoted(std::string& json, std::string_view text);

}  // namespace flows
