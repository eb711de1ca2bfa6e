// UTF-8 at the byte level, for reading and writing JSON.
#pragma once
#include <cstddef>
#include <string_view>

namespace flows {

inline constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of the valid sequence at the start of `text`; 0 when there is none (overlong, surrogate, cut off, beyond U+10FFFF).
inline std::size_t sequence_at(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
    if (text.empty()) return 0;
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return continues(1) ? 2 : 0;
    if (first < 0xF0) {
        if (!continues(1) || !continues(2)) return 0;
        if (first == 0xE0 && byte(1) < 0xA0) return 0;
        if (first == 0xED && byte(1) >= 0xA0) return 0;
        return 3;
    }
    if (first > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) >= 0x90) return 0;
    return 4;
}

// At most `most` bytes, never inside a code point. `text` is valid UTF-8.
inline std::string_view cut_bytes(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

}  // namespace flows
