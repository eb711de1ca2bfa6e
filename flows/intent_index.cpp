#include "flows/intent_index.hpp"

#include "flows/intent.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

namespace flows {

namespace {

struct NamedRole {
    std::string_view key;
    Role role;
};
constexpr std::array named_roles{
    NamedRole{"other", Role::Other},
    NamedRole{"salam", Role::Salam},
    NamedRole{"greet", Role::Greet},
    NamedRole{"menu", Role::Menu},
    NamedRole{"status", Role::Status},
    NamedRole{"info_hours", Role::Hours},
    NamedRole{"info_contact", Role::Contact},
    NamedRole{"human", Role::Human},
    NamedRole{"info_requirements", Role::Requirements},
    NamedRole{"cancel", Role::Cancel},
    NamedRole{"back", Role::Back},
    NamedRole{"thanks", Role::Thanks},
    NamedRole{"complaint", Role::Complaint},
    NamedRole{"urgent", Role::Urgent},
    NamedRole{"deny", Role::Deny},
    NamedRole{"withdraw", Role::Withdraw},
    NamedRole{"instead", Role::Instead},
    NamedRole{"purpose", Role::Purpose},
    NamedRole{"joiner", Role::Joiner},
    NamedRole{"doubt", Role::Doubt},
    NamedRole{"hearsay", Role::Hearsay},
    NamedRole{"ignore", Role::Ignore},
    NamedRole{"nuisance", Role::Nuisance},
};
constexpr std::array word_lists{"light", "known", "weak", "paper", "verb", "event", "wish", "formal"};
constexpr std::string_view card_prefix = "card:";
constexpr std::size_t shortest_mistyped_synonym = 7;  // many synonyms are slips themselves, with too many neighbours

std::vector<std::string> split(std::string_view text, char mark) {
    std::vector<std::string> parts;
    std::istringstream in{std::string{text}};
    for (std::string part; std::getline(in, part, mark);) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

// What the phrases under a key of words.toml mean; nullopt: no such key. A card or service that this office does not have is
// still known to be something else than what it does.
std::optional<Phrase> meaning_of(const Catalog& catalog, std::string_view key) {
    Phrase phrase;
    if (key.ends_with('?')) {
        phrase.strength = Strength::Hint;
        key.remove_suffix(1);
    }
    if (key.starts_with(card_prefix)) {
        phrase.code = key.substr(card_prefix.size());
        phrase.role = catalog.card(phrase.code) ? Role::Card : Role::Other;
        return phrase;
    }
    for (const auto& named : named_roles) {
        if (named.key != key) continue;
        phrase.role = named.role;
        return phrase;
    }
    const bool service_like = !key.empty() && key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
    if (!service_like) return std::nullopt;
    phrase.code = key;
    phrase.role = catalog.service(key) ? Role::Service : Role::Other;
    return phrase;
}

// "Tidak Mampu (SKTM)" without what stands in brackets.
std::string_view before_bracket(std::string_view name) { return name.substr(0, name.find('(')); }

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, " ")); }

}  // namespace

bool is_topic(Role role) { return role == Role::Service || role == Role::Card || role == Role::Other; }

std::vector<std::string> index_vocabulary(Catalog& catalog) {
    const auto index = std::make_shared<const IntentIndex>(catalog);
    catalog.intents = index;
    return index->mistakes();
}

IntentIndex::IntentIndex(const Catalog& catalog) {
    traits_.push_back(0);
    spellings_.emplace_back();
    mine_ = intern("saya");
    add_synonyms(catalog.vocabulary);
    mark(catalog, "light", Light);
    mark(catalog, "weak", Weak);
    mark(catalog, "paper", Paper);
    mark(catalog, "verb", Verb);
    mark(catalog, "known", Known);
    mark(catalog, "event", Happening);
    mark(catalog, "wish", Wanting);
    mark(catalog, "formal", Formal);
    add_vocabulary(catalog);
    add_names(catalog);
    finish();
}

WordId IntentIndex::intern(std::string_view word) {
    if (const auto found = words_.find(word); found != words_.end() && found->second.size() == 1) return found->second.front();
    const auto id = static_cast<WordId>(traits_.size());
    traits_.push_back(0);
    spellings_.emplace_back(word);
    words_.insert_or_assign(std::string{word}, std::vector<WordId>{id});
    return id;
}

WordId IntentIndex::id(std::string_view standard_word) const {
    const auto* ids = exact(standard_word);
    return ids && ids->size() == 1 ? ids->front() : WordId{0};
}

void IntentIndex::add_synonyms(const Vocabulary& vocabulary) {
    for (const auto& [word, standard] : vocabulary.synonyms) {
        for (const auto& part : words(standard)) intern(part);
    }
    for (const auto& [word, standard] : vocabulary.synonyms) {
        std::vector<WordId> ids;
        for (const auto& part : words(standard)) ids.push_back(id(part));
        words_.insert_or_assign(fold(word), std::move(ids));
    }
}

