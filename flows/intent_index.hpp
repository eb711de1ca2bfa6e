// The office's vocabulary prepared for quick reading: every word a number, every phrase a row of numbers. Built once by
// index_vocabulary(), immutable afterwards; seen only by the intent files.
#pragma once
#include "flows/catalog.hpp"
#include "flows/intent_typos.hpp"
#include "flows/string_lookup.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

using WordId = std::uint16_t;  // 0: a word that means nothing here

// What a phrase contributes to a sentence.
enum class Role : std::uint8_t {
    Service,
    Card,
    Other,  // topics
    Salam,
    Greet,
    Menu,
    Status,
    Hours,
    Contact,
    Requirements,
    Human,
    Cancel,
    Back,
    Thanks,
    Complaint,
    Nuisance,
    Urgent,  // acts
    Deny,
    Withdraw,
    Instead,
    Purpose,
    Joiner,
    Doubt,
    Hearsay,
    Ignore,  // what turns the meaning of others
};

bool is_topic(Role);

// How plainly a phrase names its topic, weakest first.
enum class Strength : std::uint8_t {
    Hint,      // means something only beside a word like "surat"
    Everyday,  // one common word: nikah, ktp
    Event,     // "bapak meninggal"
    Wish,      // "mau nikah"
    Plain,     // "surat kematian", "sktm"; also every act
};

struct Phrase {
    struct Element {
        std::vector<WordId> any_of;
        bool after_gap = false;  // other words may stand before it
    };
    Role role = Role::Other;
    std::string code;    // of the service or card
    bool whole = false;  // must be the whole message, light words aside
    Strength strength = Strength::Plain;
    std::vector<Element> elements;
};

class IntentIndex {
public:
    explicit IntentIndex(const Catalog&);

    // Standard words of one folded word: usually one, none for fillers, {0} when it means nothing. Never throws.
    std::vector<WordId> read(std::string_view word) const;
    const std::vector<std::uint16_t>& starting_with(WordId word) const { return starting_[word]; }
    const Phrase& phrase(std::uint16_t index) const { return phrases_[index]; }

    bool is_light(WordId word) const { return (traits_[word] & Light) != 0; }
    bool is_paper(WordId word) const { return (traits_[word] & Paper) != 0; }
    bool is_verb(WordId word) const { return (traits_[word] & Verb) != 0; }
    WordId id(std::string_view standard_word) const;  // 0 when unknown

    const std::vector<std::string>& mistakes() const { return mistakes_; }

private:
    enum Trait : std::uint8_t { Known = 0, Light = 1, Weak = 2, Paper = 4, Verb = 8, Happening = 16, Wanting = 32, Formal = 64 };

    WordId intern(std::string_view word);
    void mark(const Catalog&, std::string_view list, Trait);
    void add_synonyms(const Vocabulary&);
    void add_vocabulary(const Catalog&);
    void add_names(const Catalog&);
    void add_phrase(Phrase, std::string_view text, std::string_view key);
    Strength strength_of(const Phrase&) const;
    bool add_element(Phrase&, std::string_view word, bool after_gap);
    void finish();
    const std::vector<WordId>* exact(std::string_view word) const;
    const std::vector<WordId>* stem(std::string_view word) const;
    std::vector<WordId> guess(std::string_view word) const;

    StringMap<std::vector<WordId>> words_;
    std::vector<std::uint8_t> traits_;    // by word
    std::vector<std::string> spellings_;  // by word: its standard form
    std::vector<Phrase> phrases_;
    std::vector<std::vector<std::uint16_t>> starting_;
    TypoTable typos_;
    WordId mine_ = 0;  // "saya": the ending -ku means it
    std::vector<std::string> mistakes_;
};

}  // namespace flows
