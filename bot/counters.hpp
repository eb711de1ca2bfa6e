// What the service has done since it started; written on the hot path and read by the admin page, from any thread.
#pragma once
#include "bot/histogram.hpp"
#include "webhooks/outcome.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace bot {

struct Counters {
    using Count = std::atomic<std::uint64_t>;
    Count messages, duplicates, statuses, foreign, quarantined, address_changes, alerts;
    Count not_committed;     // events that the database did not take: answered 503
    Count refused_for_room;  // deliveries: answered 503, because the disk is full
    Count sent, retried, uncertain, parked, expired, throttled, templates, failed_after_sending;
    Count breaker_opened;
    Count attachments_stored, attachments_refused, attachments_postponed;
    Count reminders, drafts_forgotten, requests_expired;

    // What became of attempts to send, by SendOutcome::Kind.
    static constexpr std::size_t outcome_kinds = static_cast<std::size_t>(webhooks::SendOutcome::Kind::Unknown) + 1;
    std::array<Count, outcome_kinds> outcomes{};

    // The stages of a message, in its order.
    Histogram received_to_committed{latency_bounds};
    Histogram commit{latency_bounds};
    Histogram batch{batch_bounds};
    Histogram committed_to_accepted{latency_bounds};
    Histogram graph_round_trip{latency_bounds};
};

}  // namespace bot
