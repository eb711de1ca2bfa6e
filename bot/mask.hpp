// Replaces what tells of a person by what only keeps its shape, so that a day's traffic can be kept and played again. Numbers and ids get
// names of their own, the same each time; words keep their length unless the whole message consists of words that the office itself uses.
// Masking what is masked already changes nothing.
#pragma once
#include "flows/address.hpp"
#include "flows/catalog.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace bot {

class Mask {
public:
    explicit Mask(const flows::Catalog&);

    std::string phone(const std::string&);    // 62812000xxxxx
    std::string id(const std::string&);       // of a message or a file: id.1, id.2, …
    std::string user(const std::string&);     // business-scoped user ids: user.1, …
    std::string account(const std::string&);  // of a clerk: petugas.1, …
    flows::Address address(const flows::Address&);
    std::string text(std::string_view) const;

private:
    // Given in the order of appearance: nothing leads back to what they stand for.
    struct Names {
        std::string prefix;
        std::unordered_map<std::string, std::string> given;
        std::unordered_set<std::string> in_use;
        std::size_t next;
        std::string operator()(const std::string&);
    };

    std::unordered_set<std::string> known_;
    Names phones_{"62812000", {}, {}, 10'000};
    Names ids_{"id.", {}, {}, 1};
    Names users_{"user.", {}, {}, 1};
    Names accounts_{"petugas.", {}, {}, 1};
};

}  // namespace bot
