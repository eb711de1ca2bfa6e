// `sapa replay FILE --data DIR`: a recorded day through the same code once more, with the recorded clock, into a new database. Two replays
// of one record give the same database; when they do not, something decides by what was not recorded.
#pragma once
#include "desk/streams.hpp"
#include "flows/catalog.hpp"

#include <filesystem>
#include <istream>
#include <string>

namespace bot {

struct Replayed {
    int lines = 0, failed = 0;  // failed: threw and was rolled back
    std::string content;        // hash of the database afterwards
};
// Throws std::runtime_error for a line that is none, and what storage throws.
Replayed replay(std::istream& record, flows::CatalogPtr, const std::filesystem::path& directory);

int run_replay(const std::filesystem::path& config_file, const std::filesystem::path& record, const std::filesystem::path& directory,
               desk::Streams);

}  // namespace bot
