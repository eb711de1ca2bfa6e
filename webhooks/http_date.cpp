#include "webhooks/http_date.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace webhooks {
namespace {

constexpr std::size_t length = 29;
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<unsigned> month_of(std::string_view name) {
    for (unsigned i = 0; i < months.size(); ++i)
        if (months[i] == name) return i + 1;
    return std::nullopt;
}

}  // namespace

std::optional<flows::TimePoint> parse_http_date(std::string_view text) {
    if (text.size() != length || !text.ends_with(" GMT")) return std::nullopt;
    const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
    const auto month = month_of(text.substr(8, 3));
    if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return flows::TimePoint(std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                            std::chrono::seconds(*second));
}

}  // namespace webhooks
