#include "flows/office_time.hpp"
#include "flows/reading/reading.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace flows {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<year_month_day> date_of(const Answers& answers, const std::string& field) {
    const auto found = answers.find(field);
    if (found == answers.end() || found->second.value.size() != 10) return std::nullopt;
    const std::string_view text = found->second.value;
    const auto part = [&](std::size_t at, std::size_t size) { return number_of(text.substr(at, size)).value_or(0); };
    const year_month_day date{std::chrono::year{static_cast<int>(part(0, 4))}, std::chrono::month{static_cast<unsigned>(part(5, 2))},
                              std::chrono::day{static_cast<unsigned>(part(8, 2))}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

// Completed years. Born on 29 February: a year older on 1 March of common years.
int age(year_month_day born, year_month_day on) {
    const bool before_birthday = std::pair{on.month(), on.day()} < std::pair{born.month(), born.day()};
    return static_cast<int>(on.year()) - static_cast<int>(born.year()) - (before_birthday ? 1 : 0);
}

bool holds_one(const Condition& condition, const Answers& answers) {
    const auto found = answers.find(condition.field);
    if (found == answers.end() || found->second.value.empty()) return false;
    const auto& value = found->second.value;
    if (!condition.any_of.empty() && std::ranges::find(condition.any_of, value) == condition.any_of.end()) return false;
    if (!condition.below && !condition.at_least) return true;
    const auto number = number_of(value);
    return number && (!condition.below || *number < *condition.below) && (!condition.at_least || *number >= *condition.at_least);
}

}  // namespace

Answers with_derived(const Service& service, const Answers& answers, const Office& office, TimePoint now) {
    auto result = answers;
    for (const auto& field : service.fields) {
        if (field.age.empty()) continue;
        result.erase(field.age);
        const auto born = date_of(answers, field.code);
        const auto on = field.age_on.empty() ? std::optional{local_time(office, now).date} : date_of(answers, field.age_on);
        if (!born || !on || sys_days{*on} < sys_days{*born}) continue;
        const auto years = std::to_string(age(*born, *on));
        result[field.age] = {years, years + " tahun", {}};
    }
    return result;
}

bool holds(const When& when, const Answers& with_derived) {
    return std::ranges::all_of(when, [&](const Condition& condition) { return holds_one(condition, with_derived); });
}

}  // namespace flows
