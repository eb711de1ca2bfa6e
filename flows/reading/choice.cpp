#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace flows {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t bytes_most = 500;
constexpr std::size_t typo_letters_least = 5;
constexpr std::size_t long_word_letters = 8;
constexpr std::size_t mentioning_words_most = 6;
constexpr std::ptrdiff_t mentioning_digits_most = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool same_word(std::string_view typed, std::string_view meant, bool typos) {
    if (typed == meant) return true;
    if (typed.size() == meant.size() + 3 && typed.starts_with(meant) && typed.ends_with("nya")) return true;
    if (!typos || typed.size() < typo_letters_least || meant.size() < typo_letters_least) return false;
    const int most = meant.size() >= long_word_letters ? 2 : 1;
    return distance(typed, meant, most) <= most;
}

// Everything that names one option, as words.
std::vector<Words> names_of(const FieldOption& option) {
    std::vector<Words> names{words(option.label), words(option.code)};
    auto code = option.code;
    std::ranges::replace(code, '_', ' ');
    names.push_back(words(code));
    for (const auto& alias : option.aliases) names.push_back(words(alias));
    std::erase_if(names, [](const Words& name) { return name.empty(); });
    return names;
}

bool equal(const Words& typed, const Words& name, bool typos) {
    return std::ranges::equal(typed, name, [&](const auto& a, const auto& b) { return same_word(a, b, typos); });
}

Words without_fillers(const Words& all) {
    Words result;
    std::ranges::copy_if(all, std::back_inserter(result), [](const auto& word) { return !reading::is_filler(word); });
    return result;
}

// The one option for which `fits` holds; nothing when there is none or more than one.
template <class Fits>
std::optional<std::size_t> only_one(std::span<const FieldOption> options, Fits fits) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!fits(options[i])) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

std::optional<std::size_t> by_name(const Words& typed, std::span<const FieldOption> options, bool typos) {
    if (typed.empty()) return std::nullopt;
    return only_one(options, [&](const FieldOption& option) {
        return std::ranges::any_of(names_of(option), [&](const Words& name) { return equal(typed, name, typos); });
    });
}

// "1 Tidak Mampu", "3. usaha": the number of an option and its own name.
std::optional<std::size_t> by_number_and_name(const Words& typed, std::span<const FieldOption> options) {
    if (typed.size() < 2) return std::nullopt;
    const auto number = read_option_number(typed.front(), static_cast<int>(options.size()));
    const auto named = by_name(Words(typed.begin() + 1, typed.end()), options, true);
    if (!number || !named || *number != static_cast<int>(*named) + 1) return std::nullopt;
    return named;
}

// A name of an option that stands within a longer text.
struct Mention {
    std::size_t option, from, to;
};

void add_mentions(std::vector<Mention>& mentions, const Words& typed, const Words& name, std::size_t option, bool typos) {
    for (std::size_t at = 0; at + name.size() <= typed.size(); ++at) {
        const Words part(typed.begin() + static_cast<std::ptrdiff_t>(at), typed.begin() + static_cast<std::ptrdiff_t>(at + name.size()));
        if (equal(part, name, typos)) mentions.push_back({option, at, at + name.size()});
    }
}

bool inside(const Mention& a, const Mention& b) { return a.from >= b.from && a.to <= b.to && a.to - a.from < b.to - b.from; }

// Negated or asked about: "bukan kesehatan", "apa itu kuasa".
bool turns_the_meaning(std::string_view word) {
    return reading::is_negation(word) ||
           reading::one_of(word, {"belum", "blm", "selain", "kecuali", "apa", "apakah", "ape", "maksud", "maksudnya", "bagaimana", "gimana",
                                  "gmn", "kenapa", "mengapa", "artinya", "bedanya", "mana", "berapa", "kapan"});
}

