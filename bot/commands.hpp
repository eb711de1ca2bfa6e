// The command line of the program: which command, which options, what exit code.
#pragma once
#include "desk/streams.hpp"

namespace bot {

int run_program(int argc, char** argv, desk::Streams);

}  // namespace bot
