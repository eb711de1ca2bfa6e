// What somebody must look at. Each alarm has an id that stands in the log (event=ID alarm=1), in the metrics (sapa_alarms_total) and, with
// what to do about it, in docs/operations.md; a lint test compares them.
#pragma once
#include "bot/log.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

enum class Alarm {
    AccountAlert,
    AttachmentNotWritten,
    ClockJumped,
    ClockNotBelieved,
    CommitFailed,
    DiskFull,
    DiskLow,
    DiskNoMedia,
    DiskReadOnly,
    EarlierRunWasCut,
    JobFailed,
    OutcomeNotWritten,
    ReloadRefused,
    SecretsRefused,
    SendingHalted,
    StorageFailed,
    UnreadableItem,
};
inline constexpr int alarms = static_cast<int>(Alarm::UnreadableItem) + 1;

std::string_view id_of(Alarm);
std::uint64_t raised(Alarm);  // since the process began

// Counts it. Five lines in ten seconds are enough of one alarm: a full disk fails several times a second, and the log may lie on it.
// Returns how many were left out since the last line, or nullopt when this one is left out, too.
std::optional<std::uint64_t> raise(Alarm, std::chrono::steady_clock::time_point now);

namespace log {

// From any thread.
template <typename... Args>
void alarm(Alarm which, fmt::format_string<Args...> format, Args&&... args) {
    const std::optional<std::uint64_t> left_out = raise(which, std::chrono::steady_clock::now());
    if (!left_out || !is_on(Level::Error)) return;
    const std::string repeated = *left_out > 0 ? fmt::format("left_out={} ", *left_out) : "";
    write(Level::Error, fmt::format("event={} alarm=1 {}", id_of(which), repeated) + fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace log
}  // namespace bot