// A long text or one with a NIK tells about something else, whatever it names on its way: "NIK saya 2104… nama Siti".
bool tells_more(const Words& typed) {
    std::ptrdiff_t digits = 0;
    for (const auto& word : typed) digits += std::ranges::count_if(word, is_digit);
    return typed.size() > mentioning_words_most || digits > mentioning_digits_most;
}

std::optional<std::size_t> by_mention(const Words& typed, std::span<const FieldOption> options, bool typos) {
    if (tells_more(typed)) return std::nullopt;
    std::vector<Mention> all;
    for (std::size_t i = 0; i < options.size(); ++i)
        for (const auto& name : names_of(options[i]))
            if (name.size() > 1 || name.front().size() > 1) add_mentions(all, typed, name, i, typos);
    std::vector<Mention> mentions;
    std::ranges::copy_if(all, std::back_inserter(mentions), [&](const Mention& m) {
        return std::ranges::none_of(all, [&](const Mention& other) { return inside(m, other); });
    });
    if (mentions.empty()) return std::nullopt;
    const auto option = mentions.front().option;
    if (std::ranges::any_of(mentions, [&](const Mention& m) { return m.option != option; })) return std::nullopt;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const bool mentioned = std::ranges::any_of(mentions, [&](const Mention& m) { return i >= m.from && i < m.to; });
        if (!mentioned && turns_the_meaning(typed[i])) return std::nullopt;
    }
    return option;
}

// Every word that was typed belongs to one option and to no other.
std::optional<std::size_t> by_words(const Words& typed, std::span<const FieldOption> options, bool typos) {
    if (typed.empty()) return std::nullopt;
    const auto belongs = [&](const std::string& word, const FieldOption& option) {
        return word.size() > 1 && std::ranges::any_of(names_of(option), [&](const Words& name) {
                   return std::ranges::any_of(name, [&](const auto& part) { return same_word(word, part, typos); });
               });
    };
    return only_one(options, [&](const FieldOption& option) {
        return std::ranges::all_of(typed, [&](const auto& word) { return belongs(word, option); });
    });
}

std::optional<std::size_t> by_any_way(const Words& typed, std::span<const FieldOption> options, bool typos) {
    const auto bare = without_fillers(typed);
    if (const auto found = by_name(typed, options, typos)) return found;
    if (const auto found = by_name(bare, options, typos)) return found;
    if (const auto found = by_mention(typed, options, typos)) return found;
    return by_words(bare.empty() ? typed : bare, options, typos);
}

}  // namespace

std::optional<std::size_t> read_option(std::string_view text, std::span<const FieldOption> options) {
    if (text.size() > bytes_most) return std::nullopt;
    const auto typed = words(text);
    if (typed.empty()) return std::nullopt;
    if (const auto found = by_name(typed, options, false)) return found;
    if (const auto number = read_option_number(text, static_cast<int>(options.size()))) {
        if (*number == 0) return std::nullopt;
        return static_cast<std::size_t>(*number) - 1;
    }
    if (const auto found = by_number_and_name(typed, options)) return found;
    if (is_digit(typed.front().front()) && read_option_number(typed.front(), static_cast<int>(options.size()))) return std::nullopt;
    if (const auto found = by_any_way(typed, options, false)) return found;
    return by_any_way(typed, options, true);
}

namespace reading {

Reading read_choice(const Field& field, std::string_view text) {
    if (const auto found = read_option(text, field.options)) return accepted(field.options[*found].code, field.options[*found].label);
    const Details details{{"banyak", std::to_string(field.options.size())}};
    const auto typed = tokens(text);
    const bool only_a_number =
        std::ranges::all_of(typed, [](const Token& t) { return t.number || is_filler(t.text) || is_picker(t.text); });
    const auto numbers = std::ranges::count_if(typed, &Token::number);
    if (numbers > 1 && only_a_number) return rejected("baca.pilihan.satu_saja", details);
    if (numbers == 1 && only_a_number) return rejected("baca.pilihan.di_luar", details);
    return rejected("baca.pilihan.tidak_terbaca", details);
}

}  // namespace reading
}  // namespace flows
