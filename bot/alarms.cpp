#include "bot/alarms.hpp"

#include <array>
#include <atomic>

namespace bot {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, alarms> ids{
    "account_alert",  "attachment_not_written", "clock_jumped",   "clock_not_believed",  "commit_failed",   "disk_full",
    "disk_low",       "disk_no_media",          "disk_read_only", "earlier_run_was_cut", "job_failed",      "outcome_not_written",
    "reload_refused", "secrets_refused",        "sending_halted", "storage_failed",      "unreadable_item",
};

std::array<std::atomic<std::uint64_t>, alarms> counts;

}  // namespace

std::string_view id_of(Alarm which) { return ids[static_cast<std::size_t>(which)]; }
void count_alarm(Alarm which) { counts[static_cast<std::size_t>(which)].fetch_add(1, std::memory_order_relaxed); }
std::uint64_t raised(Alarm which) { return counts[static_cast<std::size_t>(which)].load(std::memory_order_relaxed); }

}  // namespace bot
