#include "flows/intent_sentence.hpp"

#include "flows/text.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <tuple>

namespace flows {

namespace {

constexpr std::size_t words_most = 64;
constexpr std::size_t gap_most = 4;

bool is_digits(std::string_view word, std::size_t count) {
    return word.size() == count && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_month(std::string_view yymm) { return yymm.substr(2) >= "01" && yymm.substr(2) <= "12"; }

// 2303 0007, but no four groups of four: that is a NIK.
bool has_ticket(const std::vector<std::string>& words) {
    int groups = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        groups = is_digits(words[i], 4) ? groups + 1 : 0;
        const bool ends = i + 1 == words.size() || !is_digits(words[i + 1], 4);
        if (groups == 2 && ends && is_month(words[i - 1])) return true;
    }
    return false;
}

// Letters spelled one by one: "s k t m" → "sktm".
std::vector<std::string> join_letters(std::vector<std::string> words) {
    std::vector<std::string> joined;
    for (std::size_t i = 0; i < words.size();) {
        std::size_t end = i;
        while (end < words.size() && words[end].size() == 1 && words[end] >= "a" && words[end] <= "z") ++end;
        if (end - i < 3) {
            joined.push_back(std::move(words[i++]));
            continue;
        }
        std::string word;
        for (; i < end; ++i) word += words[i];
        joined.push_back(std::move(word));
    }
    return joined;
}

void add_clause(const IntentIndex& index, std::string_view text, int number, Sentence& sentence) {
    const auto typed = join_letters(words(text));
    sentence.ticket = sentence.ticket || has_ticket(typed);
    for (const auto& word : typed) {
        if (sentence.words.size() >= words_most) return;
        for (const auto id : index.read(word)) {
            if (sentence.words.size() < words_most) sentence.words.push_back({id, number});
        }
    }
}

// Where a clause ends: after , ; ! ? ( ) and line ends, and after a full stop before a blank.
std::size_t clause_end(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::string_view{",;!?()\n"}.find(text[i]) != std::string_view::npos) return i + 1;
        if (text[i] == '.' && i + 1 < text.size() && text[i + 1] == ' ') return i + 1;
    }
    return text.size();
}

bool only_light_besides(const IntentIndex& index, const Sentence& sentence, std::uint64_t words) {
    for (std::size_t i = 0; i < sentence.words.size(); ++i) {
        if ((words >> i & 1U) == 0 && !index.is_light(sentence.words[i].id)) return false;
    }
    return true;
}

std::optional<std::size_t> find_element(const Sentence& sentence, const Phrase::Element& element, std::size_t from) {
    const auto end = std::min(sentence.words.size(), from + (element.after_gap ? gap_most : 0) + 1);
    for (std::size_t i = from; i < end; ++i) {
        if (std::ranges::find(element.any_of, sentence.words[i].id) != element.any_of.end()) return i;
    }
    return std::nullopt;
}

std::optional<Match> match_at(const Sentence& sentence, const Phrase& phrase, std::size_t start) {
    Match match{.phrase = &phrase, .words = std::uint64_t{1} << start, .first = static_cast<int>(start), .last = static_cast<int>(start)};
    for (std::size_t i = 1; i < phrase.elements.size(); ++i) {
        const auto at = find_element(sentence, phrase.elements[i], static_cast<std::size_t>(match.last) + 1);
        if (!at) return std::nullopt;
        match.words |= std::uint64_t{1} << *at;
        match.last = static_cast<int>(*at);
    }
    return match;
}

// Words of the sentence that are more than "surat" or "keterangan".
std::uint64_t telling_words(const IntentIndex& index, const Sentence& sentence) {
    std::uint64_t telling = 0;
    for (std::size_t i = 0; i < sentence.words.size(); ++i) telling |= std::uint64_t{index.is_paper(sentence.words[i].id) ? 0U : 1U} << i;
    return telling;
}

// A phrase inside a longer one is part of it; of two topics that share a telling word the longer one is meant.
bool outweighs(const Match& strong, const Match& other, std::uint64_t telling) {
    const auto common = strong.words & other.words;
    const int longer = std::popcount(strong.words) - std::popcount(other.words);
    if (is_topic(other.phrase->role) && (common & telling) != 0) {
        if (strong.phrase->role == Role::Ignore) return longer >= 0;
        if (is_topic(strong.phrase->role) && longer > 0) return true;
    }
    return common == other.words && longer > 0;
}

}  // namespace

Sentence read_sentence(const IntentIndex& index, std::string_view text) {
    Sentence sentence;
    sentence.folded_hands = text.find("\U0001F64F") != std::string_view::npos;
    for (int number = 0; !text.empty() && sentence.words.size() < words_most; ++number) {
        const auto end = clause_end(text);
        add_clause(index, text.substr(0, end), number, sentence);
        text.remove_prefix(end);
    }
    return sentence;
}

std::vector<Match> find_phrases(const IntentIndex& index, const Sentence& sentence) {
    std::vector<Match> all;
    for (std::size_t start = 0; start < sentence.words.size(); ++start) {
        if (sentence.words[start].id == 0) continue;
        for (const auto number : index.starting_with(sentence.words[start].id)) {
            const auto match = match_at(sentence, index.phrase(number), start);
            if (!match) continue;
            if (!match->phrase->whole || only_light_besides(index, sentence, match->words)) all.push_back(*match);
        }
    }
    const auto telling = telling_words(index, sentence);
    std::vector<Match> kept;
    for (const auto& match : all) {
        if (std::ranges::none_of(all, [&](const Match& other) { return outweighs(other, match, telling); })) kept.push_back(match);
    }
    std::ranges::sort(kept, {}, [](const Match& m) { return std::tuple{m.last, m.first, m.phrase}; });
    return kept;
}

}  // namespace flows
