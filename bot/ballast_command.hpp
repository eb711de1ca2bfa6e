// `sapa free-ballast`: room on a full disk, at once and without the service.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>

namespace bot {

int run_free_ballast(const std::filesystem::path& config_file, desk::Streams);

}  // namespace bot
