#include "bot/sender.hpp"

#include "bot/alarms.hpp"
#include "webhooks/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bot {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds longest_sleep = 1min;  // while something waits for its time: the wall clock may be set meanwhile

}  // namespace

Sender::Sender(Steady& steady, storage::Writer& writer, Mailbox& mailbox, webhooks::Graph& graph, Channel& channel, Counters& counters,
               Clock clock, SenderSettings settings)
    : steady_(steady),
      graph_(graph),
      channel_(channel),
      counters_(counters),
      clock_(std::move(clock)),
      settings_(std::move(settings)),
      ledger_(steady, writer, mailbox, clock_, gate_, [this](Round round) { on_round(std::move(round)); }),
      breaker_(settings_.breaker),
      bucket_(settings_.messages_per_second, std::max(1.0, settings_.messages_per_second / 4), steady_.now()),
      places_(settings_.max_in_flight),
      pairs_(settings_.pair_burst, settings_.pair_refill),
      timer_(steady.timer()),
      random_(settings_.jitter_seed) {}

void Sender::start() {
    started_ = true;
    backlog_ = true;
    pump();
}

void Sender::stop(std::function<void()> drained) {
    stopping_ = true;
    drained_ = std::move(drained);
    give_back_all(0ms);
    set_gate();
    timer_->cancel();
    check_drained();
}

void Sender::give_up() {
    ledger_.give_up();
    if (drained_) std::exchange(drained_, nullptr)();
}

bool Sender::idle() const { return window_.empty() && in_flight_ == 0 && !backlog_ && !ledger_.fetching() && ledger_.quiet(); }

void Sender::take(std::vector<storage::Outgoing> leased, std::optional<flows::TimePoint> due) {
    for (storage::Outgoing& row : leased) window_.push_back({std::move(row), false, steady_.now()});
    if (due) look_at(*due);
    if (stopping_) give_back_all(0ms);
    pump();
}

void Sender::on_round(Round round) {
    if (round.more) backlog_ = true;
    if (round.next_due && !round.more) {
        // Due, and yet nothing could be leased: somebody's line is held by a row under way, which will ask for the next one itself.
        const bool held = round.fetched && round.leased.empty();
        look_at(held ? std::max(*round.next_due, clock_() + 1s) : *round.next_due);
    }
    take(std::move(round.leased), std::nullopt);
    check_drained();
}

void Sender::look_at(flows::TimePoint due) {
    const flows::TimePoint now = clock_();
    if (due <= now) {
        backlog_ = true;
    } else if (!due_ || due < *due_) {
        due_ = due;
        due_at_ = steady_.now() + std::min<milliseconds>(due - now, longest_sleep);
    }
}

void Sender::pump() {
    if (!started_ || stopping_) return;
    const SteadyTime now = steady_.now();
    breaker_.tick(now);
    if (breaker_.state() == Breaker::State::Open) give_back_all(std::chrono::ceil<milliseconds>(breaker_.opens_at() - now));
    while (send_next(now)) {
    }
    if (catching_up_ && !backlog_ && window_.empty()) catch_up(false);
    set_gate();
    fetch_if_wanted();
    arm_timer(now);
}

bool Sender::send_next(SteadyTime now) {
    if (window_.empty() || !has_place() || !breaker_.may_send() || channel_.current().empty()) return false;
    if (breaker_.wants_harmless_probe()) {
        ask_harmless_question();
        return false;
    }
    if (!bucket_.take(now)) return false;
    Waiting next = std::move(window_.front());
    window_.pop_front();
    if (!pairs_.take(next.row.citizen, now)) {
        give_back(next, std::chrono::ceil<milliseconds>(pairs_.next(next.row.citizen, now) - now));
        bucket_.put_back();
    } else if (!dispatch(std::move(next))) {
        bucket_.put_back();
    }
    return true;
}

