// What must go out. A row is queued in the transaction that caused it. `leased` means an attempt may be under way; after a crash a leased
// row is uncertain, not lost.
//
// Order. A citizen's line holds the unfinished rows (queued, leased, uncertain) that are due or that were attempted before, by id. Only its
// head may be leased, and nothing may while another row of that citizen is leased or uncertain. A row that waits for its time and was never
// attempted (a notice that can still be taken back) stands in no line and holds nobody up; when its time comes it joins by its id. A row
// that waits for its next attempt does hold up what came after it.
#pragma once
#include "flows/address.hpp"
#include "flows/reply.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;
using OutboxId = std::int64_t;

// queued → leased → accepted; side states: uncertain (sent? unknown), parked (given up, a clerk sees it), expired (window shut, no
// template).
struct Outgoing {
    OutboxId id = 0;
    flows::CitizenId citizen = 0;
    flows::Address to;
    flows::Reply reply;
    flows::TimePoint window_until{};  // free text is allowed until then
    int attempts = 0;                 // including this one
    int doubts = 0;                   // attempts before this one of which nobody knows whether they reached the citizen
};

struct Enqueued {
    OutboxId id = 0;
    std::optional<Outgoing> leased;  // set when it may leave at once and `lease_now` was asked
};

// A prompt deletes unsent (queued, never attempted) prompts of the same citizen. `due` in the future: it waits.
Enqueued enqueue(Database&, flows::CitizenId, flows::Reply, flows::TimePoint due, flows::TimePoint now, bool lease_now);
bool prompt_unsent(Database&, flows::CitizenId);  // a queued prompt that has not been leased
bool withdraw(Database&, OutboxId);               // false: it has left already
// Heads of lines that are due: queued ones, and uncertain ones whose time is over (one that was in doubt twice is parked instead).
std::vector<Outgoing> lease_due(Database&, flows::TimePoint now, int most);
// After one of the citizen's rows is finished: the one that may leave now, or when to ask again. Times of rows come from several threads,
// so a row may be due a moment after `now`; whoever finished the row before it is the only one who knows that it waits.
struct Next {
    std::optional<Outgoing> leased;
    std::optional<flows::TimePoint> due;  // of what waits in this line; null: nothing does, or an attempt is under way
};
Next lease_next(Database&, flows::CitizenId, flows::TimePoint now);
std::optional<flows::TimePoint> next_due(Database&);  // when lease_due has work again

// Outcomes of an attempt.
void mark_accepted(Database&, OutboxId, std::string_view message_id, flows::TimePoint);
void mark_retry(Database&, OutboxId, flows::TimePoint due, std::string_view error, bool counts_as_attempt);
// Leased, and yet never tried: as if it had not been leased. A notice that was leased keeps its place in the line.
void give_back(Database&, OutboxId, flows::TimePoint due);
void mark_uncertain(Database&, OutboxId, flows::TimePoint until, std::string_view error);
void mark_parked(Database&, OutboxId, std::string_view error);  // dead letter; the clerk sees it
void mark_expired(Database&, OutboxId);
void release_leases_after_restart(Database&, flows::TimePoint uncertain_until);  // every leased row → uncertain

enum class Delivery { Sent = 1, Delivered = 2, Read = 3, Failed = 9 };
// Merges a delivery status by rank, never backwards; finds the row by our own id or by WhatsApp's. Resolves an uncertain row. The cheapest
// path of all. A failure wins over `sent` but not over `delivered`, and shows among the undelivered; but a notice that failed because the
// window was shut is queued once more, to leave as a template. An unknown id is ignored. An id of
// ours with another message id than the one we know is somebody else's. Returns the citizen whose line may go on, when it resolved an
// uncertain row, or one that waited for another attempt.
std::optional<flows::CitizenId> merge_delivery(Database&, std::optional<OutboxId>, std::string_view message_id, Delivery, int error_code,
                                               flows::TimePoint);

struct OutboxCounts {
    std::int64_t queued = 0, leased = 0, uncertain = 0, parked = 0, expired = 0;
};
OutboxCounts outbox_counts(Database&);

// Is more to be expected by itself until then? True while an attempt is under way or in doubt, while a queued row or an expected attachment
// is due by `until`. For the demo, which must know when everything is said: pass a few seconds from now.
bool anything_pending(Database&, flows::TimePoint until);

// Undelivered rows of a citizen, for the clerk: parked and expired.
struct Undelivered {
    OutboxId id = 0;
    std::string text;
    std::string error;
    flows::TimePoint at{};
};
std::vector<Undelivered> undelivered(Database&, flows::CitizenId);

}  // namespace storage
