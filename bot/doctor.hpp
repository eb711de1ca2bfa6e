// `sapa doctor`: is everything in place? One line a matter, with what to do about it.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>

namespace bot {

int run_doctor(const std::filesystem::path& config_file, desk::Streams);

}  // namespace bot
