// One word as a citizen types it → standard words.
#include "flows/intent_index.hpp"

#include <array>

namespace flows {

namespace {

constexpr std::array endings{std::string_view{"nya"}, std::string_view{"nye"}, std::string_view{"kah"}, std::string_view{"lah"},
                             std::string_view{"pun"}, std::string_view{"mu"},  std::string_view{"ne"},  std::string_view{"2"}};
constexpr std::size_t shortest_stem = 3;

// "haloooo" → "halo", "makasiih" → "makasih"
std::string without_repeats(std::string_view word) {
    std::string once;
    for (const char c : word) {
        if (once.empty() || once.back() != c) once += c;
    }
    return once;
}

bool is_number(std::string_view word) { return word.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

const std::vector<WordId>* IntentIndex::exact(std::string_view word) const {
    const auto found = words_.find(word);
    return found == words_.end() ? nullptr : &found->second;
}

// The word itself, or with the Malay -e, or behind a joined preposition: "kerje", "dikantor".
const std::vector<WordId>* IntentIndex::stem(std::string_view word) const {
    if (const auto* ids = exact(word)) return ids;
    if (word.size() >= shortest_stem && word.ends_with('e')) {
        if (const auto* ids = exact(std::string{word.substr(0, word.size() - 1)} + 'a')) return ids;
    }
    const bool preposition = word.starts_with("di") || word.starts_with("ke");
    return preposition && word.size() > shortest_stem + 2 ? exact(word.substr(2)) : nullptr;
}

std::vector<WordId> IntentIndex::guess(std::string_view word) const {
    std::vector<WordId> meaning;
    for (const auto candidate : typos_.nearest(word)) {
        const auto& ids = *exact(candidate);
        if (!meaning.empty() && ids != meaning) return {0};
        meaning = ids;
    }
    if (meaning.empty()) return {0};
    return meaning;
}

std::vector<WordId> IntentIndex::read(std::string_view word) const {
    if (const auto* ids = stem(word)) return *ids;
    if (is_number(word)) return {0};
    for (const auto ending : endings) {
        if (!word.ends_with(ending) || word.size() < ending.size() + shortest_stem) continue;
        if (const auto* ids = stem(word.substr(0, word.size() - ending.size()))) return *ids;
    }
    if (word.ends_with("ku") && word.size() >= 2 + shortest_stem) {
        if (const auto* ids = stem(word.substr(0, word.size() - 2))) {
            auto owned = *ids;
            owned.push_back(mine_);
            return owned;
        }
    }
    const auto once = without_repeats(word);
    if (once.size() < word.size()) {
        if (const auto* ids = stem(once)) return *ids;
    }
    return guess(word);
}

}  // namespace flows
