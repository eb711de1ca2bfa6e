// What was counted and measured.
#pragma once
#include "tests/bench/load/loop.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bench {

class Latencies {
public:
    void add(Clock::duration);
    bool empty() const { return microseconds_.empty(); }
    double milliseconds_at(double share);  // 0.5: the median; 1: the longest; 0 when there are none

private:
    std::vector<std::uint32_t> microseconds_;
};

struct Counts {
    std::uint64_t sent = 0, replies = 0, wrong = 0, lost = 0, extra = 0;
    std::uint64_t refused = 0;  // webhooks that were not answered with 200, or not at all; they are posted again
    std::uint64_t copies = 0, statuses = 0;
    std::uint64_t skipped = 0;                          // open loop: nobody was free to write
    std::uint64_t measured = 0, statuses_measured = 0;  // inside the window
};

// A flat JSON object, written in order.
class Record {
public:
    void set(std::string name, double value, int decimals = 3);
    void set(std::string name, std::uint64_t value);
    std::string json() const;
    std::string lines() const;  // for people

private:
    std::vector<std::pair<std::string, std::string>> values_;
};

void set_latencies(Record&, const std::string& name, Latencies&);

}  // namespace bench
