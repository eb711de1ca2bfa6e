#include "bot/process_stats.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace bot {

ProcessStats process_stats() {
    ProcessStats stats;
    std::uint64_t pages = 0, resident = 0;
    if (std::ifstream("/proc/self/statm") >> pages >> resident)
        stats.resident_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    std::error_code failed;
    const std::filesystem::directory_iterator open("/proc/self/fd", failed);
    if (!failed) stats.descriptors = static_cast<std::uint64_t>(std::distance(open, {})) - 1;  // not the one that looks
    return stats;
}

}  // namespace bot
