// Text that a database of text may hold: valid UTF-8 without NUL. Everything bound as text passes here, so that no row can hold anything
// else.
#pragma once
#include <string>
#include <string_view>

namespace storage {

bool is_storable(std::string_view);
std::string made_storable(std::string_view);  // invalid sequences become U+FFFD, NUL is dropped

}  // namespace storage
