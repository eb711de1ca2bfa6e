// A listening port with its sessions: caps, deadlines, running out of descriptors, orderly stop. Lives on the io thread.
#pragma once
#include "webhooks/http_session.hpp"
#include "webhooks/limits.hpp"

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace webhooks {

struct ServerSettings {
    std::string address;
    std::uint16_t port = 0;
    std::size_t connections_most = limits::connections;
    std::size_t buffered_most = limits::buffered_bytes;
    Deadlines deadlines;
};

struct CannotListen : std::system_error {
    CannotListen(std::error_code why, std::string where) : std::system_error(why, where), address(std::move(where)) {}
    std::string address;  // with the port
};

class HttpServer {
public:
    // Throws CannotListen when the address cannot be bound. `site` outlives the server.
    HttpServer(boost::asio::io_context&, const ServerSettings&, Site& site);
    ~HttpServer();
    std::uint16_t port() const;
    std::uint64_t connections() const;  // accepted so far
    void stop(std::function<void()> drained);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace webhooks
