#include "webhooks/http_server.hpp"

#include "webhooks/http_answer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;

namespace webhooks {

namespace {

using Failure = boost::system::error_code;
using std::chrono::milliseconds;

constexpr milliseconds pause_after_failure{100};
constexpr int accepted_at_once = 64;  // then the sessions have a turn

int open_spare() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

milliseconds sweep_interval(const Deadlines& deadlines) {
    const auto shortest = std::min({deadlines.idle, deadlines.header, deadlines.body, deadlines.answer, deadlines.write, deadlines.linger});
    return std::clamp(shortest / 8, milliseconds{5}, milliseconds{500});
}

}  // namespace

struct HttpServer::Impl final : HttpSession::Owner, std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& context, const ServerSettings& given, Site& served)
        : io(context), settings(given), site(served), acceptor(context), pause(context), sweep(context), drain(context) {
        budget.most = settings.buffered_most;
        open();
        acceptor.non_blocking(true);
        port = acceptor.local_endpoint().port();
        spare = open_spare();
    }

    std::string address_text() const {
        const bool bare_v6 = settings.address.find(':') != std::string::npos;
        return (bare_v6 ? "[" + settings.address + "]" : settings.address) + ":" + std::to_string(settings.port);
    }

    void open() {
        const std::string where = address_text();
        Failure failure;
        const tcp::endpoint endpoint(asio::ip::make_address(settings.address, failure), settings.port);
        if (failure) throw CannotListen(failure, where);
        is_v6 = endpoint.address().is_v6();
        acceptor.open(endpoint.protocol());
        ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint, failure);
        if (!failure) acceptor.listen(limits::backlog, failure);
        if (failure) throw CannotListen(failure, where);
    }

    ~Impl() override {
        if (spare >= 0) ::close(spare);
    }

    void wait_for_clients() {
        acceptor.async_wait(tcp::acceptor::wait_read, [self = shared_from_this()](const Failure& failure) {
            if (failure || !self->acceptor.is_open()) return;
            self->accept_some();
        });
    }

    // accept4 itself, because Asio's accept lets descriptors leak into child processes and hides which error it was.
    void accept_some() {
        for (int i = 0; i < accepted_at_once; ++i) {
            const int descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (descriptor >= 0) {
                take(descriptor);
                continue;
            }
            const int why = errno;
            if (why == EINTR || why == ECONNABORTED) continue;
            if (why == EAGAIN || why == EWOULDBLOCK) break;
            if (why == EMFILE || why == ENFILE) turn_one_away();
            return wait_a_moment();
        }
        wait_for_clients();
    }

    // No descriptor is left: give up the spare one, so that the client is not kept waiting in the dark.
    void turn_one_away() {
        if (spare >= 0) ::close(spare);
        const int descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor >= 0) ::close(descriptor);
        spare = open_spare();
    }

    void wait_a_moment() {
        pause.expires_after(pause_after_failure);
        pause.async_wait([self = shared_from_this()](const Failure& failure) {
            if (failure || !self->acceptor.is_open()) return;
            self->accept_some();
        });
    }

    void take(int descriptor) {
        ++connections;
        if (sessions.size() >= settings.connections_most && !make_room()) {
            site.answered(503);
            const auto answer = bare_answer(503, false);
            // Best effort: whoever comes in such numbers need not be heard.
            [[maybe_unused]] const auto sent = ::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            ::close(descriptor);
            return;
        }
        try {
            const auto session = make_http_session(io, descriptor, is_v6, *this, site, budget, settings.deadlines);
            sessions.emplace(session.get(), session);
            session->start();
            start_sweeping();
        } catch (const boost::system::system_error&) {
            ::close(descriptor);  // the kernel cannot watch one more; the client comes again
        }
    }

    // Who has kept us waiting longest goes: a real client needs milliseconds, so this is somebody who holds connections to keep others out.
    bool make_room() {
        const auto since = [](const auto& entry) { return entry.second->waits_since(); };
        const auto longest = std::ranges::min_element(sessions, {}, since);
        if (longest == sessions.end() || since(*longest) == HttpSession::Clock::time_point::max()) return false;
        const auto session = longest->second;  // it ends while we close it
        session->close();
        return true;
    }

    void start_sweeping() {
        if (std::exchange(is_sweeping, true)) return;
        sweep.expires_after(sweep_interval(settings.deadlines));
        sweep.async_wait([self = shared_from_this()](const Failure& failure) {
            self->is_sweeping = false;
            if (failure) return;
            for (const auto& session : self->all_sessions()) session->check_deadline(HttpSession::Clock::now());
            if (!self->sessions.empty()) self->start_sweeping();
        });
    }

    std::vector<std::shared_ptr<HttpSession>> all_sessions() const {  // a copy: sessions may end while we go through them
        std::vector<std::shared_ptr<HttpSession>> all;
        for (const auto& [key, session] : sessions) all.push_back(session);
        return all;
    }

    void ended(HttpSession& session) override {
        sessions.erase(&session);
        // The sweep ends by itself. Cancelled here, it would leave a connection that is accepted before the cancelled handler runs
        // without a deadline.
        if (sessions.empty() && !acceptor.is_open()) tell_drained();
    }

    void stop(std::function<void()> callback) {
        Failure ignored;
        acceptor.close(ignored);
        pause.cancel();
        drained = std::move(callback);
        for (const auto& session : all_sessions()) session->finish();
        if (sessions.empty()) return tell_drained();
        drain.expires_after(settings.deadlines.drain);
        drain.async_wait([self = shared_from_this()](const Failure& failure) {
            if (!failure) self->cut();
        });
    }

    void cut() {
        for (const auto& session : all_sessions()) session->close();
    }

    void tell_drained() {
        sweep.cancel();
        drain.cancel();
        if (drained) asio::post(io, std::exchange(drained, nullptr));
    }

    asio::io_context& io;
    ServerSettings settings;
    Site& site;
    tcp::acceptor acceptor;
    asio::steady_timer pause, sweep, drain;
    Budget budget;
    std::unordered_map<HttpSession*, std::shared_ptr<HttpSession>> sessions;
    std::function<void()> drained;
    std::uint64_t connections = 0;
    std::uint16_t port = 0;
    int spare = -1;
    bool is_v6 = false, is_sweeping = false;
};

HttpServer::HttpServer(asio::io_context& io, const ServerSettings& settings, Site& site)
    : impl_(std::make_shared<Impl>(io, settings, site)) {
    impl_->wait_for_clients();
}

HttpServer::~HttpServer() {
    impl_->stop(nullptr);
    impl_->cut();
}

std::uint16_t HttpServer::port() const { return impl_->port; }
std::uint64_t HttpServer::connections() const { return impl_->connections; }
void HttpServer::stop(std::function<void()> drained) { impl_->stop(std::move(drained)); }

}  // namespace webhooks
