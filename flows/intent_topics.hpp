// Which services and cards a sentence is about, after negations, corrections and purposes: "bukan A, tapi B" is about B,
// "A untuk B" about A. Used only by intent.cpp.
#pragma once
#include "flows/intent_sentence.hpp"

#include <string>
#include <vector>

namespace flows {

struct Topic {
    Role role = Role::Other;
    std::string code;
    std::uint64_t words = 0;
    int first = 0;
    int last = 0;  // where its telling word stands
    int clause = 0;
    Strength strength = Strength::Plain;

    bool faint() const { return strength <= Strength::Everyday; }
};

struct Topics {
    std::vector<Topic> wanted;  // in the order of the sentence
    bool denied = false;        // something was named that is not wanted

    const Topic* service() const;  // the first one, nullptr: none
    const Topic* outside() const;  // the first card or other matter
};

Topics find_topics(const IntentIndex&, const Sentence&, const std::vector<Match>&);

}  // namespace flows
