// The clerk's commands, clients of the daemon's socket: `sapa queue` (antrean), `sapa clerk`, `sapa backup`.
#pragma once
#include "desk/streams.hpp"

namespace desk {

// argv[0] is the command's own name ("queue"); what follows are its arguments. The exit codes are those of protocol.hpp.
int run_queue_command(int argc, char** argv, Streams);
int run_clerk_command(int argc, char** argv, Streams);
int run_backup_command(int argc, char** argv, Streams);

}  // namespace desk
