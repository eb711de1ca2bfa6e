#include "flows/reading/money.hpp"

#include "flows/reading/tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace flows::reading {
namespace {

constexpr auto units = std::to_array<std::pair<std::string_view, double>>(
    {{"perak", 1},    {"rupiah", 1},     {"rb", 1e3},       {"ribu", 1e3},     {"rban", 1e3},    {"ribuan", 1e3},
     {"rbu", 1e3},    {"k", 1e3},        {"jt", 1e6},       {"juta", 1e6},     {"jutaan", 1e6},  {"jtan", 1e6},
     {"jta", 1e6},    {"jute", 1e6},     {"m", 1e9},        {"miliar", 1e9},   {"milyar", 1e9},  {"seribu", 1e3},
     {"sejuta", 1e6}, {"sejutaan", 1e6}, {"semiliar", 1e9}, {"semilyar", 1e9}, {"seribuan", 1e3}});

bool carries_one(std::string_view word) { return word.starts_with("se") && rupiah_unit(word) > 0; }

}  // namespace

double rupiah_unit(std::string_view word) {
    const auto found = std::ranges::find(units, word, &std::pair<std::string_view, double>::first);
    return found == units.end() ? 0 : found->second;
}

MoneyReader::MoneyReader(std::vector<Item> items) : items_(std::move(items)) {
    for (const auto& item : items_) words_.push_back(item.kind == Item::Kind::Word ? item.text : std::string{});
}

// "1 juta 500 ribu", "1jt500": the smaller part is added to the larger.
std::optional<Amount> MoneyReader::amount() {
    auto first = simple();
    while (first && first->unit > 1 && !done()) {
        const auto before = at_;
        const auto next = simple();
        const bool smaller = next && next->unit != 0 && next->unit < first->unit;
        const bool cut = next && next->unit == 0 && !next->exact && next->number >= 100 && next->number < 1000;
        if (!smaller && !cut) {
            at_ = before;
            break;
        }
        first->number += smaller ? next->value() / first->unit : next->number / 1000;
    }
    return first;
}

bool MoneyReader::take(std::string_view word) {
    if (!word_is(word)) return false;
    ++at_;
    return true;
}

std::optional<double> MoneyReader::number(Amount& amount) {
    if (done()) return std::nullopt;
    if (item().kind == Item::Kind::Number) {
        const bool decimals_fit = at_ + 1 < items_.size() && rupiah_unit(words_[at_ + 1]) >= 1e6;  // "1.250 juta" is 1,25 juta
        const auto literal = read_literal(item().text, !decimals_fit);
        if (!literal) return std::nullopt;
        amount.exact = amount.exact || literal->grouped;
        ++at_;
        const double tens = take("puluh") ? 10 : 1;
        return literal->value * tens * (take("ratus") ? 100 : 1);
    }
    if (take("setengah")) return 0.5;
    if (take("nol")) return 0.0;
    if (carries_one(words_[at_])) return 1.0;
    const auto value = read_below_thousand(words_, at_);
    if (!value) return std::nullopt;
    return *value + spelled_fraction();
}

// "satu koma dua lima juta"
double MoneyReader::spelled_fraction() {
    double fraction = 0;
    if (!take("koma")) return fraction;
    for (double place = 0.1; !done(); place /= 10) {
        const auto before = at_;
        const auto digit = read_below_thousand(words_, at_);
        if (!digit || *digit > 9) {
            at_ = before;
            break;
        }
        fraction += *digit * place;
    }
    return fraction;
}

std::optional<Amount> MoneyReader::simple() {
    const auto start = at_;
    Amount result;
    while (take("rp") || take("idr")) result.exact = true;
    const auto value = number(result);
    if (!value) {
        at_ = start;
        return std::nullopt;
    }
    result.number = *value;
    if (take("setengah")) result.number += 0.5;
    const bool around = word_is("an") && at_ + 1 < items_.size() && rupiah_unit(words_[at_ + 1]) > 0;  // "800an ribu"
    if (around) ++at_;
    if (!done()) result.unit = rupiah_unit(words_[at_]);
    if (result.unit > 0) ++at_;
    if (result.unit > 1 && take("setengah")) result.number += 0.5;
    return result;
}

}  // namespace flows::reading
