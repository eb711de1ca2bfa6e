#include "bot/webhook_poster.hpp"

#include "webhooks/signature.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <utility>

namespace bot {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

struct WebhookPoster::Impl {
    Impl(std::uint16_t service_port, std::string secret) : port(service_port), app_secret(std::move(secret)) {}

    std::uint16_t port;
    std::string app_secret;
    asio::io_context io{1};
    asio::ip::tcp::socket socket{io};
    boost::beast::flat_buffer buffer;

    bool connect() {
        error_code failed;
        socket = asio::ip::tcp::socket(io);
        buffer.clear();
        socket.connect({asio::ip::address_v4::loopback(), port}, failed);
        if (failed) return false;
        socket.set_option(asio::ip::tcp::no_delay(true), failed);
        return true;
    }

    int exchange(const http::request<http::string_body>& request) {
        error_code failed;
        http::write(socket, request, failed);
        if (failed) return 0;
        http::response<http::string_body> response;
        http::read(socket, buffer, response, failed);
        if (failed) return 0;
        if (!response.keep_alive()) socket.close(failed);
        return static_cast<int>(response.result_int());
    }
};

WebhookPoster::WebhookPoster(std::uint16_t port, std::string app_secret) : impl_(std::make_unique<Impl>(port, std::move(app_secret))) {}
WebhookPoster::~WebhookPoster() = default;

int WebhookPoster::post(const std::string& body) { return post_with(body, webhooks::sign(body, impl_->app_secret)); }

int WebhookPoster::post_with(const std::string& body, const std::string& signature) {
    http::request<http::string_body> request(http::verb::post, "/webhook", 11);
    request.set(http::field::host, "127.0.0.1");
    request.set(http::field::content_type, "application/json");
    request.set("X-Hub-Signature-256", signature);
    request.body() = body;
    request.prepare_payload();
    // An idle connection may have been closed meanwhile: one more try on a fresh one.
    if (impl_->socket.is_open())
        if (const int status = impl_->exchange(request); status != 0) return status;
    return impl_->connect() ? impl_->exchange(request) : 0;
}

}  // namespace bot
