#include "storage/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace storage {
namespace {

unsigned char byte(std::string_view text, std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; }
bool follows(std::string_view text, std::size_t i) { return (byte(text, i) & 0xC0) == 0x80; }

// Length of the valid sequence at `i`, 0 when there is none. NUL is not valid here.
std::size_t sequence(std::string_view text, std::size_t i) {
    const unsigned char lead = byte(text, i);
    const unsigned char next = byte(text, i + 1);
    if (lead < 0x80) return lead == 0 ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(text, i + 1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && next < 0xA0;
        const bool surrogate = lead == 0xED && next > 0x9F;
        return follows(text, i + 1) && follows(text, i + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && next < 0x90;
        const bool beyond = lead == 0xF4 && next > 0x8F;
        return follows(text, i + 1) && follows(text, i + 2) && follows(text, i + 3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

// Eight bytes at once: none is NUL, none has its high bit set.
bool plain_block(const char* at) {
    std::uint64_t block = 0;
    std::memcpy(&block, at, sizeof block);
    const std::uint64_t has_zero = (block - 0x0101010101010101U) & ~block & 0x8080808080808080U;
    return ((block & 0x8080808080808080U) | has_zero) == 0;
}

// The first byte that may not be stored, or the end.
std::size_t storable_until(std::string_view text, std::size_t i) {
    while (i < text.size()) {
        if (text.size() - i >= 8 && plain_block(text.data() + i)) {
            i += 8;
            continue;
        }
        const std::size_t length = sequence(text, i);
        if (length == 0) return i;
        i += length;
    }
    return i;
}

}  // namespace

bool is_storable(std::string_view text) { return storable_until(text, 0) == text.size(); }

std::string made_storable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = storable_until(text, i);
        out += text.substr(i, end - i);
        if (end == text.size()) break;
        if (text[end] != '\0') out += "\xEF\xBF\xBD";
        i = end + 1;
    }
    return out;
}

}  // namespace storage
