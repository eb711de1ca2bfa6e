// Text of strangers made harmless for a terminal and for colleagues' eyes.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace desk {

// No control, escape, bidi or zero-width characters, valid UTF-8; one line, or lines kept.
std::string inert(std::string_view);
std::string inert_lines(std::string_view);

// Runs of 16 or more digits (blanks, dots and dashes between them do not hide them) show their last 4 only: a NIK in free text.
std::string without_identity_numbers(std::string_view);
bool holds_identity_number(std::string_view);

// Columns that a terminal needs; wide letters and emoji take two.
std::size_t columns(std::string_view);
std::string cut_columns(std::string_view, std::size_t most);  // ends in "…" when cut
std::string pad_columns(std::string_view, std::size_t width);
// Broken at blanks; every line after the first starts with `indent` blanks. 0: not broken.
std::string wrap(std::string_view, std::size_t width, std::size_t indent = 0);

}  // namespace desk
