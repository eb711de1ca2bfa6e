#include "flows/json_text.hpp"

#include "flows/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace flows {

namespace {

void append_escaped(std::string& json, unsigned char c) {
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
        case '"':
            json += "\\\"";
            return;
        case '\\':
            json += "\\\\";
            return;
        case '\n':
            json += "\\n";
            return;
        case '\r':
            json += "\\r";
            return;
        case '\t':
            json += "\\t";
            return;
        default:
            json += "\\u00";
            json += digits[c >> 4];
            json += digits[c & 15];
    }
}

// Eight bytes at once: all are ASCII and none has to be escaped.
bool is_plain(const char* at) {
    constexpr std::uint64_t ones = 0x0101010101010101U, highs = 0x8080808080808080U;
    std::uint64_t block = 0;
    std::memcpy(&block, at, sizeof block);
    const auto has_zero = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };  // its high bits; right where `bytes` are ASCII
    const std::uint64_t control = (block - 0x20 * ones) | has_zero(block ^ (0x7F * ones));
    const std::uint64_t special = has_zero(block ^ ('"' * ones)) | has_zero(block ^ ('\\' * ones));
    return ((block | control | special) & highs) == 0;
}

}  // namespace

void append_quoted(std::string& json, std::string_view text) {
    json += '"';
    std::size_t copied = 0;  // everything before it is in `json` already
    for (std::size_t i = 0; i < text.size();) {
        if (text.size() - i >= 8 && is_plain(text.data() + i)) {
            i += 8;
            continue;
        }
        const auto c = static_cast<unsigned char>(text[i]);
        const bool special = c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
        const std::size_t length = special ? 0 : c < 0x80 ? 1 : sequence_at(text.substr(i));
        if (length > 0) {
            i += length;
            continue;
        }
        json.append(text, copied, i - copied);
        if (special) {
            append_escaped(json, c);
        } else {
            json += replacement;
        }
        copied = ++i;
    }
    json.append(text, copied);
    json += '"';
}

}  // namespace flows
