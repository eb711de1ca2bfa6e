// The floor to compare with: what the way of a message costs when nothing but the way is there. HTTP server (Beast) → HMAC → JSON →
// one transaction for all that waits (inbox, session, outbox) → 200 after the commit → kept connections to the Graph API → mark as sent.
// No pacing, no retries worth the name, no order, no limits, no conversation: not a program to run. Nothing of the project is in it.
//
//   bare_chain DIRECTORY ADDRESS:PORT SECRET [FAULT]     FAULT: forgetful, silent, garbled (for the benchmark's control runs)
#include "tests/bench/bare_chain/store.hpp"

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <csignal>
#include <deque>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bare_chain {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::beast::error_code;

class Sender {
public:
    Sender(asio::io_context& io, tcp::endpoint graph, Fault fault, std::function<void(Store::Sent)> sent)
        : graph_(std::move(graph)), fault_(fault), sent_(std::move(sent)) {
        constexpr int connections = 1024;  // opened as they are needed
        for (int i = 0; i < connections; ++i) idle_.push_back(std::make_shared<Link>(*this, io));
    }

    void send(std::vector<Outgoing> rows) {
        for (Outgoing& row : rows)
            if (fault_ != Fault::Silent || row.id % 100 != 0) waiting_.push_back(std::move(row));
        pump();
    }

private:
    struct Link : std::enable_shared_from_this<Link> {
        Link(Sender& owner, asio::io_context& io) : sender(owner), socket(io) {}

        void start(Outgoing next) {
            row = std::move(next);
            error_code error;
            if (!socket.is_open()) {
                socket.connect(sender.graph_, error);
                if (error) return finish(error);
                socket.set_option(tcp::no_delay(true));
            }
            request = {http::verb::post, "/v25.0/106540352242922/messages", 11, compose(row)};
            request.set(http::field::host, "127.0.0.1");
            request.set(http::field::authorization, "Bearer benchmark");
            request.set(http::field::content_type, "application/json");
            request.prepare_payload();
            http::async_write(socket, request, [self = shared_from_this()](error_code failed, std::size_t) {
                if (failed) return self->finish(failed);
                self->read();
            });
        }
        void read() {
            answer = {};
            http::async_read(socket, buffer, answer, [self = shared_from_this()](error_code failed, std::size_t) { self->finish(failed); });
        }
        void finish(error_code error) {
            if (error) socket.close(error);
            if (error || answer.result() != http::status::ok)
                sender.waiting_.push_back(std::move(row));
            else
                sender.sent_({row.id, accepted_id(answer.body())});
            sender.idle_.push_back(shared_from_this());
            sender.pump();
        }

        Sender& sender;
        tcp::socket socket;
        Outgoing row;
        http::request<http::string_body> request;
        http::response<http::string_body> answer;
        boost::beast::flat_buffer buffer;
    };

    void pump() {
        while (!waiting_.empty() && !idle_.empty()) {
            const std::shared_ptr<Link> link = std::move(idle_.back());
            idle_.pop_back();
            Outgoing row = std::move(waiting_.front());
            waiting_.pop_front();
            link->start(std::move(row));
        }
    }

    tcp::endpoint graph_;
    Fault fault_;
    std::function<void(Store::Sent)> sent_;
    std::deque<Outgoing> waiting_;
    std::vector<std::shared_ptr<Link>> idle_;
};

struct Chain {
    asio::io_context io{1};
    Signature signature;
    Sender sender;
    Store store;

    Chain(const std::string& directory, const tcp::endpoint& graph, const std::string& secret, Fault fault)
        : signature(secret),
          sender(io, graph, fault, [this](Store::Sent sent) { store.mark(std::move(sent)); }),
          store(directory + "/bare.db", fault, [this](std::vector<Store::Work> works, std::vector<Outgoing> rows) {
              asio::post(io, [this, works = std::move(works), rows = std::move(rows)]() mutable {
                  for (const Store::Work& work : works) work.committed();
                  sender.send(std::move(rows));
              });
          }) {}
};

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Chain& chain, tcp::socket socket) : chain_(chain), socket_(std::move(socket)) { socket_.set_option(tcp::no_delay(true)); }

    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->handle();
        });
    }

private:
    void handle() {
        if (request_.method() == http::verb::get) return answer(http::status::ok);
        if (!chain_.signature.fits(view(request_["X-Hub-Signature-256"]), request_.body())) return answer(http::status::forbidden);
        chain_.store.submit({read_delivery(request_.body()), [self = shared_from_this()] { self->answer(http::status::ok); }});
    }
    void answer(http::status status) {
        response_ = {status, 11};
        response_.prepare_payload();
        http::async_write(socket_, response_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->read();
        });
    }

    Chain& chain_;
    tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::empty_body> response_;
};

void accept(tcp::acceptor& acceptor, Chain& chain) {
    acceptor.async_accept([&](error_code error, tcp::socket socket) {
        if (!error) std::make_shared<Session>(chain, std::move(socket))->read();
        accept(acceptor, chain);
    });
}

tcp::endpoint endpoint_of(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    return {asio::ip::make_address(text.substr(0, colon)), static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

}  // namespace
}  // namespace bare_chain

int main(int count, char** words) {
    if (count < 4) return 2;
    bare_chain::Chain chain(words[1], bare_chain::endpoint_of(words[2]), words[3], bare_chain::fault_of(count > 4 ? words[4] : ""));
    bare_chain::tcp::acceptor acceptor(chain.io, {boost::asio::ip::address_v4::loopback(), 0});
    bare_chain::accept(acceptor, chain);
    boost::asio::signal_set signals(chain.io, SIGTERM, SIGINT);
    signals.async_wait([&](const boost::system::error_code&, int) { chain.io.stop(); });
    std::cout << "listening on 127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
    chain.io.run();
}
