#include "bot/breaker.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;
using Kind = webhooks::SendOutcome::Kind;
using State = Breaker::State;
using Event = Breaker::Event;

namespace {

struct Line {
    Breaker breaker{BreakerSettings{}};
    Breaker::Time now{};

    Event ends(Kind kind, int retry_after = 0) { return breaker.note(kind, retry_after, 1.0, now); }
    void wait(std::chrono::milliseconds time) {
        now += time;
        breaker.tick(now);
    }
    void break_it() {
        for (int i = 0; i < 5; ++i) ends(Kind::NotSent);
    }
};

}  // namespace

TEST_CASE("five failures in a row open the breaker, a success between them does not count on") {
    Line line;
    for (int i = 0; i < 4; ++i) CHECK(line.ends(Kind::NotSent) == Event::None);
    line.ends(Kind::Accepted);
    for (int i = 0; i < 4; ++i) CHECK(line.ends(Kind::Temporary) == Event::None);
    CHECK(line.breaker.may_send());
    CHECK(line.ends(Kind::Unknown) == Event::Opened);
    CHECK_FALSE(line.breaker.may_send());
}

TEST_CASE("one probe at a time, and the pauses double until five minutes") {
    Line line;
    line.break_it();
    std::chrono::milliseconds pause = 1s;
    for (int i = 0; i < 12; ++i) {
        line.wait(pause - 1ms);
        CHECK(line.breaker.state() == State::Open);
        line.wait(1ms);
        REQUIRE(line.breaker.state() == State::HalfOpen);
        CHECK(line.breaker.may_send());
        line.breaker.probe_left();
        CHECK_FALSE(line.breaker.may_send());
        CHECK(line.ends(Kind::NotSent) == Event::None);
        pause = std::min<std::chrono::milliseconds>(pause * 2, 5min);
    }
    line.wait(5min);
    line.breaker.probe_left();
    CHECK(line.ends(Kind::Accepted) == Event::Recovered);
    CHECK(line.breaker.state() == State::Closed);
    line.break_it();
    line.wait(1s);
    CHECK(line.breaker.state() == State::HalfOpen);
}

TEST_CASE("a refused token stops at once and is told once") {
    Line line;
    CHECK(line.ends(Kind::Halt) == Event::Halted);
    CHECK(line.ends(Kind::Halt) == Event::None);
    line.wait(29s);
    CHECK(line.breaker.state() == State::Open);
    line.wait(1s);
    line.breaker.probe_left();
    CHECK(line.ends(Kind::Halt) == Event::None);
    line.wait(30s);
    line.breaker.probe_left();
    CHECK(line.ends(Kind::Accepted) == Event::Recovered);
    CHECK(line.ends(Kind::Halt) == Event::Halted);
}

TEST_CASE("throttling pauses everything for as long as it is asked to") {
    Line line;
    CHECK(line.ends(Kind::ThrottledNumber, 12) == Event::Throttled);
    line.wait(11s);
    CHECK(line.breaker.state() == State::Open);
    line.wait(1s);
    CHECK(line.breaker.state() == State::HalfOpen);
}

TEST_CASE("answers that never came are followed by a harmless question") {
    Line line;
    for (int i = 0; i < 5; ++i) line.ends(Kind::Unknown);
    line.wait(1s);
    CHECK(line.breaker.wants_harmless_probe());
    line.breaker.probe_left();
    line.breaker.question_ended(false, 1.0, line.now);
    CHECK(line.breaker.state() == State::Open);
    line.wait(2s);
    line.breaker.probe_left();
    line.breaker.question_ended(true, 1.0, line.now);
    CHECK(line.breaker.may_send());
    CHECK_FALSE(line.breaker.wants_harmless_probe());
}

TEST_CASE("a late answer of the time before does not close an open breaker") {
    Line line;
    line.break_it();
    CHECK(line.ends(Kind::Accepted) == Event::None);
    CHECK(line.breaker.state() == State::Open);
}
