#include "flows/reading/measures.hpp"

#include "flows/reading/amounts.hpp"
#include "flows/reading/tokens.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace flows::reading {
namespace {

// One number as written, and the word behind it.
struct Part {
    double value = 0;
    std::string literal, unit;
};

std::optional<double> factor(std::string_view unit) {
    if (one_of(unit, {"g", "gr", "gram", "grm", "grams"})) return 0.001;
    if (one_of(unit, {"ons", "on", "mm", "milimeter"})) return 0.1;
    if (one_of(unit, {"m", "meter", "mtr"})) return 100.0;
    if (one_of(unit, {"kg", "kgs", "kilo", "kilonya", "kilogram", "cm", "senti", "sentimeter", "centi", "centimeter", ""})) return 1.0;
    return std::nullopt;
}

bool says_nothing(std::string_view word) {
    return is_filler(word) || one_of(word, {"berat", "beratnya", "bb", "panjang", "panjangnya", "pb", "sekitar", "kira"});
}

// "3.200 gram" are thousands, "3.200 kg" are not.
double in_base_unit(const Part& part) {
    const auto thousands = read_literal(part.literal, true);
    const bool small_unit = *factor(part.unit) < 1;
    return (small_unit && thousands && thousands->grouped ? thousands->value : part.value) * *factor(part.unit);
}

std::optional<Literal> read_number(std::string_view digits) {
    const auto literal = read_literal(digits, false);
    return literal ? literal : read_literal(digits, true);
}

// Numbers in digits; nothing when anything else than units stands beside them.
std::optional<std::vector<Part>> written(const std::vector<Item>& items) {
    std::vector<Part> parts;
    for (const auto& item : items) {
        const bool word = item.kind == Item::Kind::Word;
        if (item.kind == Item::Kind::Number) {
            const auto literal = read_number(item.text);
            if (!literal) return std::nullopt;
            parts.push_back({literal->value, item.text, {}});
        } else if (word && item.text == "setengah" && !parts.empty()) {
            parts.back().value += 0.5;
        } else if (word && !parts.empty() && parts.back().unit.empty() && factor(item.text)) {
            parts.back().unit = item.text;
        } else if (word ? !says_nothing(item.text) : item.text != "~") {
            return std::nullopt;
        }
    }
    return parts;
}

// "tiga koma dua kg", "tiga setengah"
std::optional<Part> spelled(std::string_view text) {
    Part result;
    std::vector<std::string> numbers;
    bool comma = false;
    bool half = false;
    for (const auto& token : tokens(text)) {
        if (token.number)
            numbers.push_back(token.text);
        else if (token.text == "koma")
            comma = true;
        else if (token.text == "setengah")
            half = true;
        else if (factor(token.text))
            result.unit = token.text;
        else if (!says_nothing(token.text))
            return std::nullopt;
    }
    if (numbers.size() != (comma ? 2U : 1U)) return std::nullopt;
    const auto value = read_literal(comma ? numbers[0] + "," + numbers[1] : numbers[0], false);
    if (!value) return std::nullopt;
    result.value = value->value + (half ? 0.5 : 0);
    return result;
}

}  // namespace

std::optional<Measure> read_measure(std::string_view text) {
    const auto items = items_of(text);
    if (std::ranges::none_of(items, [](const Item& item) { return item.kind == Item::Kind::Number; })) {
        const auto part = spelled(text);
        return part ? std::optional{Measure{in_base_unit(*part), !part->unit.empty()}} : std::nullopt;
    }
    const auto parts = written(items);
    if (!parts || parts->empty() || parts->size() > 2) return std::nullopt;
    const auto& first = parts->front();
    if (parts->size() == 1) return Measure{in_base_unit(first), !first.unit.empty()};
    const auto& second = parts->back();
    const bool descending = !first.unit.empty() && !second.unit.empty() && *factor(first.unit) > *factor(second.unit);
    if (!descending) return std::nullopt;
    return Measure{in_base_unit(first) + in_base_unit(second), true};
}

}  // namespace flows::reading
