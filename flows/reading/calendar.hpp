// The words of the calendar, and days told from today: kemarin, senin lalu, 3 hari yang lalu.
#pragma once
#include "flows/catalog.hpp"
#include "flows/reading/tokens.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace flows::reading {

std::optional<unsigned> month_of(std::string_view word);  // 1..12; Indonesian, Malay, English, short forms, small typos
std::optional<std::chrono::weekday> weekday_of(std::string_view word);

// A weekday in a text. "malam jumat" is the evening before: Thursday.
struct SaidWeekday {
    std::chrono::weekday day;
    bool evening_before = false;
    bool maybe_week = false;  // "minggu" alone is a week as well as Sunday
};
std::vector<SaidWeekday> said_weekdays(const Tokens&);

// Puts together what folding took apart: "jum at" → jumat.
Tokens calendar_tokens(std::string_view text);

struct ToldDay {
    enum class Kind {
        NotTold,
        Sure,
        Doubtful,  // "tadi malam": before or after midnight?
        Unclear,   // "minggu lalu": last week or last Sunday?
    };
    Kind kind = Kind::NotTold;
    std::chrono::year_month_day date{};
};
ToldDay told_day(const Tokens&, std::chrono::year_month_day today, DateRule);

}  // namespace flows::reading
