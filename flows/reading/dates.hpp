// A written calendar date in a text: "Dabo, 12 Maret 1985", "12/3/85", "1985-03-12", "12031985".
#pragma once
#include "flows/reading/tokens.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace flows::reading {

struct WrittenDate {
    enum class Problem { None, NothingRead, NoDay, NoMonth, NoYear, Several };
    Problem problem = Problem::NothingRead;
    int day = 0;
    int month = 0;
    std::string year;  // as written: two or four digits, or something impossible
};

WrittenDate written_date(const Tokens&);

// Two digits of a year leave a choice of centuries. Both are set when only the citizen can tell.
struct Centuries {
    int year = 0;
    std::optional<int> other;
};
enum class YearOf { Birth, PastEvent, ComingEvent, AnyEvent };
Centuries complete_year(int two_digits, unsigned month, unsigned day, YearOf, std::chrono::year_month_day today);

}  // namespace flows::reading
