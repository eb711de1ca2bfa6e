// A client that sends exactly the bytes it is told, over loopback. Blocking, with deadlines.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace webhooks_tests {

struct RawAnswer {
    int status = 0;  // 0: the connection was closed without one
    std::string head, body;
    bool has(std::string_view header_line) const;
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receive_buffer = 0);  // 0: the system's
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool send(std::string_view bytes);  // false: the other side has closed
    RawAnswer answer(std::chrono::milliseconds at_most = std::chrono::seconds(10));
    bool closed_within(std::chrono::milliseconds);  // whatever comes until then is dropped
    void shutdown_sending();

private:
    bool receive(std::chrono::steady_clock::time_point deadline);  // false: closed, or the time is over
    int socket_ = -1;
    std::string buffer_;
    bool closed_ = false;  // by the other side; a time that is over is none
};

std::string post(std::string_view body, std::string_view more_headers);  // POST /webhook with Host and Content-Length

}  // namespace webhooks_tests
