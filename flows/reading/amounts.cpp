#include "flows/reading/amounts.hpp"

#include "flows/code_points.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace flows::reading {
namespace {

constexpr std::size_t digits_most = 15;  // beyond, a double is not exact

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

std::string_view sign_of(char32_t c) {
    if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212) return "-";
    if (c == '<' || c == 0x2264) return "<";
    if (c == '>' || c == 0x2265) return ">";
    if (c == '~' || c == 0xB1 || c == 0x2248) return "~";
    if (c == '/') return "/";
    if (c == '+') return "+";
    return c == '%' ? "%" : std::string_view{};
}

std::size_t count(std::string_view text, char c) { return static_cast<std::size_t>(std::ranges::count(text, c)); }

// 1-3 digits, then groups of exactly three.
bool is_grouped(std::string_view text, char separator) {
    const auto first = text.find(separator);
    if (first == 0 || first > 3 || first == std::string_view::npos || text.front() == '0') return false;
    for (std::size_t at = first; at < text.size(); at += 4)
        if (text[at] != separator || text.size() - at < 4 ||
            text.substr(at + 1, 3).find_first_not_of("0123456789") != std::string_view::npos)
            return false;
    return true;
}

double to_double(std::string_view whole, std::string_view fraction) {
    std::string text;
    std::ranges::copy_if(whole, std::back_inserter(text), [](char c) { return is_digit(static_cast<unsigned char>(c)); });
    text += '.';
    text += fraction;
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool is_plain(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

std::optional<Literal> with_separators(std::string_view text, char thousands, char decimal, bool three_group) {
    const auto point = text.rfind(decimal);
    const auto whole = text.substr(0, point);
    const auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (!is_plain(fraction) || count(text, decimal) > 1) return std::nullopt;
    if (is_plain(whole)) return Literal{to_double(whole, fraction), false};
    if (!is_grouped(whole, thousands)) return std::nullopt;
    if (!three_group && count(whole, thousands) == 1 && fraction.empty()) return std::nullopt;
    return Literal{to_double(whole, fraction), true};
}

}  // namespace

std::vector<Item> items_of(std::string_view text) {
    std::vector<Item> items;
    bool broken = true;
    const auto plain = code_points(plain_digits(text));
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char32_t c = plain[i];
        const bool inner =
            (c == '.' || c == ',') && i + 1 < plain.size() && is_digit(plain[i + 1]) && !broken && items.back().kind == Item::Kind::Number;
        if (is_digit(c) || inner) {
            if (broken || items.back().kind != Item::Kind::Number) items.push_back({Item::Kind::Number, {}});
            items.back().text += static_cast<char>(c);
            broken = false;
        } else if (is_letter(c)) {
            if (broken || items.back().kind != Item::Kind::Word) items.push_back({Item::Kind::Word, {}});
            std::string letter;
            append_code_point(letter, c);
            items.back().text += fold(letter);
            broken = false;
        } else {
            if (const auto sign = sign_of(c); !sign.empty()) items.push_back({Item::Kind::Sign, std::string{sign}});
            if (c == 0xBD) items.push_back({Item::Kind::Word, "setengah"});
            broken = true;
        }
    }
    return items;
}

std::optional<Literal> read_literal(std::string_view digits, bool three_group) {
    if (digits.empty() || digits.size() - count(digits, '.') - count(digits, ',') > digits_most) return std::nullopt;
    const bool dots_first = digits.find('.') < digits.find(',');
    if (three_group && is_grouped(digits, '.')) return with_separators(digits, '.', ',', true);
    if (three_group && is_grouped(digits, ',')) return with_separators(digits, ',', '.', true);
    if (count(digits, '.') > 0 && count(digits, ',') > 0)
        return dots_first ? with_separators(digits, '.', ',', true) : with_separators(digits, ',', '.', true);
    if (const auto european = with_separators(digits, '.', ',', three_group)) return european;
    return with_separators(digits, ',', '.', three_group);
}

std::string show_decimal(double value, char point) {
    auto text = fmt::format("{:.3f}", value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    std::ranges::replace(text, '.', point);
    return text;
}

std::string show_grouped(long long value) {
    auto digits = std::to_string(value < 0 ? -value : value);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, '.');
    return value < 0 ? "-" + digits : digits;
}

}  // namespace flows::reading
