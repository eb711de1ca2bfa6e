#include "desk/socket_file.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace desk {

namespace {

constexpr mode_t group_mode = 0660;
constexpr int backlog = 64;

std::runtime_error trouble(const std::filesystem::path& path, const char* what) {
    return std::runtime_error(fmt::format("{}: {}: {}", path.string(), what, std::strerror(errno)));
}

bool is_answered(const sockaddr_un& address) {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return true;
    const int result = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const bool refused = result != 0 && errno == ECONNREFUSED;
    ::close(descriptor);
    return !refused;
}

}  // namespace

sockaddr_un socket_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof address.sun_path)
        throw std::runtime_error(fmt::format("{}: jalur soket terlalu panjang (paling panjang {} huruf); pakai SAPA_DESK_SOCKET", text,
                                             sizeof address.sun_path - 1));
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return address;
}

void clear_stale_socket(const std::filesystem::path& path) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return;
    if (!S_ISSOCK(found.st_mode)) throw std::runtime_error(fmt::format("{}: ada berkas lain di tempat soket", path.string()));
    if (is_answered(socket_address(path))) throw std::runtime_error(fmt::format("{}: sudah dipakai layanan sapa yang lain", path.string()));
    ::unlink(path.c_str());
}

int listen_on(const std::filesystem::path& path) {
    const sockaddr_un address = socket_address(path);
    clear_stale_socket(path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) throw trouble(path, "socket");
    // Before bind: the file is born with these rights at most, whatever the umask.
    const bool listening = ::fchmod(descriptor, group_mode) == 0 &&
                           ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                           ::chmod(path.c_str(), group_mode) == 0 && ::listen(descriptor, backlog) == 0;
    if (!listening) {
        const std::runtime_error error = trouble(path, "listen");
        ::close(descriptor);
        throw error;
    }
    return descriptor;
}

ino_t inode_of(const std::filesystem::path& path) {
    struct stat found {};
    return ::lstat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

void remove_socket(const std::filesystem::path& path, ino_t inode) {
    if (inode != 0 && inode_of(path) == inode) ::unlink(path.c_str());
}

}  // namespace desk
