// Free text, where the office's options are quick picks: a number or a name picks one, anything else stays as it was written.
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <optional>

namespace flows::reading {
namespace {

constexpr int number_most = 99;

bool is_named(const FieldOption& option, const std::string& typed) {
    return fold(option.label) == typed || std::ranges::any_of(option.aliases, [&](const auto& alias) { return fold(alias) == typed; });
}

std::optional<Reading> quick_pick(const Field& field, std::string_view text) {
    if (field.options.empty()) return std::nullopt;
    const auto count = static_cast<int>(field.options.size());
    if (const auto number = read_option_number(text, number_most)) {
        if (*number == 0 || *number > count) return rejected("baca.teks.nomor", {{"banyak", std::to_string(count)}});
        const auto& option = field.options[static_cast<std::size_t>(*number) - 1];
        return accepted(option.code, option.label);
    }
    const auto typed = fold(text);
    const auto found = std::ranges::find_if(field.options, [&](const auto& option) { return is_named(option, typed); });
    if (found == field.options.end()) return std::nullopt;
    return accepted(found->code, found->label);
}

// By the office's naming "no_akta" and "nomor_dtsen" are numbers; elsewhere a number alone answers nothing.
bool is_bare_number(const Field& field, std::string_view text) {
    if (field.code.starts_with("no_") || field.code.starts_with("nomor")) return false;
    return !has_letters(text) && words(text).size() == 1;
}

Details lengths(std::size_t count, int most) { return {{"jumlah", std::to_string(count)}, {"paling", std::to_string(most)}}; }

}  // namespace

Reading read_text(const Field& field, std::string_view text) {
    const auto shown = tidy(text);
    const auto count = characters(shown);
    if (shown.empty()) return rejected("baca.teks.kosong");
    if (count > static_cast<std::size_t>(field.length_most)) return rejected("baca.teks.panjang", lengths(count, field.length_most));
    if (fold(shown).empty()) return rejected("baca.teks.tanpa_huruf");
    if (auto picked = quick_pick(field, text)) return *picked;
    if (is_bare_number(field, shown)) return rejected("baca.teks.angka");
    const auto least = static_cast<std::size_t>(std::max(field.least.value_or(1), 1.0));
    const bool one_letter = count == 1 && has_letters(shown);
    if (count < least || one_letter) return rejected("baca.teks.pendek", {{"paling", std::to_string(std::max<std::size_t>(least, 2))}});
    return accepted(shown, shown);
}

}  // namespace flows::reading
