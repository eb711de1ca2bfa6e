// A whole office from one seed: service, disk, WhatsApp, citizens, clerks and their troubles, on one thread and in virtual time. The same
// seed is always the same story.
#pragma once
#include "tests/sim/life.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sim {

struct Story {
    std::string broken;              // the first promise that did not hold; empty: all did
    std::vector<std::string> lines;  // what happened
    std::uint64_t commits = 0, deaths = 0, power_cuts = 0, messages = 0, sends = 0, requests = 0;
};

Story play(std::uint64_t seed, Sabotage = Sabotage::None);

}  // namespace sim
