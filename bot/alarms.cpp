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

constexpr std::chrono::seconds window{10};
constexpr int lines_in_a_window = 5;

struct Tally {
    std::atomic<std::uint64_t> raised{0}, left_out{0};
    std::atomic<std::chrono::steady_clock::time_point> begun{std::chrono::steady_clock::time_point::min()};
    std::atomic<int> lines{0};
};
std::array<Tally, alarms> tallies;

Tally& tally(Alarm which) { return tallies[static_cast<std::size_t>(which)]; }

}  // namespace

std::string_view id_of(Alarm which) { return ids[static_cast<std::size_t>(which)]; }
std::uint64_t raised(Alarm which) { return tally(which).raised.load(std::memory_order_relaxed); }

std::optional<std::uint64_t> raise(Alarm which, std::chrono::steady_clock::time_point now) {
    Tally& one = tally(which);
    one.raised.fetch_add(1, std::memory_order_relaxed);
    const auto begun = one.begun.load(std::memory_order_relaxed);
    if (begun == std::chrono::steady_clock::time_point::min() || now - begun >= window) {
        one.begun.store(now, std::memory_order_relaxed);
        one.lines.store(0, std::memory_order_relaxed);
    }
    if (one.lines.fetch_add(1, std::memory_order_relaxed) < lines_in_a_window) return one.left_out.exchange(0, std::memory_order_relaxed);
    one.left_out.fetch_add(1, std::memory_order_relaxed);
    return std::nullopt;
}

}  // namespace bot
