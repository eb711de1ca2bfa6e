#include "desk/plain_text.hpp"

#include "flows/text.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace desk {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == ' ' || c == '.' || c == '-'; }

// End of the run of digits and single separators that starts at `from`; `digits` counts the digits in it.
std::size_t number_end(std::string_view text, std::size_t from, std::size_t& digits) {
    std::size_t end = from;
    digits = 0;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (is_digit(text[at])) {
            ++digits;
            end = at + 1;
        } else if (!is_separator(text[at]) || at > end) {
            break;
        }
    }
    return end;
}

constexpr std::size_t identity_digits = 16;

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
};

// The text is valid UTF-8 here (inert made it so); anything else counts as one byte, one column.
CodePoint code_point(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes == 1 || at + bytes > text.size()) return {lead, 1};
    char32_t value = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return {value, bytes};
}

struct Range {
    char32_t first, last;
};
constexpr std::array narrow_as_nothing{Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}};
constexpr std::array wide{Range{0x1100, 0x115F}, Range{0x2E80, 0xA4CF}, Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
                          Range{0xFE30, 0xFE6F}, Range{0xFF00, 0xFF60}, Range{0x1F300, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t value) {
    for (const Range& range : ranges)
        if (value >= range.first && value <= range.last) return true;
    return false;
}

std::size_t columns_of(char32_t value) { return within(narrow_as_nothing, value) ? 0U : within(wide, value) ? 2U : 1U; }

std::string wrap_line(std::string_view line, std::size_t width, std::size_t indent) {
    std::string out;
    std::size_t used = 0;
    std::size_t at = 0;
    const std::size_t leading = line.find_first_not_of(' ');
    if (leading != std::string_view::npos && leading > 0) {
        out.assign(leading, ' ');
        used = at = leading;
    }
    bool first = true;
    while (at < line.size()) {
        const std::size_t blank = line.find(' ', at);
        const std::string_view word = line.substr(at, blank == std::string_view::npos ? blank : blank - at);
        const std::size_t needed = columns(word);
        if (!first && used + 1 + needed > width) {
            out += '\n' + std::string(indent, ' ');
            used = indent;
        } else if (!first) {
            out += ' ';
            ++used;
        }
        out += word;
        used += needed;
        first = false;
        if (blank == std::string_view::npos) break;
        at = blank + 1;
    }
    return out;
}

}  // namespace

std::string inert(std::string_view text) { return flows::tidy(text); }

std::string inert_lines(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (true) {
        const std::size_t end = text.find('\n', at);
        out += flows::tidy(text.substr(at, end == std::string_view::npos ? end : end - at));
        if (end == std::string_view::npos) return out;
        out += '\n';
        at = end + 1;
    }
}

std::string without_identity_numbers(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_digit(text[at])) {
            out += text[at++];
            continue;
        }
        std::size_t digits = 0;
        const std::size_t end = number_end(text, at, digits);
        std::size_t seen = 0;
        for (; at < end; ++at) {
            if (is_digit(text[at])) ++seen;
            if (digits >= identity_digits && is_digit(text[at]) && seen + 4 <= digits)
                out += "•";
            else
                out += text[at];
        }
    }
    return out;
}

bool holds_identity_number(std::string_view text) {
    const std::string plain = flows::plain_digits(text);
    return without_identity_numbers(plain) != plain;
}

std::size_t columns(std::string_view text) {
    std::size_t sum = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = code_point(text, at);
        sum += columns_of(point.value);
        at += point.bytes;
    }
    return sum;
}

std::string cut_columns(std::string_view text, std::size_t most) {
    if (columns(text) <= most) return std::string(text);
    if (most == 0) return {};
    std::size_t used = 0, at = 0;
    while (at < text.size()) {
        const CodePoint point = code_point(text, at);
        if (used + columns_of(point.value) > most - 1) break;
        used += columns_of(point.value);
        at += point.bytes;
    }
    return std::string(text.substr(0, at)) + "…";
}

std::string pad_columns(std::string_view text, std::size_t width) {
    const std::size_t used = columns(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
    if (width == 0) return std::string(text);
    std::string out;
    std::size_t at = 0;
    while (true) {
        const std::size_t end = text.find('\n', at);
        out += wrap_line(text.substr(at, end == std::string_view::npos ? end : end - at), width, indent);
        if (end == std::string_view::npos) return out;
        out += '\n';
        at = end + 1;
    }
}

}  // namespace desk
