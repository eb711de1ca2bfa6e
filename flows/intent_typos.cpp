#include "flows/intent_typos.hpp"

#include "flows/text.hpp"

#include <algorithm>

namespace flows {

namespace {

constexpr std::size_t shortest = 4;       // three letters have too many neighbours
constexpr std::size_t shortest_word = 5;  // so do four, unless it is an abbreviation: sktm
constexpr std::size_t longest = 24;       // longer than any word of ours
constexpr std::size_t substitutable = 7;  // from here on a wrong letter is forgiven, not only a missing, doubled or swapped one
constexpr std::size_t two_mistakes = 9;

bool is_vowel(char c) { return std::string_view{"aeiou"}.find(c) != std::string_view::npos; }

bool fits(std::string_view word) { return word.size() >= shortest && word.size() <= longest; }

std::string without(std::string_view word, std::size_t letter) {
    std::string rest{word.substr(0, letter)};
    return rest += word.substr(letter + 1);
}

// As in hasty messages: the first letter stays, vowels go.
std::string without_vowels(std::string_view word) {
    std::string rest{word.substr(0, 1)};
    for (const char c : word.substr(1)) {
        if (!is_vowel(c)) rest += c;
    }
    return rest;
}

bool swapped(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
}

bool leaves_out_vowels(std::string_view typed, std::string_view word) {
    if (typed.size() >= word.size() || without_vowels(typed) != without_vowels(word)) return false;
    std::size_t at = 0;
    for (const char c : word) at += at < typed.size() && typed[at] == c ? 1 : 0;
    return at == typed.size();
}

// 1 or 2 mistakes; 9: too far.
int mistakes(std::string_view typed, std::string_view word) {
    if (typed.front() != word.front()) return 9;
    if (swapped(typed, word) || leaves_out_vowels(typed, word)) return 1;
    const bool may_differ = typed.size() != word.size() || word.size() >= substitutable;
    const int most = std::min(typed.size(), word.size()) >= two_mistakes ? 2 : 1;
    const int apart = may_differ ? distance(typed, word, most) : 9;
    return apart <= most ? apart : 9;
}

}  // namespace

void TypoTable::add(std::string_view word) {
    const bool abbreviation = std::ranges::none_of(word, is_vowel);
    if (!fits(word) || (word.size() < shortest_word && !abbreviation)) return;
    const auto index = static_cast<std::uint32_t>(words_.size());
    words_.emplace_back(word);
    by_key_[std::string{word}].push_back(index);
    by_key_[without_vowels(word)].push_back(index);
    for (std::size_t i = 1; i < word.size(); ++i) by_key_[without(word, i)].push_back(index);
}

void TypoTable::offer(std::string_view key, std::string_view typed, int& best, std::vector<std::string_view>& found) const {
    const auto entry = by_key_.find(key);
    if (entry == by_key_.end()) return;
    for (const auto index : entry->second) {
        const std::string_view word = words_[index];
        const int apart = mistakes(typed, word);
        if (apart > best || apart == 9) continue;
        if (apart < best) found.clear();
        best = apart;
        if (std::ranges::find(found, word) == found.end()) found.push_back(word);
    }
}

std::vector<std::string_view> TypoTable::nearest(std::string_view typed) const {
    std::vector<std::string_view> found;
    if (!fits(typed)) return found;
    int best = 9;
    offer(typed, typed, best, found);
    offer(without_vowels(typed), typed, best, found);
    for (std::size_t i = 1; i < typed.size(); ++i) offer(without(typed, i), typed, best, found);
    return found;
}

}  // namespace flows
