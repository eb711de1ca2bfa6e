#include "flows/ticket.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace flows {
namespace {

constexpr std::size_t year_and_month = 4;
constexpr int first_year = 2020;  // before, there were no tickets: "0009-2" is a serial with its check digit

int damm(std::string_view digits) {
    static constexpr std::array<std::string_view, 10> table{"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
                                                            "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"};
    int interim = 0;
    for (const char digit : digits) interim = table[static_cast<std::size_t>(interim)][static_cast<std::size_t>(digit - '0')] - '0';
    return interim;
}

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

std::string covered(int year, int month, int serial) { return fmt::format("{:02}{:02}{:04}", year % 100, month, serial); }

std::optional<TicketParts> parts(std::string_view yymm, std::string_view serial, std::string_view check) {
    TicketParts read{.year = 2000 + number(yymm.substr(0, 2)), .month = number(yymm.substr(2)), .serial = number(serial)};
    if (read.year < first_year || read.month < 1 || read.month > 12 || read.serial < 1) return std::nullopt;
    if (check.empty()) return read;
    if (number(check) != damm(covered(read.year, read.month, read.serial))) return std::nullopt;
    read.checked = true;
    return read;
}

// The digits in one run. Nine are a serial of four and its check digit: a serial of five must bring its check digit, or stand apart.
std::optional<TicketParts> read_run(std::string_view digits) {
    const auto yymm = digits.substr(0, year_and_month);
    if (digits.size() == 8) return parts(yymm, digits.substr(4), {});
    if (digits.size() == 9) return parts(yymm, digits.substr(4, 4), digits.substr(8));
    if (digits.size() == 10) return parts(yymm, digits.substr(4, 5), digits.substr(9));
    return std::nullopt;
}

std::optional<TicketParts> read_month_and_rest(std::string_view yymm, std::string_view rest) {
    if (rest.size() < 5) return parts(yymm, rest, {});
    if (const auto checked = parts(yymm, rest.substr(0, rest.size() - 1), rest.substr(rest.size() - 1))) return checked;
    if (rest.size() == 5 && rest.front() != '0') return parts(yymm, rest, {});
    return std::nullopt;
}

bool is_separator(char c) { return c == ' ' || c == '-' || c == '.' || c == '/' || c == '_' || c == '#' || c == '\t'; }

// Groups of digits; nullopt when there is anything else than digits and separators (dashes of any kind, no-break blanks).
std::optional<std::vector<std::string>> digit_groups(std::string_view text) {
    std::vector<std::string> groups(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            groups.back() += c;
            continue;
        }
        const auto rest = text.substr(i);
        if (rest.starts_with("\xE2\x80"))
            i += 2;  // the dashes and thin blanks of U+2000..U+203F
        else if (rest.starts_with("\xC2\xA0"))
            i += 1;  // no-break blank
        else if (!is_separator(c))
            return std::nullopt;
        if (!groups.back().empty()) groups.emplace_back();
    }
    if (groups.back().empty()) groups.pop_back();
    return groups;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
    while (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
    const bool named = text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
                           return std::toupper(static_cast<unsigned char>(a)) == std::toupper(static_cast<unsigned char>(b));
                       });
    return named ? text.substr(prefix.size()) : text;
}

}  // namespace

std::string make_ticket(std::string_view prefix, int year, int month, int serial) {
    return fmt::format("{}-{:02}{:02}-{:04}-{}", prefix, year % 100, month, serial, damm(covered(year, month, serial)));
}

std::optional<TicketParts> read_ticket(std::string_view text, std::string_view prefix) {
    const auto groups = digit_groups(without_prefix(text, prefix));
    if (!groups || groups->empty()) return std::nullopt;
    const auto size = [&](std::size_t i) { return (*groups)[i].size(); };
    if (groups->size() == 2 && size(0) == year_and_month && size(1) <= 6) return read_month_and_rest((*groups)[0], (*groups)[1]);
    if (groups->size() == 3 && size(0) == year_and_month && size(1) <= 5 && size(2) == 1) {
        return parts((*groups)[0], (*groups)[1], (*groups)[2]);
    }
    std::string run;
    for (const auto& group : *groups) run += group;
    return read_run(run);
}

}  // namespace flows
