// The admin listener on loopback: GET /health and /metrics.
#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace webhooks {

struct AdminPages {
    std::function<std::string()> trouble;  // for /health: empty is 200, else 503 with these words
    std::function<std::string()> metrics;  // Prometheus text
};

class AdminListener {
public:
    AdminListener(boost::asio::io_context&, const std::string& address, std::uint16_t port, AdminPages);
    ~AdminListener();
    std::uint16_t port() const;
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace webhooks
