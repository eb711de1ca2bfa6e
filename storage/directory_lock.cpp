#include "storage/directory_lock.hpp"

#include "storage/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

namespace storage {
namespace {

long holder_of(int file) {
    std::array<char, 32> text{};
    const auto size = ::pread(file, text.data(), text.size(), 0);
    long pid = 0;
    if (size > 0) std::from_chars(text.data(), text.data() + size, pid);
    return pid;
}

Locked locked_by(long holder, const std::filesystem::path& directory) {
    const std::string who = holder > 0 ? fmt::format("process {}", holder) : std::string("another process");
    Locked refusal(fmt::format("{} is already in use by {}; stop it first", directory.string(), who));
    refusal.holder = holder;
    return refusal;
}

void write_own_pid(int file, const std::filesystem::path& path) {
    const auto text = fmt::format("{}\n", ::getpid());
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
        throw std::system_error(errno, std::generic_category(), path.string());
    }
}

}  // namespace

DirectoryLock::DirectoryLock(const std::filesystem::path& directory) {
    const auto path = directory / "sapa.lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
    try {
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) throw std::system_error(errno, std::generic_category(), path.string());
            throw locked_by(holder_of(file_), directory);
        }
        write_own_pid(file_, path);
    } catch (...) {
        ::close(file_);
        throw;
    }
}

DirectoryLock::~DirectoryLock() { ::close(file_); }

}  // namespace storage
