#include "bot/breaker.hpp"

#include "bot/retry.hpp"

#include <algorithm>
#include <utility>

namespace bot {

using Kind = webhooks::SendOutcome::Kind;

Breaker::Event Breaker::note(Kind kind, int retry_after_seconds, double jitter, Time now) {
    switch (kind) {
        case Kind::NotSent:
        case Kind::Temporary:
            return failed(false, jitter, now);
        case Kind::Unknown:
            return failed(true, jitter, now);
        case Kind::Halt: {
            const bool news = !std::exchange(halted_, true);
            open_for(settings_.halt_pause, now, Event::None);
            return news ? Event::Halted : Event::None;
        }
        case Kind::ThrottledNumber: {
            const auto pause = backoff(settings_.throttle_first, settings_.throttle_most, ++throttles_, jitter);
            return open_for(std::max<std::chrono::milliseconds>(pause, std::chrono::seconds(std::clamp(retry_after_seconds, 0, 3600))), now,
                            Event::Throttled);
        }
        case Kind::Accepted:
        case Kind::ThrottledPair:
        case Kind::WindowClosed:
        case Kind::Rejected:
            break;
    }
    // An answer that concerns one message only: the line to WhatsApp works. Late answers of a time before the pause say nothing about now.
    if (state_ == State::Open) return Event::None;
    const bool news = state_ == State::HalfOpen;
    state_ = State::Closed;
    failures_ = pauses_ = throttles_ = 0;
    probing_ = unanswered_ = halted_ = false;
    return news ? Event::Recovered : Event::None;
}

Breaker::Event Breaker::failed(bool unanswered, double jitter, Time now) {
    unanswered_ = unanswered;
    if (state_ == State::Open) return Event::None;
    if (state_ == State::Closed && ++failures_ < settings_.failures) return Event::None;
    const bool news = state_ == State::Closed;
    open_for(backoff(settings_.pause_first, settings_.pause_most, ++pauses_, jitter), now, Event::None);
    return news ? Event::Opened : Event::None;
}

Breaker::Event Breaker::open_for(std::chrono::milliseconds pause, Time now, Event event) {
    const Time until = now + pause;
    opens_at_ = state_ == State::Open ? std::max(opens_at_, until) : until;
    const bool news = state_ != State::Open;
    state_ = State::Open;
    probing_ = false;
    return news ? event : Event::None;
}

void Breaker::tick(Time now) {
    if (state_ == State::Open && now >= opens_at_) state_ = State::HalfOpen;
}

void Breaker::probe_left() {
    if (state_ == State::HalfOpen) probing_ = true;
}

void Breaker::question_ended(bool answered, double jitter, Time now) {
    if (state_ != State::HalfOpen) return;
    probing_ = false;
    unanswered_ = false;
    if (!answered) failed(true, jitter, now);
}

}  // namespace bot
