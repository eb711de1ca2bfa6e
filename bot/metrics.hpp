// The page for Prometheus. Only numbers: no label names a citizen.
#pragma once
#include "bot/breaker.hpp"
#include "bot/counters.hpp"
#include "bot/process_stats.hpp"
#include "flows/time.hpp"
#include "storage/queues.hpp"
#include "webhooks/listener.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bot {

struct Gauges {
    std::size_t sender_waiting = 0, writer_waiting = 0, graph_in_flight = 0;
    Breaker::State breaker = Breaker::State::Closed;
    std::chrono::seconds writer_backlog{};
    std::vector<storage::Queue> queues;  // as of the page before: the network thread does not wait for the database
    flows::TimePoint now{};
    ProcessStats process;
    int schema = 0;
    std::uint64_t disk_free = 0;
};

std::string metrics_page(const Counters&, const webhooks::ListenerCounters&, const Gauges&);

}  // namespace bot