void IntentIndex::mark(const Catalog& catalog, std::string_view list, Trait trait) {
    const auto found = catalog.vocabulary.phrases.find(list);
    if (found == catalog.vocabulary.phrases.end()) return;
    for (const auto& word : found->second) {
        if (const auto* ids = exact(word); ids && ids->empty()) continue;
        auto& traits = traits_[intern(word)];
        traits = static_cast<std::uint8_t>(traits | trait);
    }
}

void IntentIndex::add_vocabulary(const Catalog& catalog) {
    for (const auto& [key, texts] : catalog.vocabulary.phrases) {
        if (std::ranges::find(word_lists, key) != word_lists.end()) continue;
        const auto meaning = meaning_of(catalog, key);
        if (!meaning) {
            mistakes_.push_back(fmt::format("phrases.{}: kode tidak dikenal", key));
            continue;
        }
        for (const auto& text : texts) add_phrase(*meaning, text, key);
    }
}

void IntentIndex::add_names(const Catalog& catalog) {
    for (const auto& service : catalog.services) {
        const Phrase meaning{.role = Role::Service, .code = service.code, .elements = {}};
        for (const auto name : {std::string_view{service.code}, before_bracket(service.name), before_bracket(service.label)}) {
            if (!name.empty()) add_phrase(meaning, joined(words(name)), service.code);
        }
        for (const auto& alias : service.aliases) add_phrase(meaning, joined(words(alias)), service.code);
    }
    for (const auto& card : catalog.cards) {
        const Phrase meaning{.role = Role::Card, .code = card.code, .elements = {}};
        for (const auto& alias : card.aliases) add_phrase(meaning, joined(words(alias)), card.code);
    }
}

// False: an alternative of several words, which the notation does not have.
bool IntentIndex::add_element(Phrase& phrase, std::string_view word, bool after_gap) {
    const auto alternatives = split(word, '|');
    Phrase::Element element{.any_of = {}, .after_gap = after_gap};
    for (const auto& alternative : alternatives) {
        if (!exact(alternative)) intern(alternative);
        const auto ids = *exact(alternative);
        if (alternatives.size() == 1) {
            for (const auto id : ids) phrase.elements.push_back({.any_of = {id}, .after_gap = std::exchange(after_gap, false)});
            return true;
        }
        if (ids.size() > 1) return false;
        element.any_of.insert(element.any_of.end(), ids.begin(), ids.end());
    }
    if (!element.any_of.empty()) phrase.elements.push_back(std::move(element));
    return true;
}

Strength IntentIndex::strength_of(const Phrase& phrase) const {
    if (phrase.strength == Strength::Hint || !is_topic(phrase.role)) return phrase.strength;
    unsigned traits = 0;
    for (const auto& element : phrase.elements) {
        for (const auto word : element.any_of) traits |= traits_[word];
    }
    const bool single = phrase.elements.size() == 1 && phrase.elements.front().any_of.size() == 1;
    if (single && (traits & Weak) != 0) return Strength::Everyday;
    if ((traits & Happening) == 0 || (traits & (Paper | Verb | Formal)) != 0) return Strength::Plain;
    return (traits & Wanting) != 0 ? Strength::Wish : Strength::Event;
}

void IntentIndex::add_phrase(Phrase phrase, std::string_view text, std::string_view key) {
    const auto complain = [&](std::string_view what) { mistakes_.push_back(fmt::format("phrases.{}: \"{}\": {}", key, text, what)); };
    std::string_view rest = text;
    if (rest.starts_with('=')) {
        phrase.whole = true;
        rest.remove_prefix(1);
    }
    bool gap = false;
    for (const auto& word : split(rest, ' ')) {
        if (word == "*") {
            gap = true;
        } else if (!add_element(phrase, word, gap)) {
            return complain("di antara tanda | hanya boleh satu kata baku");
        } else {
            gap = false;
        }
    }
    if (phrase.elements.empty()) return complain("tidak berisi kata");
    if (phrases_.size() >= std::numeric_limits<std::uint16_t>::max()) return complain("terlalu banyak ungkapan");
    phrase.strength = strength_of(phrase);
    phrases_.push_back(std::move(phrase));
}

void IntentIndex::finish() {
    starting_.resize(traits_.size());
    for (std::size_t i = 0; i < phrases_.size(); ++i) {
        for (const auto word : phrases_[i].elements.front().any_of) starting_[word].push_back(static_cast<std::uint16_t>(i));
    }
    for (const auto& [word, ids] : words_) {
        const bool standard = ids.size() == 1 && spellings_[ids.front()] == word;
        if (standard || word.size() >= shortest_mistyped_synonym) typos_.add(word);
    }
}

}  // namespace flows
