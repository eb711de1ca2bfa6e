// The public HTTP listener: GET and POST /webhook, nothing else. Runs on the io_context's only thread. Deadlines, caps and framing checks
// are in webhooks/limits.hpp. The answer to a POST is sent when `deliver` calls back, which is after the commit.
#pragma once
#include "webhooks/event.hpp"
#include "webhooks/limits.hpp"

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace webhooks {

struct ListenerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;             // 0: the system chooses
    std::vector<std::string> app_secrets;  // one or two
    std::string verify_token;
    Deadlines deadlines;
    std::size_t connections_most = limits::connections;
    std::size_t buffered_most = limits::buffered_bytes;
};

struct ListenerCounters {  // monotonic
    std::uint64_t connections = 0, requests = 0, bad_signature = 0, refused = 0, answered_200 = 0, answered_503 = 0;
};

class Listener {
public:
    enum class Answer { Accepted, TryLater };  // 200 or 503
    using Deliver =
        std::function<void(Delivery, std::function<void(Answer)>)>;  // the callback must be called on the io thread, exactly once

    // Throws CannotListen when the address cannot be bound.
    Listener(boost::asio::io_context&, ListenerSettings, Deliver);
    ~Listener();
    std::uint16_t port() const;
    ListenerCounters counters() const;
    // From the next request on, on the io thread. What is under way is judged by what was good when its header came.
    void use_secrets(std::vector<std::string> app_secrets, std::string verify_token);
    void stop(std::function<void()> drained);  // no new connections; idle ones close; calls back when the last answer has left or after 5 s

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace webhooks
