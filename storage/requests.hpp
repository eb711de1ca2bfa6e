// Filed requests: tickets, statuses along legal edges only, per-document state, answers, claims, history.
#pragma once
#include "flows/effect.hpp"
#include "flows/request.hpp"
#include "flows/time.hpp"
#include "storage/outbox.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;
using RequestId = std::int64_t;

struct Request {
    RequestId id = 0;
    std::string ticket;
    std::string service;
    flows::Status status = flows::Status::Diterima;
    std::string subject;
    std::string applicant;
    std::optional<flows::CitizenId> citizen;  // none: a walk-in without WhatsApp
    std::string phone;                        // contact number, may be empty
    std::string channel;                      // "whatsapp" or "loket"
    flows::TimePoint submitted_at{};
    std::optional<flows::TimePoint> due_at;  // none while the citizen has to act
    std::string claimed_by;                  // clerk's name; empty: free (an expired lease reads as free)
    std::optional<flows::TimePoint> claimed_until;
    std::string reason;  // code of a refusal
    flows::Answers answers;
    std::vector<flows::Paper> papers;
    std::vector<flows::Wanted> wanted;
};

struct HistoryEntry {
    flows::TimePoint at{};
    std::string actor;   // clerk's name, "warga" or "sapa"
    std::string action;  // submit, take, release, return, resubmit, approve, ready, done, reject, cancel, expire, undo, note, reply, open,
                         // reveal, amend, file_lost
    std::string from, to;  // status keys, empty when unchanged
    std::string note;
};

std::string next_ticket(Database&, flows::TimePoint now, int utc_offset_minutes);  // peek: spent by file_request
RequestId file_request(Database&, std::optional<flows::CitizenId>, const flows::FileRequest&, std::string_view phone,
                       std::string_view channel, std::string_view actor, flows::TimePoint);

// Newest first: the open ones and those closed since. `reason` is the code; the caller has the sentence.
std::vector<flows::OwnRequest> own_requests(Database&, flows::CitizenId, flows::TimePoint closed_after, int most);

struct Filter {
    std::vector<flows::Status> statuses;  // empty: all open
    std::string service;
    std::string claimed_by;
    bool include_closed = false;
    int most = 500;
};
std::vector<Request> list_requests(Database&, const Filter&, flows::TimePoint now);  // oldest submission first, whatever was written since
std::optional<Request> request(Database&, std::string_view ticket, flows::TimePoint now);
// Tickets that a shortened form may mean: the serial ("42"), "2611-42", the whole; case and blanks do not matter; a wrong check digit
// matches nothing.
std::vector<std::string> tickets_like(Database&, std::string_view shortened);
std::vector<HistoryEntry> history(Database&, RequestId);
void note_history(Database&, RequestId, const HistoryEntry&);

// Every change checks flows::may_become and writes history; throws IllegalChange. A request that returns to the citizen or ends is free
// again, and wanted things are forgotten when it leaves PerluPerbaikan.
struct IllegalChange : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Taken : std::runtime_error {  // someone else holds the lease
    using std::runtime_error::runtime_error;
};
struct Change {
    std::string actor;
    std::string action;
    std::string note;
    std::string reason;                      // code
    std::optional<flows::TimePoint> due_at;  // the new deadline; none: the clock stands
    OutboxId notice = 0;                     // the citizen's notice, so that undo can withdraw it
    std::optional<flows::TimePoint> undo_until;
};
void change_status(Database&, RequestId, flows::Status to, const Change&, flows::TimePoint now);
void claim(Database&, RequestId, std::string_view clerk, flows::TimePoint until, flows::TimePoint now);  // throws Taken
void release(Database&, RequestId);
void want(Database&, RequestId, const std::vector<flows::Wanted>&);  // sets the papers' states to PerluPerbaikan
// The first file of a wanted paper replaces the old ones, further ones add; state Diterima. What has come is wanted no longer.
void attach(Database&, RequestId, std::string_view document, flows::AttachmentId);
// A file could not be used after all: it leaves the paper of the citizen's request that holds it, which has not come (Belum) when no file
// remains, and the history tells. false: no request holds it.
bool lose_file(Database&, flows::CitizenId, flows::AttachmentId, flows::TimePoint);
void set_paper(Database&, RequestId, std::string_view document, flows::PaperState);
void amend_answer(Database&, RequestId, std::string_view field, const flows::Answer&);

// Takes the last change back as if it had not happened, while its notice has not left: status, deadline, papers, wanted things, reason and
// claim are as they were before the job (or transaction) that changed the status, whether want() and claim() came before or after it there.
// Returns what was undone; nullopt: too late or nothing.
struct Undone {
    flows::Status restored;
    std::string action;
};
std::optional<Undone> undo(Database&, RequestId, std::string_view actor, flows::TimePoint now);

std::vector<Request> returned_before(Database&, flows::TimePoint);  // waiting for the citizen since before: to expire

}  // namespace storage
