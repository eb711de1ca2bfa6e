// `sapa serve`, and how a service that does not start is explained.
#pragma once
#include "desk/streams.hpp"

#include <exception>
#include <filesystem>

namespace bot {

int run_serve(const std::filesystem::path& config_file, desk::Streams);

// Tells why a service whose data lie in `storage` did not start and gives the exit code.
int explain_failure(std::exception_ptr, const std::filesystem::path& storage, std::ostream&);

}  // namespace bot
