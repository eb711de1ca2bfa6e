// The sender's bookkeeping in the database. Outcomes join the round that waits for the writer, until the writer begins it; a citizen's next
// message is leased in the same job that finishes the one before. Rounds go ahead of messages, which then find their line free. Lives on
// the io thread.
#pragma once
#include "bot/clock.hpp"
#include "bot/mailbox.hpp"
#include "bot/retry.hpp"
#include "bot/steady.hpp"
#include "storage/outbox.hpp"
#include "storage/writer.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bot {

struct Entry {
    storage::OutboxId id = 0;
    flows::CitizenId citizen = 0;
    Decision decision;       // never AsTemplate: that is no outcome yet
    std::string message_id;  // Accepted
    std::string error;
    flows::TimePoint due{};  // Retry, Uncertain
    bool untried = false;    // Retry: it never left the window
};

struct Round {
    std::vector<storage::Outgoing> leased;
    bool fetched = false;                      // rows that are due were asked for
    bool more = false;                         // there are more due rows than were asked for, or leasing was refused
    std::optional<flows::TimePoint> next_due;  // the earliest that this round came to know of
};

// What one round does in its transaction.
Round settle_round(storage::Database&, const std::vector<Entry>&, int room, bool may_lease, flows::TimePoint now);

class Recorder;

class Ledger {
public:
    using Done = std::function<void(Round)>;
    Ledger(Steady&, storage::Writer&, Mailbox&, Clock, const std::atomic<bool>& may_lease, Done);

    void write(Entry);
    void fetch(int room);  // lease so many due rows
    bool fetching() const { return room_ > 0 || fetches_ > 0; }
    bool quiet() const { return entries_.empty() && rounds_ == 0; }
    void record_to(Recorder* recorder) { recorder_ = recorder; }
    void give_up();  // no more tries of rounds that did not commit

private:
    struct Work;
    bool joined(Entry&);
    void start();
    void finish(const std::shared_ptr<Work>&, storage::Outcome);
    void put_back(Work&, storage::Outcome);
    void try_later();

    Steady& steady_;
    std::unique_ptr<Timer> timer_;
    storage::Writer& writer_;
    Mailbox& mailbox_;
    Clock clock_;
    const std::atomic<bool>& may_lease_;
    Done done_;
    Recorder* recorder_ = nullptr;
    std::mutex mutex_;            // of `begun` and what a round not yet begun holds
    std::shared_ptr<Work> last_;  // the round submitted last; null: none is under way
    std::vector<Entry> entries_;  // for the next one
    std::size_t entries_most_;    // in one round; 1 while looking for the entry that cannot be written
    int room_ = 0;
    int rounds_ = 0, fetches_ = 0;  // under way
    bool waiting_ = false, gave_up_ = false;
};

}  // namespace bot
