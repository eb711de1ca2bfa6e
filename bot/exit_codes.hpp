// What the program tells the shell; those of the clerk's commands are in desk/protocol.hpp. A contract.
#pragma once

namespace bot {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;          // also: mistakes were found (check), something is not in place (doctor)
inline constexpr int exit_usage = 2;           // the command line makes no sense
inline constexpr int exit_damaged = 70;        // the database cannot be used as it is
inline constexpr int exit_disk = 74;           // the disk refuses: full, read-only, failing; a start can recover
inline constexpr int exit_in_use = 75;         // another process owns the data
inline constexpr int exit_configuration = 78;  // settings, secrets or the office's files: every mistake was told

}  // namespace bot