bool Sender::can_be_template(const Waiting& waiting) const {
    return !settings_.template_name.empty() && !waiting.as_template && !waiting.row.reply.is_prompt &&
           !waiting.row.reply.fallback.ticket.empty();
}

// false: nothing was sent, because the time for free text is over.
bool Sender::dispatch(Waiting next) {
    if (!next.as_template && next.row.window_until <= clock_()) {
        if (!can_be_template(next)) {
            settle(next, Decision{Decision::Kind::Expired, 0ms, false}, {});
            return false;
        }
        next.as_template = true;
    }
    const storage::Outgoing& row = next.row;
    const std::string own_id = std::to_string(row.id);
    std::string json = next.as_template ? webhooks::compose_template(row.reply.fallback, row.to, settings_.template_name,
                                                                     settings_.template_language, own_id)
                                        : webhooks::compose(row.reply, row.to, own_id);
    const bool outage = breaker_.state() != Breaker::State::Closed;
    breaker_.probe_left();
    ++in_flight_;
    if (next.as_template) ++counters_.templates;
    graph_.send(channel_.current(), std::move(json),
                [this, sent = std::move(next), outage, left = steady_.now()](const webhooks::SendOutcome& outcome) {
                    came_back(outcome, left);
                    finished(sent, outage, outcome);
                    pump();
                    check_drained();
                });
    return true;
}

// Whatever became of the message: it is not on its way any more.
void Sender::came_back(const webhooks::SendOutcome& outcome, SteadyTime left) {
    using Kind = webhooks::SendOutcome::Kind;
    const SteadyTime now = steady_.now();
    ++counters_.outcomes[static_cast<std::size_t>(outcome.kind)];
    counters_.graph_round_trip.add(now - left);
    const bool answered = outcome.kind != Kind::Unknown && outcome.kind != Kind::NotSent;
    places_.note(answered, std::chrono::duration_cast<milliseconds>(now - left), in_flight_--, now);
}

void Sender::finished(const Waiting& sent, bool outage, const webhooks::SendOutcome& outcome) {
    note(outcome);
    Attempt attempt;
    attempt.number = sent.row.attempts;
    attempt.outage = outage;
    attempt.unknown_before = sent.row.doubts > 0;
    attempt.may_use_template = can_be_template(sent);
    if (outcome.kind == webhooks::SendOutcome::Kind::ThrottledPair) attempt.pair_throttles = ++pair_throttles_[sent.row.citizen];
    const Decision decision = decide(outcome, attempt, settings_.retry, jitter());
    if (decision.kind != Decision::Kind::AsTemplate) return settle(sent, decision, outcome);
    window_.push_front({sent.row, true, sent.since});
    if (stopping_) give_back_all(0ms);
}

void Sender::settle(const Waiting& sent, const Decision& decision, const webhooks::SendOutcome& outcome) {
    using Kind = Decision::Kind;
    if (decision.kind == Kind::Accepted) {
        ++counters_.sent;
        counters_.committed_to_accepted.add(steady_.now() - sent.since);
        pair_throttles_.erase(sent.row.citizen);
    }
    if (decision.kind == Kind::Retry) ++counters_.retried;
    if (decision.kind == Kind::Expired) ++counters_.expired;
    if (decision.kind == Kind::Uncertain) ++counters_.uncertain;
    if (decision.kind == Kind::Parked) {
        ++counters_.parked;
        log::warn("event=message_given_up outbox={} citizen={} attempts={} error=\"{}\"", sent.row.id, sent.row.citizen, sent.row.attempts,
                  outcome.error);
    }
    Entry entry{sent.row.id, sent.row.citizen, decision, outcome.message_id, outcome.error, clock_() + decision.wait, false};
    if (decision.kind == Kind::Retry || decision.kind == Kind::Uncertain) look_at(entry.due);
    ledger_.write(std::move(entry));
}

