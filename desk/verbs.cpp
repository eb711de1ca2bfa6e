#include "desk/verb.hpp"

#include <array>

namespace desk {

namespace {
constexpr std::array table{
    Verb{"list", Right::Read, list},
    Verb{"show", Right::Read, show},
    Verb{"history", Right::Read, history},
    Verb{"reasons", Right::Read, reasons},
    Verb{"calls", Right::Read, calls},
    Verb{"open", Right::Work, open},
    Verb{"take", Right::Work, take},
    Verb{"release", Right::Work, release},
    Verb{"return", Right::Work, give_back},
    Verb{"approve", Right::Work, approve},
    Verb{"ready", Right::Work, ready},
    Verb{"done", Right::Work, done},
    Verb{"reject", Right::Work, reject},
    Verb{"undo", Right::Work, undo},
    Verb{"note", Right::Work, note},
    Verb{"fill", Right::Work, fill},
    Verb{"reply", Right::Work, reply},
    Verb{"hangup", Right::Work, hangup},
    Verb{"new", Right::Work, counter_start},
    Verb{"say", Right::Work, counter_say},
    Verb{"paper", Right::Work, counter_paper},
    Verb{"leave", Right::Work, counter_leave},
    Verb{"clerk.list", Right::Admin, clerk_list},
    Verb{"clerk.add", Right::Admin, clerk_add},
    Verb{"clerk.remove", Right::Admin, clerk_remove},
    Verb{"backup", Right::Admin, backup},
};
}  // namespace

std::span<const Verb> verbs() { return table; }

const Verb* find_verb(std::string_view name) {
    for (const Verb& verb : table)
        if (verb.name == name) return &verb;
    return nullptr;
}

}  // namespace desk
