// A month and year, or a year alone: since when somebody has lived or traded somewhere.
#include "flows/office_time.hpp"
#include "flows/reading/calendar.hpp"
#include "flows/reading/dates.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace flows::reading {
namespace {

using std::chrono::year_month_day;

constexpr int year_least = 1900;
constexpr int years_ahead_most = 10;
constexpr int told_years_most = 110;

struct MonthOfYear {
    int year = 0;
    int month = 0;  // 0: the year alone
    bool guessed = false;
};

bool has(const Tokens& all, std::initializer_list<std::string_view> set) {
    return std::ranges::any_of(all, [&](const Token& t) { return one_of(t.text, set); });
}

MonthOfYear months_before(year_month_day today, int count) {
    const int months = static_cast<int>(today.year()) * 12 + static_cast<int>(static_cast<unsigned>(today.month())) - 1 - count;
    return {months / 12, months % 12 + 1, false};
}

std::optional<int> number_before(const Tokens& all, std::initializer_list<std::string_view> set) {
    for (std::size_t i = 1; i < all.size(); ++i)
        if (all[i - 1].number && all[i - 1].text.size() <= 3 && one_of(all[i].text, set)) return value_of(all[i - 1]);
    return std::nullopt;
}

// "5 tahun lalu", "sudah 1 tahun 6 bulan": each number has its unit behind it.
std::optional<MonthOfYear> lasting(const Tokens& all, year_month_day today) {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].number && (i + 1 == all.size() || !one_of(all[i + 1].text, {"tahun", "thn", "th", "bulan", "bln"}))) return std::nullopt;
    const auto years = has(all, {"setahun"}) ? std::optional{1} : number_before(all, {"tahun", "thn", "th"});
    const auto months = has(all, {"sebulan"}) ? std::optional{1} : number_before(all, {"bulan", "bln"});
    if ((!years && !months) || years.value_or(0) > told_years_most || months.value_or(0) > 240) return std::nullopt;
    if (!months) return MonthOfYear{static_cast<int>(today.year()) - *years, 0, true};
    auto result = months_before(today, years.value_or(0) * 12 + *months);
    result.guessed = true;
    return result;
}

// 0: none
int named_month(const Tokens& all) {
    for (const auto& token : all)
        if (const auto month = month_of(token.text)) return static_cast<int>(*month);
    return 0;
}

// "bulan lalu", "tahun ini", "januari tahun lalu"
std::optional<MonthOfYear> told(const Tokens& all, year_month_day today) {
    const auto year = static_cast<int>(today.year());
    if (const auto found = lasting(all, today)) return found;
    if (std::ranges::any_of(all, &Token::number)) return std::nullopt;
    const bool last = has(all, {"lalu", "lepas", "kemarin", "kemaren", "kmrn", "silam"});
    const bool of_year = has(all, {"tahun", "thn"});
    if (!of_year && has(all, {"bulan", "bln"}) && last) return months_before(today, 1);
    if (!of_year && has(all, {"bulan", "bln"}) && has(all, {"ini", "ni"})) return months_before(today, 0);
    const int month = named_month(all);
    if (of_year && last) return MonthOfYear{year - 1, month, false};
    if (of_year && has(all, {"ini", "ni"})) return MonthOfYear{year, month, false};
    return std::nullopt;
}

std::optional<int> year_number(const std::string& text, int month, const Field& field, year_month_day today) {
    const auto value = value_of({text, true, false});
    if (!value || text.size() == 4) return value;
    if (text.size() != 2) return std::nullopt;
    const auto what = field.date_rule == DateRule::Future ? YearOf::ComingEvent : YearOf::PastEvent;
    return complete_year(*value, static_cast<unsigned>(month), 1, what, today).year;
}

// "maret 2019", "03/2019", "2019-03", "12 maret 2019", "2019"
std::optional<MonthOfYear> written(const Tokens& all, const Field& field, year_month_day today) {
    Tokens numbers;
    std::optional<unsigned> month;
    for (const auto& token : all) {
        if (token.number)
            numbers.push_back(token);
        else if (!month)
            month = month_of(token.text);
    }
    if (!month && numbers.size() == 1 && numbers[0].text.size() == 4) return MonthOfYear{value_of(numbers[0]).value_or(0), 0, false};
    if (!month && numbers.size() == 2) {
        const bool year_first = numbers[0].text.size() == 4;
        const int value = value_of(numbers[year_first ? 1 : 0]).value_or(0);
        const auto year = year_number(numbers[year_first ? 0 : 1].text, std::clamp(value, 1, 12), field, today);
        return year ? std::optional{MonthOfYear{*year, value < 1 ? 13 : value, false}} : std::nullopt;
    }
    if (month && numbers.size() == 1) {
        const auto year = year_number(numbers[0].text, static_cast<int>(*month), field, today);
        return year ? std::optional{MonthOfYear{*year, static_cast<int>(*month), false}} : std::nullopt;
    }
    const auto date = written_date(all);
    if (date.problem != WrittenDate::Problem::None) return std::nullopt;
    const auto year = year_number(date.year, std::clamp(date.month, 1, 12), field, today);
    return year ? std::optional{MonthOfYear{*year, date.month < 1 ? 13 : date.month, false}} : std::nullopt;
}

Reading by_rule(const Field& field, const MonthOfYear& found, year_month_day today) {
    const int this_month = static_cast<int>(static_cast<unsigned>(today.month()));
    const int this_year = static_cast<int>(today.year());
    const bool later = found.year > this_year || (found.year == this_year && found.month > this_month);
    const bool earlier = found.year < this_year || (found.year == this_year && found.month != 0 && found.month < this_month);
    if (found.month > 12) return rejected("baca.bulan.mustahil");
    if (found.year < year_least || found.year > this_year + years_ahead_most) return rejected("baca.bulan.tahun");
    if (field.date_rule == DateRule::Past && later) return rejected("baca.bulan.depan");
    if (field.date_rule == DateRule::Future && earlier) return rejected("baca.bulan.lampau");
    if (found.month == 0) return accepted(fmt::format("{:04}", found.year), std::to_string(found.year));
    const auto name = show_date(
        year_month_day{std::chrono::year{found.year}, std::chrono::month{static_cast<unsigned>(found.month)}, std::chrono::day{1}});
    return accepted(fmt::format("{:04}-{:02}", found.year, found.month), name.substr(2));
}

}  // namespace

Reading read_month(const Field& field, std::string_view text, const ReadingContext& context) {
    const auto today = local_time(context.office, context.now).date;
    const auto all = calendar_tokens(text);
    const bool has_number = std::ranges::any_of(all, &Token::number);
    if (!has_number && has(all, {"lahir", "kecil", "asli", "dulu", "lama"})) return rejected("baca.bulan.sejak_lahir");
    auto found = told(all, today);
    if (!found) found = written(all, field, today);
    if (!found && !has_number && std::ranges::any_of(all, [](const Token& t) { return month_of(t.text).has_value(); }))
        return rejected("baca.bulan.tanpa_tahun");
    if (!found) return rejected("baca.bulan.tidak_terbaca", {example_of(field, "Maret 2019 atau 2019")});
    auto reading = by_rule(field, *found, today);
    if (reading.kind == Reading::Kind::Accepted && found->guessed)
        doubt(reading, "bulan_perkiraan", "baca.bulan.maksud", {{"bulan", reading.answer.shown}});
    return reading;
}

}  // namespace flows::reading
