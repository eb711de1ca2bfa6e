// `sapa init DIR`: a copy of the shipped office files, to edit.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>

namespace bot {

int run_init(const std::filesystem::path& directory, desk::Streams);

}  // namespace bot
