#include "storage/ballast.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

namespace storage {
namespace {

std::filesystem::path ballast_in(const std::filesystem::path& directory) { return directory / "ballast"; }

bool set_aside(const std::filesystem::path& path, std::uint64_t bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return false;
    const bool done = ::posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0;
    ::close(file);
    return done;
}

}  // namespace

bool make_ballast(const std::filesystem::path& directory, std::uint64_t bytes) {
    std::error_code ignored;
    if (bytes == 0 || std::filesystem::exists(ballast_in(directory), ignored)) return false;
    if (set_aside(ballast_in(directory), bytes)) return true;
    std::filesystem::remove(ballast_in(directory), ignored);
    return false;
}

std::uint64_t free_ballast(const std::filesystem::path& directory) {
    std::error_code none;
    const auto size = std::filesystem::file_size(ballast_in(directory), none);
    if (none) return 0;
    std::filesystem::remove(ballast_in(directory));
    return size;
}

}  // namespace storage
