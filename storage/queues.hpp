// How much waits, and since when: for the metrics. Reads indexes of unfinished rows only.
#pragma once
#include "flows/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace storage {

class Database;

struct Queue {
    std::string_view name, state;
    std::int64_t rows = 0;
    std::optional<flows::TimePoint> oldest;
};

// Every queue in every state, also the empty ones, always in the same order.
std::vector<Queue> queues(Database&);

}  // namespace storage
