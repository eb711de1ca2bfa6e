#include "tests/webhooks/raw_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace webhooks_tests {

using std::chrono::steady_clock;

bool RawAnswer::has(std::string_view header_line) const { return head.find(fmt::format("\r\n{}\r\n", header_line)) != std::string::npos; }

RawClient::RawClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::receive(steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    pollfd ready{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return false;
    char bytes[65'536];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return closed_ = true, false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

RawAnswer RawClient::answer(std::chrono::milliseconds at_most) {
    const auto deadline = steady_clock::now() + at_most;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive(deadline)) return {};
    }
    RawAnswer answer;
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    const auto length_at = answer.head.find("Content-Length: ");
    const auto length = length_at == std::string::npos ? 0 : std::stoul(answer.head.substr(length_at + 16));
    while (buffer_.size() < length) {
        if (!receive(deadline)) return {};
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

bool RawClient::closed_within(std::chrono::milliseconds at_most) {
    const auto deadline = steady_clock::now() + at_most;
    while (receive(deadline)) {
    }
    return closed_;
}

void RawClient::shutdown_sending() { ::shutdown(socket_, SHUT_WR); }

std::string post(std::string_view body, std::string_view more_headers) {
    return fmt::format("POST /webhook HTTP/1.1\r\nHost: contoh.go.id\r\n{}Content-Length: {}\r\n\r\n{}", more_headers, body.size(), body);
}

}  // namespace webhooks_tests
