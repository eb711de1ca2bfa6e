#include "bot/ledger.hpp"

#include "bot/alarms.hpp"
#include "bot/record.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bot {

struct Ledger::Work {
    std::vector<Entry> entries;
    int room = 0;
    flows::TimePoint now{};
    bool may_lease = false;
    bool begun = false;  // by the writer; nothing joins any more
    Round round;
};

namespace {

constexpr std::size_t round_most = 1'024;

bool ends_the_line(Decision::Kind kind) {
    return kind == Decision::Kind::Accepted || kind == Decision::Kind::Parked || kind == Decision::Kind::Expired;
}

void mark(storage::Database& db, const Entry& entry, flows::TimePoint now) {
    switch (entry.decision.kind) {
        case Decision::Kind::Accepted:
            return storage::mark_accepted(db, entry.id, entry.message_id, now);
        case Decision::Kind::Retry:
            if (entry.untried) return storage::give_back(db, entry.id, entry.due);
            return storage::mark_retry(db, entry.id, entry.due, entry.error, entry.decision.counts);
        case Decision::Kind::Uncertain:
            return storage::mark_uncertain(db, entry.id, entry.due, entry.error);
        case Decision::Kind::Expired:
            return storage::mark_expired(db, entry.id);
        case Decision::Kind::Parked:
        case Decision::Kind::AsTemplate:
            return storage::mark_parked(db, entry.id, entry.error);
    }
}

void look_at(Round& round, flows::TimePoint due) { round.next_due = std::min(round.next_due.value_or(due), due); }

// The citizen's next message, in the transaction that finished the one before.
void go_on(storage::Database& db, flows::CitizenId citizen, flows::TimePoint now, Round& round) {
    storage::Next next = storage::lease_next(db, citizen, now);
    if (next.leased) round.leased.push_back(std::move(*next.leased));
    if (next.due) look_at(round, *next.due);
}

void lease_due_rows(storage::Database& db, int room, flows::TimePoint now, Round& round) {
    round.fetched = true;
    std::vector<storage::Outgoing> due = storage::lease_due(db, now, room);
    const std::optional<flows::TimePoint> next = storage::next_due(db);
    if (next) look_at(round, *next);
    if (!due.empty() && next && *next <= now) round.more = true;
    std::ranges::move(due, std::back_inserter(round.leased));
}

}  // namespace

Round settle_round(storage::Database& db, const std::vector<Entry>& entries, int room, bool may_lease, flows::TimePoint now) {
    Round round;
    for (const Entry& entry : entries) {
        mark(db, entry, now);
        if (!ends_the_line(entry.decision.kind)) continue;
        if (may_lease)
            go_on(db, entry.citizen, now, round);
        else
            round.more = true;
    }
    if (room > 0) lease_due_rows(db, room, now, round);
    return round;
}

Ledger::Ledger(Steady& steady, storage::Writer& writer, Mailbox& mailbox, Clock clock, const std::atomic<bool>& may_lease, Done done)
    : steady_(steady),
      timer_(steady.timer()),
      writer_(writer),
      mailbox_(mailbox),
      clock_(std::move(clock)),
      may_lease_(may_lease),
      done_(std::move(done)),
      entries_most_(round_most) {}

void Ledger::write(Entry entry) {
    if (joined(entry)) return;
    entries_.push_back(std::move(entry));
    start();
}

bool Ledger::joined(Entry& entry) {
    const std::lock_guard lock(mutex_);
    if (!last_ || last_->begun || !entries_.empty() || last_->entries.size() >= entries_most_) return false;
    last_->entries.push_back(std::move(entry));
    return true;
}

void Ledger::fetch(int room) {
    room_ = room;
    start();
}

void Ledger::give_up() {
    gave_up_ = true;
    entries_.clear();
    timer_->cancel();
}

void Ledger::start() {
    if (waiting_ || gave_up_ || (entries_.empty() && room_ == 0)) return;
    {
        const std::lock_guard lock(mutex_);
        if (last_ && !last_->begun) return;  // its end starts the next one
    }
    auto work = std::make_shared<Work>();
    const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(std::min(entries_.size(), entries_most_));
    work->entries.assign(std::move_iterator(entries_.begin()), std::move_iterator(end));
    entries_.erase(entries_.begin(), end);
    work->room = std::exchange(room_, 0);
    ++rounds_;
    if (work->room > 0) ++fetches_;
    last_ = work;
    storage::Job job;
    job.run = [this, work, &gate = may_lease_](storage::Database& db) {
        {
            const std::lock_guard lock(mutex_);
            work->begun = true;
        }
        work->now = clock_();
        work->may_lease = gate.load(std::memory_order_relaxed);
        work->round = settle_round(db, work->entries, work->room, work->may_lease, work->now);
    };
    job.done = [this, work](storage::Outcome outcome) {
        if (recorder_ && outcome == storage::Outcome::Committed)
            recorder_->add({work->now, work->may_lease, RecordedRound{work->entries, work->room}});
        mailbox_.leave([this, work, outcome] { finish(work, outcome); });
    };
    if (!writer_.submit_ahead(std::move(job))) finish(work, storage::Outcome::Lost);
}

void Ledger::finish(const std::shared_ptr<Work>& work, storage::Outcome outcome) {
    --rounds_;
    if (work->room > 0) --fetches_;
    if (last_ == work) last_.reset();
    if (outcome != storage::Outcome::Committed) return put_back(*work, outcome);
    if (entries_.empty()) entries_most_ = round_most;
    done_(std::move(work->round));
    start();
}

void Ledger::put_back(Work& work, storage::Outcome outcome) {
    room_ = std::max(room_, work.room);
    if (outcome == storage::Outcome::Failed && work.entries.size() == 1) {
        log::alarm(Alarm::OutcomeNotWritten, "outbox={} note=\"it stays leased and is looked at again after a restart\"",
                   work.entries[0].id);
        work.entries.clear();
    }
    if (outcome == storage::Outcome::Failed) entries_most_ = 1;
    if (!gave_up_) entries_.insert(entries_.begin(), std::move_iterator(work.entries.begin()), std::move_iterator(work.entries.end()));
    try_later();
}

void Ledger::try_later() {
    constexpr auto pause = std::chrono::milliseconds(250);
    if (gave_up_) return;
    waiting_ = true;
    timer_->call_at(steady_.now() + pause, [this] {
        waiting_ = false;
        start();
    });
}

}  // namespace bot
