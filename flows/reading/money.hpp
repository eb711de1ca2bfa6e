// Amounts of rupiah, one after another: "1,5 juta", "1jt500", "dua juta lima ratus ribu", "Rp1.500.000,-".
#pragma once
#include "flows/reading/amounts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flows::reading {

struct Amount {
    double number = 0;
    double unit = 0;     // 0: none was said
    bool exact = false;  // grouped by thousands, or after "Rp"

    double value() const { return number * (unit == 0 ? 1 : unit); }
};

// 1'000 for "ribu", "rb", "k" …; 0 for a word that is no unit.
double rupiah_unit(std::string_view word);

// Reads from left to right: an amount where one begins, else the caller looks at the item and skips it.
class MoneyReader {
public:
    explicit MoneyReader(std::vector<Item> items);

    bool done() const { return at_ >= items_.size(); }
    const Item& item() const { return items_[at_]; }
    void skip() { ++at_; }
    std::optional<Amount> amount();

private:
    bool word_is(std::string_view word) const { return at_ < items_.size() && words_[at_] == word; }
    bool take(std::string_view word);
    std::optional<double> number(Amount&);
    double spelled_fraction();
    std::optional<Amount> simple();

    std::vector<Item> items_;
    std::vector<std::string> words_;  // empty where the item is no word
    std::size_t at_ = 0;
};

}  // namespace flows::reading
