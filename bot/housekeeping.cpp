#include "bot/housekeeping.hpp"

#include "bot/alarms.hpp"
#include "flows/office_time.hpp"
#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/clock_mark.hpp"
#include "storage/conversations.hpp"
#include "storage/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace bot {
namespace {

using namespace std::chrono_literals;

constexpr auto every = 1h;
constexpr auto conversations_kept = 90 * 24h;  // as office.toml promises: files of finished requests, and what was said
constexpr auto quarantine_kept = 30 * 24h;
constexpr auto messages_kept = 35 * 24h;  // WhatsApp delivers again for up to seven days; a month more for questions
// WhatsApp lets us speak freely for 24 hours after the citizen's last message: a reminder must leave while that lasts.
constexpr auto window = 24h;
constexpr auto reminder_after = 22h;
constexpr auto reminder_until = 36h;
constexpr int looked_at_most = 1'000;
constexpr int rows_of_a_piece = 200;  // below a millisecond, so that nobody waits for what is forgotten
constexpr auto between_pieces = 20ms;
constexpr int day_starts = 8 * 60, day_ends = 20 * 60;  // nobody wants a reminder at night
constexpr auto clock_jump = 10min;

bool is_daytime(const flows::Office& office, flows::TimePoint now) {
    const int minute = flows::local_time(office, now).minute_of_day;
    return minute >= day_starts && minute < day_ends;
}

std::optional<flows::TimePoint> last_touch(const flows::Session& session) {
    std::optional<flows::TimePoint> last;
    for (const flows::Draft& draft : session.drafts) last = std::max(last.value_or(draft.touched), draft.touched);
    return last;
}

bool in_window(storage::Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    return storage::citizen_facts(db, citizen).last_inbound_at + window > now;
}

// Not touched for most of the window, and not reminded of this pause before.
bool wants_reminder(storage::Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    const std::optional<flows::TimePoint> touched = last_touch(storage::load_session(db, citizen));
    if (!touched || now - *touched < reminder_after) return false;
    return storage::remember_message(db, fmt::format("pengingat:{}:{}", citizen, flows::to_millis(*touched)), citizen, now);
}

}  // namespace

Housekeeping::Housekeeping(Steady& steady, storage::Writer& writer, Mailbox& mailbox, CatalogStore& catalogs, Sender& sender,
                           Counters& counters, Clock clock)
    : steady_(steady),
      timer_(steady.timer()),
      next_piece_(steady.timer()),
      writer_(writer),
      mailbox_(mailbox),
      catalogs_(catalogs),
      sender_(sender),
      counters_(counters),
      clock_(std::move(clock)),
      looked_steady_(steady_.now()),
      looked_wall_(clock_()) {}

void Housekeeping::start() {
    run_once();
    arm();
}

void Housekeeping::stop() {
    stopping_ = true;
    timer_->cancel();
    next_piece_->cancel();
}

void Housekeeping::arm() {
    timer_->call_at(steady_.now() + every, [this] {
        if (stopping_) return;
        run_once();
        arm();
    });
}

// A jump is believed from the next hour on, when the clock has gone evenly since and the database's mark bears it out.
bool Housekeeping::clock_went_evenly() {
    const auto passed = steady_.now() - looked_steady_;
    const auto difference = (clock_() - looked_wall_) - std::chrono::duration_cast<std::chrono::milliseconds>(passed);
    looked_steady_ += passed;
    looked_wall_ = clock_();
    if (std::chrono::abs(difference) < clock_jump) return true;
    log::alarm(Alarm::ClockJumped, "minutes={} note=\"nothing is forgotten or expired for an hour\"",
               std::chrono::duration_cast<std::chrono::minutes>(difference).count());
    return false;
}

void Housekeeping::run_once() {
    if (!clock_went_evenly()) return;
    auto believed = std::make_shared<bool>(false);
    storage::Job job;
    job.run = [believed, now = clock_()](storage::Database& db) { *believed = storage::keep_clock_mark(db, now); };
    job.done = [this, believed](storage::Outcome outcome) {
        if (outcome == storage::Outcome::Committed) mailbox_.post([this, believed] { on_clock(*believed); });
    };
    writer_.submit(std::move(job));
}

void Housekeeping::on_clock(bool believed) {
    if (stopping_) return;
    if (!believed)
        return log::alarm(Alarm::ClockNotBelieved, "note=\"far from the last time this database knows; nothing is forgotten or expired\"");
    const flows::TimePoint now = clock_();
    close_rested_calls(now);
    remind(now);
    forget_drafts(now);
    expire_requests(now);
    if (now >= daily_due_) daily(now);
}

void Housekeeping::daily(flows::TimePoint now) {
    daily_due_ = now + 24h;
    sweep_files();
    if (!round_.over()) return;
    round_ = {};
    forget_piece({.messages = now - messages_kept, .said = now - conversations_kept, .quarantined = now - quarantine_kept});
}

