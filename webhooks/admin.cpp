#include "webhooks/admin.hpp"

#include "webhooks/http_server.hpp"

#include <utility>

namespace webhooks {

namespace {

constexpr std::size_t connections_most = 32;  // a monitor and an operator or two

ServerSettings settings_of(const std::string& address, std::uint16_t port) {
    ServerSettings settings;
    settings.address = address;
    settings.port = port;
    settings.connections_most = connections_most;
    return settings;
}

}  // namespace

struct AdminListener::Impl final : Site {
    Impl(boost::asio::io_context& io, const std::string& address, std::uint16_t port, AdminPages given)
        : pages(std::move(given)), server(io, settings_of(address, port), *this) {}

    int check_header(Request& request) override {
        if (request.path() != "/health" && request.path() != "/metrics") return 404;
        return request.method == Request::Method::Get ? 0 : 405;
    }

    void serve(Request& request, std::shared_ptr<Responder> responder) override {
        if (request.path() == "/metrics") return responder->respond({200, "text/plain; version=0.0.4; charset=utf-8", pages.metrics()});
        const std::string trouble = pages.trouble();
        responder->respond({trouble.empty() ? 200 : 503, "text/plain", trouble.empty() ? "ok\n" : "not healthy: " + trouble + "\n"});
    }

    void answered(int) override {}

    AdminPages pages;
    HttpServer server;
};

AdminListener::AdminListener(boost::asio::io_context& io, const std::string& address, std::uint16_t port, AdminPages pages)
    : impl_(std::make_shared<Impl>(io, address, port, std::move(pages))) {}

AdminListener::~AdminListener() = default;
std::uint16_t AdminListener::port() const { return impl_->server.port(); }
void AdminListener::stop() { impl_->server.stop(nullptr); }

}  // namespace webhooks
