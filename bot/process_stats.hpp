// What the process takes of the machine, as the kernel counts it.
#pragma once
#include <cstdint>

namespace bot {

struct ProcessStats {
    std::uint64_t resident_bytes = 0, descriptors = 0;
};
ProcessStats process_stats();

}  // namespace bot
