#include "webhooks/http_client.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <deque>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace webhooks {

namespace {

using std::chrono::milliseconds;
using Clock = Connection::Clock;

struct Exchange {
    Origin origin;
    std::string request;
    std::size_t answer_most = 0;
    Clock::time_point deadline{};
    HttpClient::Done done;
    bool needs_fresh = false;  // a kept connection failed it once
};

struct Slot {
    std::shared_ptr<Connection> connection;
    std::unique_ptr<Exchange> exchange;  // null: idle
};

milliseconds sweep_interval(const ClientDeadlines& deadlines) {
    const auto shortest = std::min({deadlines.address, deadlines.connect, deadlines.handshake, deadlines.total, deadlines.idle});
    return std::clamp(shortest / 8, milliseconds{5}, milliseconds{500});
}

}  // namespace

struct HttpClient::Impl final : Connection::Owner, std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& context, ClientSettings given)
        : io(context), settings(std::move(given)), trust(settings.ca_file), sweep(context) {}

    void add(std::unique_ptr<Exchange> exchange) {
        if (is_stopped || waiting.size() >= limits::queued_requests) {
            return answer_later(std::move(exchange->done), {Reply::Kind::NotSent, {}, is_stopped ? "stopped" : "too many requests wait"});
        }
        waiting.push_back(std::move(exchange));
        start_sweeping();
        pump();
    }

    void answer_later(Done done, Reply reply) {
        asio::post(io, [done = std::move(done), reply = std::move(reply)]() mutable { done(std::move(reply)); });
    }

    void pump() {
        while (!waiting.empty()) {
            Connection* connection = connection_for(*waiting.front());
            if (!connection) return;
            Slot& slot = slots.at(connection);
            slot.exchange = std::move(waiting.front());
            waiting.pop_front();
            connection->run(std::move(slot.exchange->request), slot.exchange->answer_most, slot.exchange->deadline);
        }
    }

    // Null: all are busy.
    Connection* connection_for(const Exchange& exchange) {
        while (!exchange.needs_fresh) {
            Connection* kept = take_idle(exchange.origin);
            if (!kept) break;
            if (!kept->is_stale()) return kept;
            drop(*kept);
        }
        if (slots.size() >= settings.connections_most) {
            if (idle.empty()) return nullptr;
            Connection& oldest = *idle.front();
            idle.erase(idle.begin());
            drop(oldest);
        }
        auto fresh = make_connection(io, trust, exchange.origin, settings.deadlines, *this);
        Connection* connection = fresh.get();
        slots.emplace(connection, Slot{std::move(fresh), nullptr});
        return connection;
    }

    // The one used last is the least likely to be closed.
    Connection* take_idle(const Origin& origin) {
        const auto found = std::find_if(idle.rbegin(), idle.rend(), [&](const Connection* one) { return one->origin() == origin; });
        if (found == idle.rend()) return nullptr;
        Connection* connection = *found;
        idle.erase(std::next(found).base());
        return connection;
    }

    void drop(Connection& connection) {
        connection.abandon();
        slots.erase(&connection);
    }

    void finished(Connection& connection, Reply reply) override {
        const auto self = shared_from_this();  // the callback may let go of us
        auto exchange = std::move(slots.at(&connection).exchange);
        if (reply.kind == Reply::Kind::Stale) exchange->request = connection.take_request();
        if (connection.is_open()) {
            idle.push_back(&connection);
        } else {
            slots.erase(&connection);
        }
        if (is_stopped) return answer_later(std::move(exchange->done), std::move(reply));
        if (reply.kind == Reply::Kind::Stale) {
            exchange->needs_fresh = true;
            waiting.push_front(std::move(exchange));
        } else {
            exchange->done(std::move(reply));
        }
        pump();
    }

    void closed_idle(Connection& connection) override {
        std::erase(idle, &connection);
        slots.erase(&connection);
    }

    std::size_t busy() const { return slots.size() - idle.size(); }

    std::vector<std::shared_ptr<Connection>> all_connections() const {  // a copy: they may go while we look at them
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [key, slot] : slots) all.push_back(slot.connection);
        return all;
    }

    void start_sweeping() {
        if (std::exchange(is_sweeping, true)) return;
        sweep.expires_after(sweep_interval(settings.deadlines));
        sweep.async_wait([self = shared_from_this()](const boost::system::error_code& failure) {
            self->is_sweeping = false;
            if (failure || self->is_stopped) return;
            self->check_deadlines();
            if (!self->slots.empty() || !self->waiting.empty()) self->start_sweeping();
        });
    }

    void check_deadlines() {
        const auto now = Clock::now();
        for (const auto& connection : all_connections()) connection->check_deadline(now);
        std::deque<std::unique_ptr<Exchange>> late;
        for (auto& exchange : std::exchange(waiting, {})) (exchange->deadline <= now ? late : waiting).push_back(std::move(exchange));
        for (auto& exchange : late) answer_later(std::move(exchange->done), {Reply::Kind::NotSent, {}, "no connection was free in time"});
    }

    void stop() {
        is_stopped = true;
        sweep.cancel();
        for (auto& exchange : std::exchange(waiting, {})) answer_later(std::move(exchange->done), {Reply::Kind::NotSent, {}, "stopped"});
        for (Connection* connection : std::exchange(idle, {})) drop(*connection);
        for (const auto& connection : all_connections()) connection->cancel("stopped");
    }

    void abandon() {
        is_stopped = true;
        sweep.cancel();
        waiting.clear();
        for (const auto& connection : all_connections()) connection->abandon();
        idle.clear();
        slots.clear();
    }

    asio::io_context& io;
    ClientSettings settings;
    TlsTrust trust;
    asio::steady_timer sweep;
    std::unordered_map<const Connection*, Slot> slots;
    std::vector<Connection*> idle;  // the last one was used last
    std::deque<std::unique_ptr<Exchange>> waiting;
    bool is_sweeping = false, is_stopped = false;
};

HttpClient::HttpClient(asio::io_context& io, ClientSettings settings) : impl_(std::make_shared<Impl>(io, std::move(settings))) {}
HttpClient::~HttpClient() { impl_->abandon(); }

void HttpClient::request(const Origin& origin, std::string request, std::size_t answer_most, milliseconds allowed, Done done) {
    impl_->add(std::make_unique<Exchange>(Exchange{origin, std::move(request), answer_most, Clock::now() + allowed, std::move(done)}));
}

bool HttpClient::is_busy() const {
    return impl_->is_stopped || impl_->busy() >= impl_->settings.connections_most || !impl_->waiting.empty();
}
std::size_t HttpClient::in_flight() const { return impl_->busy() + impl_->waiting.size(); }
void HttpClient::stop() { impl_->stop(); }

}  // namespace webhooks
