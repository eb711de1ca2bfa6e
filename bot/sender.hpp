// Sends what must go out, as fast as WhatsApp allows and never one citizen's messages out of order. Rows come straight from the turn that
// queued them (no second read) or, when the sender had no room or WhatsApp was out of reach, from the database. Lives on the io thread;
// only may_lease() is for others.
#pragma once
#include "bot/breaker.hpp"
#include "bot/channel.hpp"
#include "bot/clock.hpp"
#include "bot/concurrency.hpp"
#include "bot/counters.hpp"
#include "bot/ledger.hpp"
#include "bot/mailbox.hpp"
#include "bot/pace.hpp"
#include "bot/retry.hpp"
#include "bot/steady.hpp"
#include "storage/outbox.hpp"
#include "storage/writer.hpp"
#include "webhooks/graph.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace bot {

struct SenderSettings {
    double messages_per_second = 80;
    int pair_burst = 45;
    std::chrono::milliseconds pair_refill{6'000};
    int max_in_flight = 1'024;
    std::size_t window_most = 2'000;  // rows in memory; beyond it they stay in the database, where newer prompts replace older ones
    RetrySettings retry;
    BreakerSettings breaker;
    std::string graph_version = "v25.0";
    std::string template_name;  // empty: outside the window nothing is sent
    std::string template_language = "id";
    std::uint32_t jitter_seed = std::random_device{}();
};

class Sender {
public:
    Sender(Steady&, storage::Writer&, Mailbox&, webhooks::Graph&, Channel&, Counters&, Clock, SenderSettings);

    void start();                              // takes up what an earlier run left
    void stop(std::function<void()> drained);  // leases nothing more, gives back what waits, lets running sends finish
    void give_up();                            // the time for finishing is over: what is not recorded is uncertain at the next start

    bool may_lease() const { return gate_.load(std::memory_order_relaxed); }  // from any thread
    void take(std::vector<storage::Outgoing> leased, std::optional<flows::TimePoint> due);

    void record_to(Recorder* recorder) { ledger_.record_to(recorder); }
    bool idle() const;
    std::size_t waiting() const { return window_.size(); }
    int in_flight() const { return in_flight_; }
    Breaker::State breaker() const { return breaker_.state(); }

private:
    struct Waiting {
        storage::Outgoing row;
        bool as_template = false;
        SteadyTime since;  // in our hands
    };

    void pump();
    bool send_next(SteadyTime now);
    bool dispatch(Waiting);
    void finished(const Waiting&, bool outage, const webhooks::SendOutcome&);
    void came_back(const webhooks::SendOutcome&, SteadyTime left);
    void settle(const Waiting&, const Decision&, const webhooks::SendOutcome&);
    void note(const webhooks::SendOutcome&);
    void ask_harmless_question();
    void give_back(const Waiting&, std::chrono::milliseconds wait);
    void give_back_all(std::chrono::milliseconds wait);
    void on_round(Round);
    void look_at(flows::TimePoint due);
    void fetch_if_wanted();
    void set_gate();
    void catch_up(bool);
    bool has_place() const { return in_flight_ < places_.allowed(); }
    void arm_timer(SteadyTime now);
    void check_drained();
    bool can_be_template(const Waiting&) const;
    double jitter();

    Steady& steady_;
    webhooks::Graph& graph_;
    Channel& channel_;
    Counters& counters_;
    Clock clock_;
    SenderSettings settings_;
    std::atomic<bool> gate_{false};
    Ledger ledger_;
    Breaker breaker_;
    TokenBucket bucket_;
    Concurrency places_;
    PairPace pairs_;
    std::unique_ptr<Timer> timer_;
    std::minstd_rand random_;

    std::deque<Waiting> window_;
    int in_flight_ = 0;
    bool backlog_ = false;                 // there are due rows in the database
    std::optional<flows::TimePoint> due_;  // when there will be
    SteadyTime due_at_{};                  // the same moment on the clock that never jumps
    std::optional<SteadyTime> armed_for_;
    bool started_ = false, stopping_ = false;
    bool catching_up_ = false;  // after an outage: what has gathered leaves at half the rate, so that WhatsApp is not flooded
    std::function<void()> drained_;
    std::unordered_map<flows::CitizenId, int> pair_throttles_;
};

}  // namespace bot
