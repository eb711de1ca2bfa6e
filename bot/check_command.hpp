// `sapa check [DIR]`: every mistake in the office's files, then advice.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>

namespace bot {

int run_check(const std::filesystem::path& directory, desk::Streams);  // empty: the files that the service would use

}  // namespace bot
