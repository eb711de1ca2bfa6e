// `sapa restore FILE`: a backup in the place of the database, in one command.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>

namespace bot {

int run_restore(const std::filesystem::path& config_file, const std::filesystem::path& copy, desk::Streams);

}  // namespace bot
