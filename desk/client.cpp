#include "desk/client.hpp"

#include "desk/socket_file.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace desk {

namespace {

constexpr std::chrono::seconds usual_patience{120};

NoConnection no_connection(const std::filesystem::path& socket, int error) {
    if (error == EACCES || error == EPERM)
        return {exit_denied,
                fmt::format("Akun Anda tidak boleh membuka {}. Mintalah admin memasukkan Anda ke grup petugas.", socket.string())};
    return {exit_not_running, fmt::format("Layanan sapa tidak berjalan: tidak ada yang menjawab di {} ({}).\n"
                                          "Jalankan layanannya (sapa serve), atau sebutkan soketnya: --socket JALUR atau SAPA_DESK_SOCKET.",
                                          socket.string(), std::strerror(error))};
}

}  // namespace

std::expected<Client, NoConnection> Client::connect(const std::filesystem::path& socket) {
    sockaddr_un address{};
    try {
        address = socket_address(socket);
    } catch (const std::runtime_error& error) {
        return std::unexpected(NoConnection{exit_not_running, error.what()});
    }
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return std::unexpected(no_connection(socket, errno));
    Client client(descriptor);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return std::unexpected(no_connection(socket, errno));
    client.patience(usual_patience);
    return client;
}

Client::Client(Client&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), rest_(std::move(other.rest_)) {}

Client& Client::operator=(Client&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(rest_, other.rest_);
    return *this;
}

Client::~Client() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Client::patience(std::chrono::seconds seconds) {
    timeval limit{};
    limit.tv_sec = seconds.count();
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool Client::send(std::string_view line) {
    while (!line.empty()) {
        const ssize_t sent = ::send(descriptor_, line.data(), line.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        line.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::receive(std::string& line) {
    std::size_t searched = 0;
    while (true) {
        if (const std::size_t end = rest_.find('\n', searched); end != std::string::npos) {
            line = rest_.substr(0, end);
            rest_.erase(0, end + 1);
            return true;
        }
        searched = rest_.size();
        if (rest_.size() > reply_bytes_most) return false;
        std::array<char, 65'536> buffer{};
        const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        rest_.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result Client::call(std::string_view verb, const boost::json::object& args) {
    // A server that refuses a request too large closes before all of it is sent: its words are read all the same.
    const bool sent = send(request_line(verb, args));
    std::string line;
    if (receive(line)) return parse_reply(line);
    return std::unexpected(
        Refusal{Code::Failed, sent ? "Sambungan ke layanan terputus. Periksa dahulu apakah perubahannya terjadi: sapa antrean"
                                   : "Layanan menutup sambungan; tidak ada yang berubah."});
}

std::filesystem::path desk_socket(const std::string& option) {
    if (!option.empty()) return option;
    if (const char* socket = std::getenv("SAPA_DESK_SOCKET"); socket != nullptr && *socket != '\0') return socket;
    if (const char* data = std::getenv("SAPA_STORAGE_PATH"); data != nullptr && *data != '\0')
        return std::filesystem::path(data) / "desk.sock";
    const std::filesystem::path here = "data/desk.sock", installed = "/run/sapa/desk.sock";
    std::error_code ec;
    if (std::filesystem::exists(here, ec)) return here;
    // A folder that may not be entered is a service that runs: connecting says what is wrong.
    const bool runs = std::filesystem::exists(installed, ec) || ec == std::errc::permission_denied;
    return runs ? installed : here;
}

}  // namespace desk
