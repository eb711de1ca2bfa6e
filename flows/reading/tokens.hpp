// An answer as words and numbers: "RT.3 rw dua" → rt, 3, rw, 2.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flows::reading {

struct Token {
    std::string text;  // a folded word, or digits
    bool number = false;
    bool spelled = false;  // the number was written in words
};
using Tokens = std::vector<Token>;

Tokens plain_tokens(std::string_view text);  // words split where letters and digits meet
Tokens tokens(std::string_view text);        // the same, number words and ordinals become numbers: "dua belas" → 12, "ketiga" → 3

// The value of a number token of at most nine digits.
std::optional<int> value_of(const Token&);

bool one_of(std::string_view word, std::initializer_list<std::string_view> set);

// A number below one thousand in words, from `at` on; moves `at` behind it. "dua puluh tiga", "seratus lima", "sebelas".
std::optional<int> read_below_thousand(std::span<const std::string> words, std::size_t& at);

// Words that say nothing by themselves: polite, pointing or filling ("yang", "pak", "aja", "tolong").
bool is_filler(std::string_view word);
// Words around a number that picks: "no", "pilih", "angka".
bool is_picker(std::string_view word);
// tidak, bukan, gak, jangan …
bool is_negation(std::string_view word);

}  // namespace flows::reading
