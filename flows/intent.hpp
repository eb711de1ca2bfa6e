// What a free sentence wants, without any network: the service codes and greet, menu, status, info_hours, info_contact,
// info_requirements, human, cancel, back, thanks, complaint, other. Pure. Words and phrases come from the office's words.toml and from
// the aliases in the services' files and cards.
#pragma once
#include "flows/catalog.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flows {

struct Intent {
    std::string code;                   // "other" when nothing fits
    std::vector<std::string> services;  // services that were named, in the order of the sentence; two or more: two wishes. Empty when
                                        // the code is about something else: status, human, complaint …
    std::string service;                // for info_requirements: whose (may be empty)
    std::string card;                   // for other: the info card that fits (may be empty)
    bool salam = false;                 // assalamualaikum: answer it
    bool greeting = false;              // any greeting was part of it
    bool urgent = false;                // fire, violence, medical emergency
    bool sure = true;                   // false: only a weak hint; ask before acting
};

// Prepares catalog.intents once, after everything is loaded; without it understand() does the same work for every message.
// Returns what is wrong in the vocabulary, as "phrases.KEY: …"; such entries are left out.
std::vector<std::string> index_vocabulary(Catalog&);

Intent understand(const Catalog&, std::string_view text);

// As `sapa intent` prints it: digits are read at the main menu, too.
std::string intent_code_at_main_menu(const Catalog&, std::string_view text);

}  // namespace flows
