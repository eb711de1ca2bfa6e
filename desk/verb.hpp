// A verb: one function that answers one request inside one transaction on the writer thread. It either returns its data as JSON text or
// refuses, before it writes anything. What throws is rolled back (storage::Taken and storage::IllegalChange become refusals, too).
#pragma once
#include "desk/caller.hpp"
#include "desk/protocol.hpp"
#include "flows/catalog.hpp"
#include "flows/time.hpp"
#include "storage/outbox.hpp"

#include <boost/json/fwd.hpp>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace storage {
class Database;
}

namespace desk {

struct Counter;  // a walk-in's conversation, kept by the connection (counter.hpp)

struct Desk {
    storage::Database& db;
    const flows::Catalog& catalog;
    Caller caller;
    flows::TimePoint now;
    Counter& counter;

    std::vector<storage::Outgoing> leased = {};  // rows that may leave at once
    bool queued_later = false;                   // rows were queued that wait for their time
    std::function<Result()> afterwards = {};     // gives the answer, on a thread of its own, after the commit
};

using Args = boost::json::object;
using VerbFunction = Result (*)(Desk&, const Args&);

struct Verb {
    std::string_view name;
    Right right;
    VerbFunction run;
};
std::span<const Verb> verbs();
const Verb* find_verb(std::string_view name);

// reading
Result list(Desk&, const Args&);
Result show(Desk&, const Args&);
Result history(Desk&, const Args&);
Result reasons(Desk&, const Args&);
Result open(Desk&, const Args&);
// a request's way
Result take(Desk&, const Args&);
Result release(Desk&, const Args&);
Result give_back(Desk&, const Args&);  // "return"
Result approve(Desk&, const Args&);
Result ready(Desk&, const Args&);
Result done(Desk&, const Args&);
Result reject(Desk&, const Args&);
Result undo(Desk&, const Args&);
Result note(Desk&, const Args&);
Result fill(Desk&, const Args&);
// talking with citizens
Result calls(Desk&, const Args&);
Result reply(Desk&, const Args&);
Result hangup(Desk&, const Args&);
// walk-ins
Result counter_start(Desk&, const Args&);  // "new"
Result counter_say(Desk&, const Args&);
Result counter_paper(Desk&, const Args&);
Result counter_leave(Desk&, const Args&);
// the office's own people and data
Result clerk_list(Desk&, const Args&);
Result clerk_add(Desk&, const Args&);
Result clerk_remove(Desk&, const Args&);
Result backup(Desk&, const Args&);

}  // namespace desk
