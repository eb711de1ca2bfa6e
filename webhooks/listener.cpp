#include "webhooks/listener.hpp"

#include "webhooks/handshake.hpp"
#include "webhooks/http_server.hpp"
#include "webhooks/payload.hpp"
#include "webhooks/signature.hpp"

#include <chrono>
#include <utility>

namespace webhooks {

namespace {

constexpr std::string_view only_path = "/webhook";

flows::TimePoint wall_clock() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace

struct Listener::Impl final : Site {
    Impl(boost::asio::io_context& io, const ListenerSettings& settings, Deliver taker)
        : checker(std::make_shared<SignatureChecker>(settings.app_secrets)),
          verify_token(settings.verify_token),
          deliver(std::move(taker)),
          server(io, {settings.address, settings.port, settings.connections_most, settings.buffered_most, settings.deadlines}, *this) {}

    int check_header(Request& request) override {
        ++counters.requests;
        if (request.path() != only_path) return 404;
        if (request.method == Request::Method::Other) return 405;
        if (request.method == Request::Method::Get) return 0;
        if (request.is_encoded) return 415;
        if (request.signatures > 1) return 400;
        if (request.signatures == 1 && !request.signature.empty()) {
            request.checker = checker;
            return 0;
        }
        ++counters.bad_signature;
        return 401;
    }

    void serve(Request& request, std::shared_ptr<Responder> responder) override {
        if (request.method == Request::Method::Get) {
            verify(request, *responder);
        } else {
            receive(request, std::move(responder));
        }
    }

    void answered(int status) override {
        if (status == 200) ++counters.answered_200;
        if (status == 503) ++counters.answered_503;
        if (status >= 400 && status < 500) ++counters.refused;
    }

    void verify(const Request& request, Responder& responder) {
        Handshake handshake = answer_handshake(request.query(), verify_token);
        responder.respond({handshake.status, "text/plain", std::move(handshake.challenge)});
    }

    void receive(Request& request, std::shared_ptr<Responder> responder) {
        if (request.checker->check(request.signature, request.body) != Signature::Good) {
            ++counters.bad_signature;
            return responder->respond({403, {}, {}});
        }
        deliver(read_delivery(request.body, wall_clock()), [responder = std::move(responder)](Answer answer) {
            responder->respond({answer == Answer::Accepted ? 200 : 503, {}, {}});
        });
    }

    std::shared_ptr<SignatureChecker> checker;
    std::string verify_token;
    Deliver deliver;
    ListenerCounters counters;
    HttpServer server;
};

Listener::Listener(boost::asio::io_context& io, ListenerSettings settings, Deliver deliver)
    : impl_(std::make_shared<Impl>(io, settings, std::move(deliver))) {}

Listener::~Listener() = default;

std::uint16_t Listener::port() const { return impl_->server.port(); }

ListenerCounters Listener::counters() const {
    ListenerCounters counters = impl_->counters;
    counters.connections = impl_->server.connections();
    return counters;
}

void Listener::use_secrets(std::vector<std::string> app_secrets, std::string verify_token) {
    impl_->checker = std::make_shared<SignatureChecker>(app_secrets);
    impl_->verify_token = std::move(verify_token);
}

void Listener::stop(std::function<void()> drained) { impl_->server.stop(std::move(drained)); }

}  // namespace webhooks
