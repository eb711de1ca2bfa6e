// A message as a row of standard words, and the phrases found in it. Used only by intent.cpp.
#pragma once
#include "flows/intent_index.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace flows {

struct Sentence {
    struct Word {
        WordId id = 0;
        int clause = 0;  // counts commas, full stops and line ends
    };
    std::vector<Word> words;    // at most 64: a wish is told in the first breath
    bool ticket = false;        // a ticket number stands in it
    bool folded_hands = false;  // 🙏
};

Sentence read_sentence(const IntentIndex&, std::string_view text);

struct Match {
    const Phrase* phrase = nullptr;
    std::uint64_t words = 0;  // bit i: word i belongs to it
    int first = 0;
    int last = 0;
};

// In order of their last word; shorter phrases inside longer ones are left out.
std::vector<Match> find_phrases(const IntentIndex&, const Sentence&);

}  // namespace flows
