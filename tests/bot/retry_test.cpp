#include "bot/retry.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;
using Outcome = webhooks::SendOutcome::Kind;
using Kind = Decision::Kind;

namespace {

webhooks::SendOutcome outcome(Outcome kind, int retry_after = 0) {
    webhooks::SendOutcome made;
    made.kind = kind;
    made.retry_after_seconds = retry_after;
    return made;
}

Attempt attempt(int number, bool unknown_before = false, bool outage = false, bool may_use_template = false, int pair_throttles = 0) {
    return {number, pair_throttles, unknown_before, outage, may_use_template};
}

}  // namespace

TEST_CASE("every outcome has its consequence") {
    struct Row {
        std::string name;
        webhooks::SendOutcome outcome;
        Attempt attempt;
        Decision decision;
    };
    const RetrySettings settings;
    const std::vector<Row> table{
        {"accepted", outcome(Outcome::Accepted), attempt(1), {Kind::Accepted, 0ms, false}},
        {"connection failed: not this message's fault", outcome(Outcome::NotSent), attempt(9), {Kind::Retry, 1s, false}},
        {"temporary: back-off doubles", outcome(Outcome::Temporary), attempt(1), {Kind::Retry, 1s, true}},
        {"temporary: third time", outcome(Outcome::Temporary), attempt(3), {Kind::Retry, 4s, true}},
        {"temporary: sixth time is the last", outcome(Outcome::Temporary), attempt(6), {Kind::Parked, 0ms, false}},
        {"temporary during an outage burns no attempt", outcome(Outcome::Temporary), attempt(6, false, true), {Kind::Retry, 32s, false}},
        {"temporary: the server's wish wins", outcome(Outcome::Temporary, 90), attempt(1), {Kind::Retry, 90s, true}},
        {"number throttled", outcome(Outcome::ThrottledNumber, 7), attempt(6), {Kind::Retry, 7s, false}},
        {"pair throttled once: 4 s", outcome(Outcome::ThrottledPair), attempt(6, false, false, false, 1), {Kind::Retry, 4s, false}},
        {"pair throttled three times: 64 s",
         outcome(Outcome::ThrottledPair),
         attempt(6, false, false, false, 3),
         {Kind::Retry, 64s, false}},
        {"pair throttled for ever: half an hour",
         outcome(Outcome::ThrottledPair),
         attempt(6, false, false, false, 40),
         {Kind::Retry, 30min, false}},
        {"token refused: kept", outcome(Outcome::Halt), attempt(6), {Kind::Retry, 30s, false}},
        {"window shut, with a template", outcome(Outcome::WindowClosed), attempt(1, false, false, true), {Kind::AsTemplate, 0ms, false}},
        {"window shut, without", outcome(Outcome::WindowClosed), attempt(1), {Kind::Expired, 0ms, false}},
        {"refused for good", outcome(Outcome::Rejected), attempt(1), {Kind::Parked, 0ms, false}},
        {"no answer: wait for a status", outcome(Outcome::Unknown), attempt(1), {Kind::Uncertain, 20s, false}},
        {"no answer again: a clerk looks", outcome(Outcome::Unknown), attempt(2, true), {Kind::Parked, 0ms, false}},
        {"no answer after a temporary error is the first doubt", outcome(Outcome::Unknown), attempt(3), {Kind::Uncertain, 20s, false}},
    };
    for (const Row& row : table) {
        INFO(row.name);
        CHECK(decide(row.outcome, row.attempt, settings, 1.0) == row.decision);
    }
}

TEST_CASE("back-off grows, is bounded, and is spread over its upper half") {
    CHECK(backoff(1s, 120s, 1, 1.0) == 1s);
    CHECK(backoff(1s, 120s, 1, 0.0) == 500ms);
    CHECK(backoff(1s, 120s, 5, 1.0) == 16s);
    CHECK(backoff(1s, 120s, 100, 1.0) == 120s);
    CHECK(backoff(1s, 120s, 100, 0.5) == 90s);
}
