#include "tests/webhooks/fake_graph.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace webhooks_tests {

namespace {

// A connection from the server's side, plain or TLS.
class Wire {
public:
    Wire(int socket, SSL_CTX* tls) : socket_(socket), ssl_(tls ? SSL_new(tls) : nullptr) {
        if (ssl_) SSL_set_fd(ssl_, socket_);
    }
    ~Wire() {
        if (ssl_) SSL_free(ssl_);
        ::shutdown(socket_, SHUT_RDWR);  // the list of open sockets holds it, too
        ::close(socket_);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool shake_hands() { return !ssl_ || SSL_accept(ssl_) == 1; }

    bool read(std::string& buffer) {
        char bytes[16'384];
        const auto got = ssl_ ? SSL_read(ssl_, bytes, sizeof bytes) : static_cast<int>(::recv(socket_, bytes, sizeof bytes, 0));
        if (got <= 0) return false;
        buffer.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto size = static_cast<int>(std::min<std::size_t>(bytes.size(), 65'536));
            const auto sent =
                ssl_ ? SSL_write(ssl_, bytes.data(), size) : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    void hold_back() {  // until the end: so that answer and end arrive together
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
    }

    void wait_for_end() {  // of the client
        std::string dropped;
        while (read(dropped)) dropped.clear();
    }

private:
    int socket_;
    SSL* ssl_;
};

std::size_t body_length(std::string_view head) {
    const auto at = head.find("\r\nContent-Length: ");
    return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + 18, 20)));
}

// False: the connection has ended.
bool read_request(Wire& wire, std::string& buffer, GraphRequest& request) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!wire.read(buffer)) return false;
    }
    request.head = buffer.substr(0, end + 2);
    buffer.erase(0, end + 4);
    const auto first = request.head.find(' ');
    const auto second = request.head.find(' ', first + 1);
    request.method = request.head.substr(0, first);
    request.target = request.head.substr(first + 1, second - first - 1);
    const std::size_t length = body_length(request.head);
    while (buffer.size() < length) {
        if (!wire.read(buffer)) return false;
    }
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return true;
}

}  // namespace

struct FakeGraph::Impl {
    Script script;
    SSL_CTX* tls = nullptr;
    int listener = -1;
    std::uint16_t port = 0;
    std::atomic<int> connections{0};
    std::atomic<bool> stopping{false};
    mutable std::mutex mutex;
    std::vector<GraphRequest> requests;
    std::vector<int> open;
    std::vector<std::thread> threads;
    std::thread acceptor;

    void accept_all() {
        while (true) {
            const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) return;
            const std::lock_guard lock(mutex);
            if (stopping) {
                ::close(socket);
                return;
            }
            const int number = ++connections;
            open.push_back(::dup(socket));
            threads.emplace_back([this, socket, number] { serve(socket, number); });
        }
    }

    void serve(int socket, int number) {
        // OpenSSL writes to a client that is gone without asking for silence.
        sigset_t broken_pipe;
        sigemptyset(&broken_pipe);
        sigaddset(&broken_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        Wire wire(socket, tls);
        if (!wire.shake_hands()) return;
        std::string buffer;
        while (true) {
            GraphRequest request;
            request.connection = number;
            if (!read_request(wire, buffer, request)) return;
            {
                const std::lock_guard lock(mutex);
                requests.push_back(request);
            }
            if (!answer(wire, script(request))) return;
        }
    }

    bool answer(Wire& wire, const GraphReply& reply) {
        using How = GraphReply::How;
        if (reply.how == How::NoAnswer) return false;
        if (reply.how == How::Silence) return wire.wait_for_end(), false;
        if (reply.how == How::Raw) return wire.write(reply.body), false;
        if (reply.how == How::ThenClose) wire.hold_back();
        const std::string length = reply.how == How::UntilClose ? "" : fmt::format("Content-Length: {}\r\n", reply.body.size());
        const std::string text = fmt::format("HTTP/1.1 {} X\r\n{}{}\r\n{}", reply.status, reply.headers, length, reply.body);
        wire.write(reply.how == How::Half ? std::string_view(text).substr(0, text.size() - reply.body.size() / 2) : std::string_view(text));
        return reply.how == How::Whole;
    }

    void end_connections() {
        const std::lock_guard lock(mutex);
        stopping = true;
        for (const int socket : open) ::shutdown(socket, SHUT_RDWR);
    }
};

bool GraphRequest::has(std::string_view header_line) const {
    return head.find(fmt::format("\r\n{}\r\n", header_line)) != std::string::npos;
}

FakeGraph::FakeGraph(Script script, ssl_ctx_st* tls) : impl_(std::make_shared<Impl>()) {
    impl_->script = std::move(script);
    impl_->tls = tls;
    impl_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(impl_->listener, generic, size) != 0 || ::listen(impl_->listener, 128) != 0 ||
        ::getsockname(impl_->listener, generic, &size) != 0) {
        throw std::runtime_error("the stand-in cannot listen");
    }
    impl_->port = ntohs(address.sin_port);
    impl_->acceptor = std::thread([impl = impl_.get()] { impl->accept_all(); });
}

FakeGraph::~FakeGraph() {
    impl_->end_connections();
    ::shutdown(impl_->listener, SHUT_RDWR);
    impl_->acceptor.join();
    impl_->end_connections();
    for (auto& thread : impl_->threads) thread.join();
    for (const int socket : impl_->open) ::close(socket);
    ::close(impl_->listener);
}

std::uint16_t FakeGraph::port() const { return impl_->port; }
std::string FakeGraph::url(std::string_view path) const { return fmt::format("http://127.0.0.1:{}{}", impl_->port, path); }
int FakeGraph::connections() const { return impl_->connections; }

std::vector<GraphRequest> FakeGraph::requests() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->requests;
}

GraphReply accepted(std::string_view message_id) {
    GraphReply reply;
    reply.body = fmt::format(R"({{"messaging_product":"whatsapp","messages":[{{"id":"{}"}}]}})", message_id);
    return reply;
}

GraphReply graph_error(int http_status, int code) {
    GraphReply reply;
    reply.status = http_status;
    reply.body = fmt::format(R"({{"error":{{"message":"(#{0}) x","type":"OAuthException","code":{0},"fbtrace_id":"T"}}}})", code);
    return reply;
}

}  // namespace webhooks_tests
