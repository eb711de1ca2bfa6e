// Citizens, their addresses, their sessions, and the ids of messages already handled.
#pragma once
#include "flows/address.hpp"
#include "flows/session.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;

// Dedupe in the transaction that does the work. false: this id was handled before, nothing must happen.
bool remember_message(Database&, std::string_view message_id, flows::CitizenId, flows::TimePoint);
bool already_handled(Database&, std::string_view message_id);  // only looks

// Finds the citizen by user id, then parent id, then phone; makes a new one when none is known; adds aliases that were missing.
// Two different citizens for one sender: the user id's wins and the conflict is recorded; nothing is merged. A known phone with another
// user id than the one we know is a recycled number: its new holder becomes a new citizen and takes the phone along, never the requests.
// A message that was said before the present holder last wrote (`said_at`: it came late) takes no phone away.
flows::CitizenId citizen_for(Database&, const flows::Address&, flows::TimePoint now, flows::TimePoint said_at = flows::TimePoint::max());
// The citizen has a new number or id. The old alias is superseded and the citizen needs re-verification. Idempotent, may come late: when
// the new address has already written, and only said a few words, those join the citizen; when it holds more, a conflict is recorded.
void change_address(Database&, const flows::Address& old_one, const flows::Address& new_one, flows::TimePoint);
std::optional<flows::Address> address_of(Database&, flows::CitizenId);  // where to send: phone if not superseded, else user id

struct AddressConflict {
    flows::CitizenId citizen = 0;  // who was taken for the sender
    flows::CitizenId other = 0;
    std::string kind;  // phone, user_id, parent_user_id
    flows::TimePoint at{};
};
std::vector<AddressConflict> address_conflicts(Database&);  // newest first

struct CitizenFacts {
    std::string profile_name;
    flows::TimePoint last_inbound_at{};  // opens the 24-hour window
    bool needs_verification = false;     // the number changed hands or may have: check who it is before showing old requests
};
void note_inbound(Database&, flows::CitizenId, std::string_view profile_name, flows::TimePoint);
CitizenFacts citizen_facts(Database&, flows::CitizenId);
void mark_verified(Database&, flows::CitizenId);

flows::Session load_session(Database&, flows::CitizenId);  // a fresh one when there is none or it cannot be read
void save_session(Database&, flows::CitizenId, const flows::Session&, flows::TimePoint);
// note_inbound and save_session in one write.
void save_turn(Database&, flows::CitizenId, const flows::Session&, std::string_view profile_name, flows::TimePoint said_at);
// Sessions with a draft last touched before; the longest rested first. For forgetting.
std::vector<flows::CitizenId> sessions_with_drafts_touched_before(Database&, flows::TimePoint, int most);
// Within [from, before): for reminders, so that those who were reminded do not stand in the way of the next.
std::vector<flows::CitizenId> sessions_with_drafts_touched_between(Database&, flows::TimePoint from, flows::TimePoint before, int most);

// Something unreadable came in: kept for an operator, never to its neighbours' cost.
void quarantine(Database&, std::string_view reason, std::string_view raw, flows::TimePoint);
struct Quarantined {
    std::int64_t id = 0;
    flows::TimePoint at{};
    std::string reason;
    std::string raw;
};
std::vector<Quarantined> quarantined(Database&, int most);  // newest first
std::int64_t quarantine_count(Database&);

}  // namespace storage
