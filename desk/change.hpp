// What every change of a request shares: who may act on it, the citizen's notice in the same transaction, and what the clerk is told.
#pragma once
#include "desk/verb.hpp"
#include "flows/reply.hpp"
#include "storage/requests.hpp"

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace desk {

// The request is the caller's, or free and taken now (a received one becomes "diperiksa" without a notice). A colleague's: refused.
std::optional<Refusal> held_by_colleague(const Desk&, const storage::Request&);
void take_silently(Desk&, storage::Request&);
flows::TimePoint lease_end(const Desk&);

struct Told {
    storage::OutboxId id = 0;  // 0: nobody to tell
    std::string text;          // what the citizen will read
};
// Queued to leave at once, or at `due` when that lies in the future.
Told tell(Desk&, flows::CitizenId, const flows::Reply&, flows::TimePoint due);
// The news of the request as it is in `request`; a walk-in without WhatsApp is not told.
Told tell_status(Desk&, const storage::Request&, std::string_view refusal_sentence, flows::TimePoint due);

Refusal wrong_state(const Desk&, const storage::Request&, std::string_view wish, std::string_view advice);
// The data of a change: the request as it is now, what the citizen will read, a warning when nothing had to be done.
std::string changed(Desk&, const storage::Request&, std::string_view action, const Told&, boost::json::object extra);
std::string unchanged(Desk&, const storage::Request&, std::string_view action, std::string_view warning);

}  // namespace desk
