#include "webhooks/payload_parts.hpp"

#include "flows/utf8.hpp"
#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace webhooks {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The code of `\uXXXX` at the start of `text`, or -1.
int escape_at(std::string_view text) {
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return -1;
    int code = 0;
    for (std::size_t i = 2; i < 6; ++i) {
        const int digit = hex_value(text[i]);
        if (digit < 0) return -1;
        code = code * 16 + digit;
    }
    return code;
}

bool is_high_surrogate(int code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(int code) { return code >= 0xDC00 && code <= 0xDFFF; }

// Copies one escape sequence and returns how many bytes of `text` it had.
std::size_t repair_escape(std::string& out, std::string_view text) {
    const int code = escape_at(text);
    if (code < 0) {
        const bool printable = text.size() > 1 && !is_control(text[1]) && static_cast<unsigned char>(text[1]) < 0x80;
        out += text.substr(0, printable ? 2 : 1);
        return printable ? 2 : 1;
    }
    if (is_high_surrogate(code) && is_low_surrogate(escape_at(text.substr(6)))) {
        out += text.substr(0, 12);
        return 12;
    }
    if (is_high_surrogate(code) || is_low_surrogate(code)) {
        out += flows::replacement;
    } else {
        out += text.substr(0, 6);
    }
    return 6;
}

}  // namespace

std::string repaired(std::string_view body) {
    std::string out;
    out.reserve(body.size() + 64);
    bool in_string = false;
    for (std::size_t i = 0; i < body.size();) {
        const char c = body[i];
        if (in_string && c == '\\') {
            i += repair_escape(out, body.substr(i));
            continue;
        }
        if (c == '"') in_string = !in_string;
        const std::size_t length = in_string && is_control(c) ? 0 : flows::sequence_at(body.substr(i));
        out += length > 0 ? body.substr(i, length) : flows::replacement;
        i += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string clean_text(std::string_view text, std::size_t bytes_most) {
    text = flows::cut_bytes(text, bytes_most);
    if (std::ranges::none_of(text, is_control)) return std::string(text);
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!is_control(c) || c == '\n' || c == '\t') {
            clean += c;
        } else if (c == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') clean += '\n';
        } else {
            clean += flows::replacement;
        }
    }
    return std::string(flows::cut_bytes(clean, bytes_most));
}

std::string clean_line(std::string_view text, std::size_t bytes_most) {
    std::string line = clean_text(text, bytes_most);
    std::ranges::replace_if(line, is_control, ' ');
    return line;
}

bool is_storable_id(std::string_view id) { return id.size() <= limits::id_bytes && id.find('\0') == std::string_view::npos; }

bool add_address(flows::Address& address, std::string_view name) {
    if (!name.empty() && name.size() <= limits::phone_digits && std::ranges::all_of(name, is_digit)) {
        address.phone = name;
        return true;
    }
    const auto is_country = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() < 4 || !is_country(name[0]) || !is_country(name[1]) || name[2] != '.') return false;
    constexpr std::string_view parent = "ENT.";
    std::string_view rest = name.substr(3);
    const bool is_parent = rest.starts_with(parent);
    if (is_parent) rest.remove_prefix(parent.size());
    if (rest.empty() || rest.size() > 128 || !std::ranges::all_of(rest, [](char c) { return is_digit(c) || is_letter(c); })) return false;
    (is_parent ? address.parent_user_id : address.user_id) = name;
    return true;
}

std::optional<flows::TimePoint> time_at(const boost::json::object& from, std::string_view key, flows::TimePoint now) {
    constexpr double first_millisecond_value = 1e11;  // as seconds the year 5138, as milliseconds 1973
    const auto* value = from.if_contains(key);
    if (!value || value->is_null()) return now;
    const auto number = real_at(from, key);
    if (!number) return std::nullopt;
    const double millis = *number >= first_millisecond_value ? *number : *number * 1'000;
    return flows::from_millis(static_cast<std::int64_t>(std::clamp(millis, 0.0, static_cast<double>(flows::to_millis(now)))));
}

Unreadable unreadable(std::string_view reason, const boost::json::value& item) {
    return Unreadable{std::string(reason), boost::json::serialize(item)};
}

}  // namespace webhooks
