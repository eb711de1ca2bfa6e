// What to do with a message after an attempt to send it. Pure: the whole policy is this function and its table of tests.
#pragma once
#include "webhooks/outcome.hpp"

#include <chrono>

namespace bot {

struct RetrySettings {
    int attempts_most = 6;
    std::chrono::milliseconds backoff_first{1'000};  // doubles with every attempt
    std::chrono::milliseconds backoff_most{120'000};
    std::chrono::milliseconds pair_most{1'800'000};
    std::chrono::milliseconds uncertain{20'000};  // how long a status may take to tell what became of a message
    std::chrono::milliseconds halted{30'000};     // token or account: until the next probe
};

struct Attempt {
    int number = 1;                 // of this message, including the one that just ended
    int pair_throttles = 0;         // in a row, of this citizen, including this one
    bool unknown_before = false;    // an earlier attempt ended without an answer, too
    bool outage = false;            // the breaker was not closed when the attempt began: its failure says nothing about this message
    bool may_use_template = false;  // a notice that has an approved template and was not sent as one
};

struct Decision {
    enum class Kind { Accepted, Retry, Uncertain, AsTemplate, Expired, Parked };
    Kind kind = Kind::Parked;
    std::chrono::milliseconds wait{0};  // Retry, Uncertain
    bool counts = false;                // Retry: it was a fault of this message's attempt

    bool operator==(const Decision&) const = default;
};

// `jitter` from 0 to 1 spreads the waits, so that a backlog does not come back at one moment.
Decision decide(const webhooks::SendOutcome&, const Attempt&, const RetrySettings&, double jitter);

// first · 2^(n-1), at most `most`, of which the upper half is random.
std::chrono::milliseconds backoff(std::chrono::milliseconds first, std::chrono::milliseconds most, int n, double jitter);

}  // namespace bot
