#include "bot/retry.hpp"

#include <algorithm>

namespace bot {
namespace {

using std::chrono::milliseconds;
using Kind = webhooks::SendOutcome::Kind;

Decision retry(milliseconds wait, bool counts) { return {Decision::Kind::Retry, wait, counts}; }

milliseconds asked_for(const webhooks::SendOutcome& outcome, milliseconds otherwise) {
    const milliseconds wished = std::chrono::seconds(std::clamp(outcome.retry_after_seconds, 0, 3600));
    return std::max(wished, otherwise);
}

Decision temporary(const webhooks::SendOutcome& outcome, const Attempt& attempt, const RetrySettings& settings, double jitter) {
    if (!attempt.outage && attempt.number >= settings.attempts_most) return {Decision::Kind::Parked, {}, false};
    const milliseconds wait = backoff(settings.backoff_first, settings.backoff_most, attempt.number, jitter);
    return retry(asked_for(outcome, wait), !attempt.outage);
}

// The Cloud API allows one message in six seconds after a burst and asks for 4^n seconds when that was not kept.
milliseconds pair_wait(int throttles, const RetrySettings& settings) {
    milliseconds wait = settings.backoff_first;
    for (int n = 0; n < throttles && wait < settings.pair_most; ++n) wait *= 4;
    return std::min(wait, settings.pair_most);
}

}  // namespace

milliseconds backoff(milliseconds first, milliseconds most, int n, double jitter) {
    milliseconds wait = first;
    for (int i = 1; i < n && wait < most; ++i) wait *= 2;
    wait = std::min(wait, most);
    const auto half = wait / 2;
    return half + milliseconds(static_cast<milliseconds::rep>(static_cast<double>((wait - half).count()) * std::clamp(jitter, 0.0, 1.0)));
}

Decision decide(const webhooks::SendOutcome& outcome, const Attempt& attempt, const RetrySettings& settings, double jitter) {
    switch (outcome.kind) {
        case Kind::Accepted:
            return {Decision::Kind::Accepted, {}, false};
        case Kind::NotSent:
            return retry(backoff(settings.backoff_first, settings.backoff_most, 1, jitter), false);
        case Kind::Temporary:
            return temporary(outcome, attempt, settings, jitter);
        case Kind::ThrottledNumber:
            return retry(asked_for(outcome, backoff(settings.backoff_first, settings.backoff_most, 1, jitter)), false);
        case Kind::ThrottledPair:
            return retry(asked_for(outcome, pair_wait(attempt.pair_throttles, settings)), false);
        case Kind::Halt:
            return retry(settings.halted, false);
        case Kind::WindowClosed:
            return {attempt.may_use_template ? Decision::Kind::AsTemplate : Decision::Kind::Expired, {}, false};
        case Kind::Rejected:
            return {Decision::Kind::Parked, {}, false};
        case Kind::Unknown:
            break;
    }
    if (attempt.unknown_before) return {Decision::Kind::Parked, {}, false};
    return {Decision::Kind::Uncertain, settings.uncertain, false};
}

}  // namespace bot
