// Stops sending when WhatsApp cannot be reached, cannot be trusted to answer, or has told us to stop; tries again with growing pauses.
// A pure state machine: the time is passed in.
#pragma once
#include "webhooks/outcome.hpp"

#include <chrono>
#include <cstdint>

namespace bot {

struct BreakerSettings {
    int failures = 5;                              // in a row
    std::chrono::milliseconds pause_first{1'000};  // doubles with every failed probe
    std::chrono::milliseconds pause_most{300'000};
    std::chrono::milliseconds halt_pause{30'000};     // token, account: a person must act first
    std::chrono::milliseconds throttle_first{1'000};  // the number's rate: doubles while it lasts
    std::chrono::milliseconds throttle_most{60'000};
};

class Breaker {
public:
    using Time = std::chrono::steady_clock::time_point;
    enum class State {
        Closed,    // all is well
        Open,      // nothing leaves until `opens_at`
        HalfOpen,  // one probe may leave
    };
    enum class Event { None, Opened, Halted, Throttled, Recovered };

    explicit Breaker(BreakerSettings settings) : settings_(settings) {}

    Event note(webhooks::SendOutcome::Kind, int retry_after_seconds, double jitter, Time now);  // what an attempt ended with
    void tick(Time now);                                                                        // Open → HalfOpen when its time has come
    void probe_left();                                                                          // the one probe is under way
    // A harmless question was asked as the probe. Answered: the next probe may be a message.
    void question_ended(bool answered, double jitter, Time now);
    State state() const { return state_; }
    bool may_send() const { return state_ == State::Closed || (state_ == State::HalfOpen && !probing_); }
    Time opens_at() const { return opens_at_; }
    // The last failures were answers that never came: sending again might send twice, so ask something harmless first.
    bool wants_harmless_probe() const { return state_ == State::HalfOpen && !probing_ && unanswered_; }

private:
    Event failed(bool unanswered, double jitter, Time now);
    Event open_for(std::chrono::milliseconds, Time now, Event);

    BreakerSettings settings_;
    State state_ = State::Closed;
    Time opens_at_{};
    int failures_ = 0;
    int pauses_ = 0;     // in a row
    int throttles_ = 0;  // in a row
    bool probing_ = false;
    bool unanswered_ = false;
    bool halted_ = false;
};

}  // namespace bot
