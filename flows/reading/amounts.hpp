// Numbers as amounts: with thousands, decimals, units and words. "1.500.000", "3,2 kg", "dua juta lima ratus ribu".
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flows::reading {

struct Item {
    enum class Kind { Number, Word, Sign };
    Kind kind = Kind::Word;
    std::string text;  // a number with its dots and commas, a lower-case word, or one sign: - / < > + ~ %
};

// Digits of every script are plain, ½ reads as "setengah", dashes as '-'.
std::vector<Item> items_of(std::string_view text);

struct Literal {
    double value = 0;
    bool grouped = false;  // written with separators of thousands
};
// "1.500.000,00" or "1,500,000" or "3,2" or "3.2". A single group of three ("3.200") counts as thousands if `three_group`.
std::optional<Literal> read_literal(std::string_view digits, bool three_group);

std::string show_decimal(double value, char point);  // at most three decimals, no zeros at the end
std::string show_grouped(long long value);           // 1.500.000

}  // namespace flows::reading
