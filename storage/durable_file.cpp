#include "storage/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
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
    std::string_view read(std::span<char> into) const {
        for (;;) {
            const auto got = ::read(file_, into.data(), into.size());
            if (got >= 0) return {into.data(), static_cast<std::size_t>(got)};
            if (errno != EINTR) fail(path_);
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

void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
    const File source(from, O_RDONLY);
    const File target(to, O_WRONLY | O_CREAT | O_EXCL);
    std::array<char, 65'536> piece{};
    for (std::string_view bytes = source.read(piece); !bytes.empty(); bytes = source.read(piece)) target.write(bytes);
    target.sync();
}

void link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::link(from.c_str(), to.c_str()) == 0 || errno == EEXIST) return;
    auto unfinished = to;
    unfinished += unfinished_suffix;
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    copy_durably(from, unfinished);
    std::filesystem::rename(unfinished, to);
}

std::string read_small_file(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return {};
    std::array<char, 4'096> text{};
    return std::string(File(path, O_RDONLY).read(text));
}

}  // namespace storage
