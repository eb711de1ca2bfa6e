// Integer and decimal answers.
#include "flows/reading/amounts.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/measures.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace flows::reading {
namespace {

constexpr std::size_t words_most = 6;

bool within(const Field& field, double value) { return value >= field.least.value_or(0) && value <= field.most.value_or(1e12); }

Reading out_of_range(const Field& field, double value) {
    const auto least = show_decimal(field.least.value_or(0), ',');
    const auto most = show_decimal(field.most.value_or(1e12), ',');
    if (field.most && (field.least || value < 0)) return rejected("baca.angka.batas", {{"paling_sedikit", least}, {"paling_banyak", most}});
    if (field.most && value > *field.most) return rejected("baca.angka.lebih", {{"paling_banyak", most}});
    return value < 0 || field.least ? rejected("baca.angka.kurang", {{"paling_sedikit", least}})
                                    : rejected("baca.angka.lebih", {{"paling_banyak", most}});
}

// Words that make a number something else, or no exact number.
bool turns_the_number(std::string_view word) {
    return one_of(word, {"rt", "rw",   "nik", "kk",     "jam",   "pukul", "tgl",    "tanggal", "persen",   "rp",   "rupiah", "ribu",
                         "rb", "juta", "jt",  "kurang", "lebih", "atau",  "antara", "sampai",  "setengah", "koma", "umur",   "usia"});
}

bool says_none(const std::vector<std::string>& typed) {
    if (typed.empty() || typed.size() > 4) return false;
    const bool negated = is_negation(typed[0]) || typed[0] == "belum" || typed[0] == "blm";
    return typed[0] == "nihil" || (typed.size() == 1 && typed[0] == "kosong") ||
           (negated && typed.size() > 1 && one_of(typed[1], {"ada", "punya"}));
}

bool is_negative(const std::vector<Item>& items) {
    return items.size() > 1 && items[0].kind == Item::Kind::Sign && items[0].text == "-" && items[1].kind == Item::Kind::Number;
}

Reading whole(const Field& field, double value) {
    if (!within(field, value)) return out_of_range(field, value);
    const auto text = show_decimal(value, ',');
    return accepted(text, text);
}

// A weight in grams where kilograms were asked for.
bool is_grams(const Field& field, double value) { return !within(field, value) && value >= 100 && within(field, value / 1000); }

}  // namespace

Reading read_integer(const Field& field, std::string_view text) {
    const auto unreadable = rejected("baca.angka.tidak_terbaca", {example_of(field, "2")});
    if (says_none(words(text)) && within(field, 0)) return whole(field, 0);
    const auto items = items_of(text);
    std::vector<std::string> literals;
    for (const auto& item : items)
        if (item.kind == Item::Kind::Number) literals.push_back(item.text);
    const auto all = tokens(text);
    if (all.size() > words_most || std::ranges::any_of(all, [](const Token& t) { return !t.number && turns_the_number(t.text); }))
        return unreadable;
    if (literals.size() == 1) {
        const auto literal = read_literal(literals[0], true);
        if (!literal) return unreadable;
        const bool contradicted = std::ranges::any_of(all, [&](const Token& t) { return t.spelled && value_of(t) != literal->value; });
        if (contradicted) return unreadable;
        if (literal->value != std::floor(literal->value)) return rejected("baca.angka.bulat");
        return whole(field, is_negative(items) ? -literal->value : literal->value);
    }
    const auto number = std::ranges::find_if(all, &Token::number);
    const auto count = std::ranges::count_if(all, &Token::number);
    if (count > 1) return rejected("baca.angka.satu_saja");
    if (count == 0 || !value_of(*number)) return unreadable;
    return whole(field, *value_of(*number));
}

Reading read_decimal(const Field& field, std::string_view text) {
    const auto measure = read_measure(text);
    if (!measure) return rejected("baca.angka.tidak_terbaca", {example_of(field, "3,2")});
    const double value = !measure->has_unit && is_grams(field, measure->value) ? measure->value / 1000 : measure->value;
    if (!within(field, value)) return out_of_range(field, value);
    return accepted(show_decimal(value, '.'), show_decimal(value, ','));
}

}  // namespace flows::reading