void Sender::note(const webhooks::SendOutcome& outcome) {
    switch (breaker_.note(outcome.kind, outcome.retry_after_seconds, jitter(), steady_.now())) {
        case Breaker::Event::None:
            return;
        case Breaker::Event::Opened:
            ++counters_.breaker_opened;
            return log::warn("event=whatsapp_unreachable error=\"{}\" note=\"replies wait in the database\"", outcome.error);
        case Breaker::Event::Halted:
            ++counters_.breaker_opened;
            return log::alarm(Alarm::SendingHalted, "code={} error=\"{}\" advice=\"check the access token and the account: sapa doctor\"",
                              outcome.code, outcome.error);
        case Breaker::Event::Throttled:
            ++counters_.throttled;
            return log::warn("event=throttled code={}", outcome.code);
        case Breaker::Event::Recovered:
            catch_up(true);
            return log::info("event=whatsapp_reachable_again");
    }
}

void Sender::ask_harmless_question() {
    breaker_.probe_left();
    const std::string path = fmt::format("/{}/{}?fields=id", settings_.graph_version, channel_.current());
    graph_.get(path, [this](int http_status, const std::string&) {
        breaker_.question_ended(http_status > 0 && http_status < 500, jitter(), steady_.now());
        pump();
    });
}

void Sender::give_back(const Waiting& waiting, milliseconds wait) {
    Entry entry{waiting.row.id, waiting.row.citizen, {Decision::Kind::Retry, wait, false}, {}, {}, clock_() + wait, true};
    if (!stopping_) look_at(entry.due);
    ledger_.write(std::move(entry));
}

void Sender::give_back_all(milliseconds wait) {
    for (const Waiting& waiting : std::exchange(window_, {})) give_back(waiting, wait);
}

void Sender::fetch_if_wanted() {
    const std::size_t held = window_.size() + static_cast<std::size_t>(in_flight_);
    if (!backlog_ || ledger_.fetching() || !breaker_.may_send() || channel_.current().empty() || held > settings_.window_most / 2) return;
    const std::size_t room = breaker_.state() == Breaker::State::HalfOpen ? 1 : settings_.window_most - held;
    if (breaker_.state() != Breaker::State::Closed && !window_.empty()) return;
    backlog_ = false;  // what becomes due from now on may not be among what is fetched
    ledger_.fetch(static_cast<int>(room));
}

void Sender::set_gate() {
    const std::size_t held = window_.size() + static_cast<std::size_t>(in_flight_);
    gate_.store(
        started_ && !stopping_ && breaker_.state() == Breaker::State::Closed && held < settings_.window_most && !channel_.current().empty(),
        std::memory_order_relaxed);
}

void Sender::catch_up(bool slowly) {
    if (catching_up_ == slowly) return;
    catching_up_ = slowly;
    bucket_.use_rate(settings_.messages_per_second / (slowly ? 2 : 1), steady_.now());
}

void Sender::arm_timer(SteadyTime now) {
    std::optional<SteadyTime> next;
    const auto earlier = [&next](SteadyTime at) { next = std::min(next.value_or(at), at); };
    if (breaker_.state() == Breaker::State::Open) earlier(breaker_.opens_at());
    if (!window_.empty() && breaker_.may_send() && has_place() && !channel_.current().empty()) earlier(bucket_.next(now));
    if (due_) earlier(due_at_);
    if (next == armed_for_) return;
    armed_for_ = next;
    if (!next) return timer_->cancel();
    timer_->call_at(*next, [this] {
        if (stopping_) return;
        armed_for_.reset();
        if (due_ && due_at_ <= steady_.now()) {
            due_.reset();
            backlog_ = true;
        }
        pump();
    });
}

void Sender::check_drained() {
    if (stopping_ && drained_ && in_flight_ == 0 && window_.empty() && ledger_.quiet()) std::exchange(drained_, nullptr)();
}

double Sender::jitter() { return std::uniform_real_distribution<double>(0, 1)(random_); }

}  // namespace bot
