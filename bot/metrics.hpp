// The page for Prometheus. Only numbers: no label names a citizen.
#pragma once
#include "bot/breaker.hpp"
#include "bot/counters.hpp"
#include "storage/outbox.hpp"
#include "webhooks/listener.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace bot {

struct Gauges {
    std::size_t sender_waiting = 0, writer_waiting = 0, graph_in_flight = 0;
    Breaker::State breaker = Breaker::State::Closed;
    storage::OutboxCounts outbox;  // as of the page before: the network thread does not wait for the database
    std::uint64_t disk_free = 0;
};

std::string metrics_page(const Counters&, const webhooks::ListenerCounters&, const Gauges&);

}  // namespace bot
