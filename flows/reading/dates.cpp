#include "flows/reading/dates.hpp"

#include "flows/reading/calendar.hpp"

#include <algorithm>
#include <chrono>

namespace flows::reading {
namespace {

using Problem = WrittenDate::Problem;

constexpr int oldest_person = 110;
constexpr int years_ahead = 10;

bool is_four_digit_year(const Token& token) { return token.text.size() == 4; }
int small(const Token& token) { return token.text.size() > 2 ? 0 : value_of(token).value_or(0); }

bool opens_time(std::string_view word) { return one_of(word, {"jam", "pukul", "pkl"}); }
bool closes_time(std::string_view word) { return one_of(word, {"wib", "wita", "wit"}); }
bool labels(std::string_view word) { return one_of(word, {"tgl", "tanggal", "bln", "bulan", "thn", "tahun", "th", "tg", "tngl"}); }

// Leaves out "jam 10.30 WIB".
Tokens without_time(const Tokens& all) {
    Tokens result;
    bool time = false;
    for (const auto& token : all) {
        if (opens_time(token.text))
            time = true;
        else if (!token.number)
            time = false;
        if (!time && !closes_time(token.text)) result.push_back(token);
    }
    return result;
}

WrittenDate from_digits(const Token& token) {
    const auto& text = token.text;
    const auto part = [&](std::size_t at, std::size_t size) { return small({text.substr(at, size), true, false}); };
    if (text.size() == 8) {
        const bool year_first = part(2, 2) > 12 && (text.starts_with("19") || text.starts_with("20"));
        if (year_first) return {Problem::None, part(6, 2), part(4, 2), text.substr(0, 4)};
        return {Problem::None, part(0, 2), part(2, 2), text.substr(4)};
    }
    if (text.size() == 6) return {Problem::None, part(0, 2), part(2, 2), text.substr(4)};
    if (text.size() == 4) return {Problem::NoDay, 0, 0, text};
    if (text.size() <= 2) return {Problem::NoMonth, small(token), 0, {}};
    return {};
}

WrittenDate from_numbers(const Tokens& numbers) {
    if (numbers.empty()) return {};
    if (numbers.size() == 1) return from_digits(numbers[0]);
    const bool year_first = is_four_digit_year(numbers[0]);
    if (numbers.size() == 2) {
        const bool month_and_year = is_four_digit_year(numbers[1]) || year_first;
        return {month_and_year ? Problem::NoDay : Problem::NoYear, small(numbers[0]), small(numbers[1]), {}};
    }
    if (numbers.size() > 3) return {numbers.size() == 6 || numbers.size() == 5 ? Problem::Several : Problem::NothingRead, 0, 0, {}};
    if (year_first) return {Problem::None, small(numbers[2]), small(numbers[1]), numbers[0].text};
    return {Problem::None, small(numbers[0]), small(numbers[1]), numbers[2].text};
}

WrittenDate around_month(const Tokens& all, std::size_t at) {
    const int month = static_cast<int>(*month_of(all[at].text));
    const auto numbers = std::ranges::count_if(all, &Token::number);
    auto before = at;
    while (before > 0 && labels(all[before - 1].text)) --before;
    auto after = at + 1;
    while (after < all.size() && labels(all[after].text)) ++after;
    const Token* left = before > 0 && all[before - 1].number ? &all[before - 1] : nullptr;
    const Token* right = after < all.size() && all[after].number ? &all[after] : nullptr;
    if (numbers > 2) return {Problem::NothingRead, 0, 0, {}};
    if (left && right && is_four_digit_year(*left)) return {Problem::None, small(*right), month, left->text};
    if (left && right) return {Problem::None, small(*left), month, right->text};
    const bool american = right && after + 1 < all.size() && all[after + 1].number;
    if (american) return {Problem::None, small(*right), month, all[after + 1].text};
    if (numbers > 1) return {Problem::NothingRead, 0, 0, {}};
    if (left && is_four_digit_year(*left)) return {Problem::NoDay, 0, month, left->text};
    if (left) return {Problem::NoYear, small(*left), month, {}};
    if (right && !is_four_digit_year(*right)) return {Problem::NoYear, small(*right), month, {}};
    return {Problem::NoDay, 0, month, right ? right->text : std::string{}};
}

int age_at(int year, unsigned month, unsigned day, std::chrono::year_month_day today) {
    const bool later = std::pair{month, day} > std::pair{static_cast<unsigned>(today.month()), static_cast<unsigned>(today.day())};
    return static_cast<int>(today.year()) - year - (later ? 1 : 0);
}

}  // namespace

WrittenDate written_date(const Tokens& tokens_of_text) {
    const auto all = without_time(tokens_of_text);
    std::vector<std::size_t> months;
    Tokens numbers;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].number)
            numbers.push_back(all[i]);
        else if (month_of(all[i].text))
            months.push_back(i);
    }
    if (months.size() > 1) return {Problem::Several, 0, 0, {}};
    return months.empty() ? from_numbers(numbers) : around_month(all, months[0]);
}

Centuries complete_year(int two_digits, unsigned month, unsigned day, YearOf what, std::chrono::year_month_day today) {
    const int recent = 2000 + two_digits;
    const int earlier = 1900 + two_digits;
    const int age = age_at(recent, month, day, today);
    const bool this_year = recent == static_cast<int>(today.year());  // later this year: rather a slip than a hundred years ago
    switch (what) {
        case YearOf::ComingEvent:
            return {recent, {}};
        case YearOf::AnyEvent:
            return {age >= -years_ahead ? recent : earlier, {}};
        case YearOf::PastEvent:
            return {age >= 0 || this_year ? recent : earlier, {}};
        case YearOf::Birth:
            break;
    }
    if (age < 0) return {earlier, this_year ? std::optional{recent} : std::nullopt};
    const bool newborn = age < 1;
    const bool adult = age >= 17;
    const bool both = age_at(earlier, month, day, today) <= oldest_person;
    if (both && !newborn && !adult) return {earlier, recent};
    return {recent, {}};
}

}  // namespace flows::reading
