// Single Unicode code points: reading and writing UTF-8, and the few properties that text.cpp needs. No tables of a library: coarse blocks
// are enough to tell letters from symbols in a chat.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace flows {

inline constexpr char32_t replacement_character = 0xFFFD;

// Reads the code point at `at` and moves `at` behind it. An invalid byte reads as U+FFFD and costs one byte.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& text, char32_t);
std::u32string code_points(std::string_view text);

bool is_blank(char32_t);      // white space of every kind, line ends too
bool is_control(char32_t);    // C0 and C1 without white space
bool is_invisible(char32_t);  // zero-width, bidi controls, variation selectors, tags, fillers
bool is_mark(char32_t);       // combining marks, as stacked by "zalgo"
bool is_letter(char32_t);

std::optional<char> decimal_digit(char32_t);   // '0'..'9' for a digit of any script or style
std::optional<int> enclosed_number(char32_t);  // ① ⑴ ⒈ ❶ 🔟
std::string_view latin_base(char32_t);         // É → "e", Ａ → "a", æ → "ae"; empty when there is none
char32_t lower_other(char32_t);                // Cyrillic and Greek capitals

}  // namespace flows
