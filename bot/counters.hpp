// What the service has done since it started; read by the admin page from any thread.
#pragma once
#include <atomic>
#include <cstdint>

namespace bot {

struct Counters {
    using Count = std::atomic<std::uint64_t>;
    Count messages, duplicates, statuses, foreign, quarantined, address_changes, alerts;
    Count not_committed;  // events that the database did not take: answered 503
    Count sent, retried, uncertain, parked, expired, throttled, templates, failed_after_sending;
    Count breaker_opened;
    Count attachments_stored, attachments_refused, attachments_postponed;
    Count reminders, drafts_forgotten, requests_expired;
};

}  // namespace bot
