// Bytes of the fuzzer as decisions: small numbers, texts, pieces. When they are used up, every answer is zero or empty.
#pragma once
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace fuzz {

class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : rest_(bytes(data, size)) {}

    bool empty() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

    std::size_t below(std::size_t limit) {  // 0 … limit - 1
        if (rest_.empty() || limit < 2) return 0;
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte % limit;
    }
    bool coin() { return below(2) == 1; }

    // A text ends at a new line, as people read it in a seed.
    std::string_view text() { return next_line(rest_); }
    std::string_view piece(std::size_t most) {
        const std::string_view taken = rest_.substr(0, most);
        rest_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view rest_;
};

// Invalid bytes become "?": for functions that rely on valid UTF-8.
inline std::string as_text(std::string_view raw) {
    std::string text(raw);
    std::ranges::replace(text, '\0', ' ');
    if (is_text(text)) return text;
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return text;
}

}  // namespace fuzz
