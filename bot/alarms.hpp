// What somebody must look at. Each alarm has an id that stands in the log (event=ID alarm=1), in the metrics (sapa_alarms_total) and, with
// what to do about it, in docs/operations.md; a lint test compares them.
#pragma once
#include "bot/log.hpp"

#include <cstdint>
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
void count_alarm(Alarm);
std::uint64_t raised(Alarm);  // since the process began

namespace log {

// From any thread.
template <typename... Args>
void alarm(Alarm which, fmt::format_string<Args...> format, Args&&... args) {
    count_alarm(which);
    if (is_on(Level::Error))
        write(Level::Error, fmt::format("event={} alarm=1 ", id_of(which)) + fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace log
}  // namespace bot
