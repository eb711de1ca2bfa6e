// Finds the word that a mistyped one was meant to be: skkck → skck, kelahirn → kelahiran, dmisili → domisili.
#pragma once
#include "flows/string_lookup.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

class TypoTable {
public:
    void add(std::string_view word);
    // Words that could be meant, all equally near. Empty: none.
    std::vector<std::string_view> nearest(std::string_view typed) const;

private:
    void offer(std::string_view key, std::string_view typed, int& best, std::vector<std::string_view>& found) const;

    std::vector<std::string> words_;
    StringMap<std::vector<std::uint32_t>> by_key_;  // a word with one letter left out, or without its inner vowels → indices
};

}  // namespace flows
