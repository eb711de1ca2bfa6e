// A file without meaning that holds room back: a full disk takes neither DELETE nor a checkpoint, but a file can always be removed.
#pragma once
#include <cstdint>
#include <filesystem>

namespace storage {

// False: there is one already, or the file system has no room or no way to set it aside.
bool make_ballast(const std::filesystem::path& directory, std::uint64_t bytes);
std::uint64_t free_ballast(
    const std::filesystem::path& directory);  // its size; 0: there was none. Throws std::filesystem::filesystem_error

}  // namespace storage
