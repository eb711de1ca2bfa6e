#include "storage/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace storage {
namespace {

constexpr std::string_view unfinished_suffix = ".part";

[[noreturn]] void fail(const std::filesystem::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

class File {
public:
    File(const std::filesystem::path& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (file_ < 0) fail(path_);
    }
    ~File() { ::close(file_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail(path_);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync() const {
        if (::fsync(file_) != 0) fail(path_);
    }

private:
    std::filesystem::path path_;
    int file_;
};

}  // namespace

void create_private_directory(const std::filesystem::path& path) {
    if (std::filesystem::is_directory(path)) return;
    const auto parent = path.parent_path();
    if (!parent.empty() && parent != path) create_private_directory(parent);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail(path);
}

void create_private_file(const std::filesystem::path& path) { const File file(path, O_RDWR | O_CREAT); }

void sync_path(const std::filesystem::path& path) { File(path, O_RDONLY).sync(); }

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::rename(from, to);
    sync_path(to.has_parent_path() ? to.parent_path() : ".");
}

void write_durably(const std::filesystem::path& path, std::string_view bytes) {
    auto unfinished = path;
    unfinished += unfinished_suffix;
    try {
        const File file(unfinished, O_WRONLY | O_CREAT | O_TRUNC);
        file.write(bytes);
        file.sync();
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw;
    }
    rename_durably(unfinished, path);
}

}  // namespace storage