void Housekeeping::forget_piece(const storage::KeptSince& kept) {
    auto reached = std::make_shared<storage::RetentionRound>(round_);
    storage::Job job;
    job.run = [reached, kept, from = round_](storage::Database& db) { *reached = storage::forget_piece(db, kept, from, rows_of_a_piece); };
    job.done = [this, reached, kept](storage::Outcome outcome) {
        mailbox_.post([this, reached, kept, outcome] {
            if (outcome == storage::Outcome::Committed) round_ = std::move(*reached);
            if (!round_.over()) forget_on(kept);
        });
    };
    if (!writer_.submit(std::move(job))) forget_on(kept);
}

void Housekeeping::forget_on(const storage::KeptSince& kept) {
    if (stopping_) return;
    next_piece_->call_at(steady_.now() + between_pieces, [this, kept] {
        if (!stopping_) forget_piece(kept);
    });
}

void Housekeeping::sweep_files() {
    submit(
        [](storage::Database& db, const TurnInput&) {
            storage::sweep_attachments(db);
            return TurnResult{};
        },
        [] {});
}

void Housekeeping::remind(flows::TimePoint now) {
    if (!is_daytime(catalogs_.current()->office, now)) return;
    const auto list = [now](storage::Database& db) {
        auto citizens = storage::sessions_with_drafts_touched_between(db, now - reminder_until, now - reminder_after, looked_at_most);
        std::erase_if(citizens, [&](flows::CitizenId citizen) { return !in_window(db, citizen, now); });
        return citizens;
    };
    for_each<std::vector<flows::CitizenId>>(list, [this, now](flows::CitizenId citizen) {
        auto reminded = std::make_shared<bool>(false);
        submit(
            [citizen, now, reminded](storage::Database& db, const TurnInput& turn) {
                *reminded = wants_reminder(db, citizen, now);
                return *reminded ? handle_time_passed(db, turn, citizen, true) : TurnResult{};
            },
            [this, reminded] { counters_.reminders += *reminded ? 1 : 0; });
    });
}

void Housekeeping::close_rested_calls(flows::TimePoint now) {
    const auto silence = std::chrono::minutes(catalogs_.current()->office.officer_silence_minutes);
    submit(
        [now, silence](storage::Database& db, const TurnInput&) {
            storage::close_rested_calls(db, now - silence, now);
            return TurnResult{};
        },
        [] {});
}

void Housekeeping::forget_drafts(flows::TimePoint now) {
    const auto kept = std::chrono::days(catalogs_.current()->office.draft_days);
    const auto list = [now, kept](storage::Database& db) {
        return storage::sessions_with_drafts_touched_before(db, now - kept, looked_at_most);
    };
    for_each<std::vector<flows::CitizenId>>(list, [this](flows::CitizenId citizen) {
        submit([citizen](storage::Database& db, const TurnInput& turn) { return handle_time_passed(db, turn, citizen, false); },
               [this] { ++counters_.drafts_forgotten; });
    });
}

void Housekeeping::expire_requests(flows::TimePoint now) {
    const auto waited = std::chrono::days(catalogs_.current()->office.correction_days);
    const auto list = [now, waited](storage::Database& db) { return storage::returned_before(db, now - waited); };
    for_each<std::vector<storage::Request>>(list, [this](const storage::Request& request) {
        submit([request](storage::Database& db, const TurnInput& turn) { return handle_expiry(db, turn, request); },
               [this] { ++counters_.requests_expired; });
    });
}

template <typename List>
void Housekeeping::for_each(std::function<List(storage::Database&)> list, std::function<void(const typename List::value_type&)> each) {
    auto found = std::make_shared<List>();
    storage::Job job;
    job.run = [found, list = std::move(list)](storage::Database& db) { *found = list(db); };
    job.done = [this, found, each = std::move(each)](storage::Outcome outcome) {
        if (outcome != storage::Outcome::Committed || found->empty()) return;
        mailbox_.post([this, found, each] {
            if (stopping_) return;
            for (const auto& item : *found) each(item);
        });
    };
    writer_.submit(std::move(job));
}

// A full queue drops the job: the next hour finds the same work again.
void Housekeeping::submit(Turn turn, std::function<void()> committed) {
    auto result = std::make_shared<TurnResult>();
    storage::Job job;
    job.run = [this, result, turn = std::move(turn)](storage::Database& db) {
        const flows::CatalogPtr catalog = catalogs_.current();
        *result = turn(db, {*catalog, clock_(), sender_.may_lease()});
    };
    job.done = [this, result, committed = std::move(committed)](storage::Outcome outcome) {
        if (outcome != storage::Outcome::Committed) return;
        mailbox_.post([this, result, committed] {
            committed();
            sender_.take(std::move(result->leased), result->due);
        });
    };
    writer_.submit(std::move(job));
}

}  // namespace bot
