#include "webhooks/connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

namespace webhooks {

struct TlsTrust::Impl {
    Impl() {
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
        context.set_verify_mode(ssl::verify_peer);
    }

    ssl::context context{ssl::context::tls_client};
};

TlsTrust::TlsTrust(const std::string& ca_file) {
    if (ca_file.empty()) return;
    impl_ = std::make_unique<Impl>();
    impl_->context.load_verify_file(ca_file);
}

TlsTrust::Impl& TlsTrust::impl() {
    if (!impl_) {
        impl_ = std::make_unique<Impl>();
        impl_->context.set_default_verify_paths();
    }
    return *impl_;
}

TlsTrust::~TlsTrust() = default;

namespace {

using Failure = boost::system::error_code;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;
using Resolver = asio::ip::basic_resolver<tcp, asio::io_context::executor_type>;
using Tls = ssl::stream<Socket&>;

class Link final : public Connection, public std::enable_shared_from_this<Link> {
public:
    Link(asio::io_context& io, TlsTrust& trust, Origin origin, const ClientDeadlines& deadlines, Owner& owner)
        : origin_(std::move(origin)),
          deadlines_(deadlines),
          owner_(owner),
          trust_(trust),
          resolver_(io),
          socket_(io),
          buffer_(limits::read_buffer) {}

    const Origin& origin() const override { return origin_; }
    bool is_open() const override { return phase_ != Phase::Closed; }

    bool is_stale() override {
        char byte = 0;
        const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
    }

    void run(std::string request, std::size_t body_most, Clock::time_point deadline) override {
        request_ = std::move(request);
        parser_.reset(body_most);
        total_deadline_ = deadline;
        if (phase_ == Phase::Idle) {
            is_reused_ = true;
            write();
        } else {
            resolve();
        }
    }

    std::string take_request() override { return std::move(request_); }

    void cancel(std::string_view why) override {
        if (phase_ == Phase::Idle || phase_ == Phase::Closed) return;
        const bool unwritten = phase_ != Phase::Writing && phase_ != Phase::Reading;
        finish({unwritten ? Reply::Kind::NotSent : Reply::Kind::Lost, {}, std::string(why)}, false);
    }

    void abandon() override {
        phase_ = Phase::Closed;
        Failure ignored;
        resolver_.cancel();
        socket_.close(ignored);
    }

    void check_deadline(Clock::time_point now) override {
        if (phase_ == Phase::Closed) return;
        if (phase_ == Phase::Idle) {
            if (now < phase_deadline_) return;
            abandon();
            return owner_.closed_idle(*this);
        }
        if (now >= total_deadline_) return cancel("no answer in time");
        if (phase_ == Phase::Connecting && now >= address_deadline_ && next_address_ < addresses_.size()) return try_next_address();
        const bool is_limited = phase_ == Phase::Connecting || phase_ == Phase::Handshaking;
        if (is_limited && now >= phase_deadline_)
            cancel(phase_ == Phase::Connecting ? "cannot connect in time" : "no TLS handshake in time");
    }

private:
    enum class Phase { New, Connecting, Handshaking, Writing, Reading, Idle, Closed };

    void enter(Phase phase, std::chrono::milliseconds allowed) {
        phase_ = phase;
        phase_deadline_ = Clock::now() + allowed;
    }

    void resolve() {
        enter(Phase::Connecting, deadlines_.connect);
        address_deadline_ = phase_deadline_;
        Failure failure;
        const auto address = asio::ip::make_address(origin_.host, failure);
        if (!failure) {
            addresses_ = {tcp::endpoint(address, origin_.port)};
            return try_next_address();
        }
        resolver_.async_resolve(origin_.host, std::to_string(origin_.port),
                                [self = shared_from_this()](const Failure& why, const Resolver::results_type& found) {
                                    if (self->phase_ != Phase::Connecting) return;
                                    if (why) return self->cancel("the name of the server is unknown");
                                    for (const auto& entry : found) self->addresses_.push_back(entry.endpoint());
                                    self->try_next_address();
                                });
    }

    // One address after the other, each with its own deadline: a dead IPv6 route must not use up all the time.
    void try_next_address() {
        Failure failure;
        socket_.close(failure);
        if (next_address_ >= addresses_.size()) return cancel("the server does not accept connections");
        const auto attempt = ++next_address_;
        address_deadline_ = Clock::now() + deadlines_.address;
        socket_.async_connect(addresses_[attempt - 1], [self = shared_from_this(), attempt](const Failure& why) {
            if (self->phase_ != Phase::Connecting || attempt != self->next_address_) return;
            if (why) return self->try_next_address();
            self->connected();
        });
    }

    void connected() {
        Failure failure;
        socket_.set_option(tcp::no_delay(true), failure);
        if (!origin_.is_tls) return write();
        enter(Phase::Handshaking, deadlines_.handshake);
        tls_.emplace(socket_, trust_.impl().context);
        asio::ip::make_address(origin_.host, failure);
        const bool is_name = failure.failed();
        if (is_name && SSL_set_tlsext_host_name(tls_->native_handle(), origin_.host.c_str()) != 1) return cancel("TLS cannot be set up");
        tls_->set_verify_callback(ssl::host_name_verification(origin_.host));
        tls_->async_handshake(ssl::stream_base::client, [self = shared_from_this()](const Failure& why) {
            if (self->phase_ != Phase::Handshaking) return;
            if (why) return self->cancel("TLS: " + why.message());
            self->write();
        });
    }

    void write() {
        enter(Phase::Writing, {});
        const auto bytes = asio::buffer(request_);
        auto handler = [self = shared_from_this()](const Failure& why, std::size_t size) { self->on_written(why, size); };
        if (tls_) {
            asio::async_write(*tls_, bytes, std::move(handler));
        } else {
            asio::async_write(socket_, bytes, std::move(handler));
        }
    }

    void on_written(const Failure& why, std::size_t size) {
        if (phase_ != Phase::Writing) return;
        if (why) {
            // TLS may have sent part of a record without counting it.
            const bool unwritten = size == 0 && !tls_;
            const auto kind = !unwritten ? Reply::Kind::Lost : is_reused_ ? Reply::Kind::Stale : Reply::Kind::NotSent;
            return finish({kind, {}, "writing: " + why.message()}, false);
        }
        phase_ = Phase::Reading;
        read();
    }

    void read() {
        auto handler = [self = shared_from_this()](const Failure& why, std::size_t size) { self->on_read(why, size); };
        const auto room = asio::buffer(buffer_.data() + kept_, buffer_.size() - kept_);
        if (tls_) {
            tls_->async_read_some(room, std::move(handler));
        } else {
            socket_.async_read_some(room, std::move(handler));
        }
    }

    void on_read(const Failure& why, std::size_t size) {
        if (phase_ != Phase::Reading) return;
        if (why) return on_end(why);
        kept_ += size;
        std::size_t used = 0;
        const auto progress = parser_.feed({buffer_.data(), kept_}, used);
        std::copy(buffer_.data() + used, buffer_.data() + kept_, buffer_.data());
        kept_ -= used;
        switch (progress) {
            case ResponseParser::Progress::Done:
                return answered(kept_ == 0 && parser_.answer().keep_alive);
            case ResponseParser::Progress::TooLarge:
                return finish({Reply::Kind::TooLarge, {}, "the answer is too large"}, false);
            case ResponseParser::Progress::Malformed:
                return finish({Reply::Kind::Lost, {}, "the answer is no HTTP"}, false);
            case ResponseParser::Progress::NeedsMore:
                break;
        }
        if (kept_ == buffer_.size()) buffer_.resize(limits::response_header_bytes + limits::read_buffer);
        read();
    }

    // Only a clean end completes an answer without a length; anything else may have been cut off by a stranger.
    void on_end(const Failure& why) {
        const bool complete = why == asio::error::eof && parser_.feed_end() == ResponseParser::Progress::Done;
        if (complete) return answered(false);
        finish({Reply::Kind::Lost, {}, "reading: " + why.message()}, false);
    }

    void answered(bool is_reusable) { finish({Reply::Kind::Answered, std::move(parser_.answer()), {}}, is_reusable); }

    void finish(Reply reply, bool is_reusable) {
        if (is_reusable) {
            enter(Phase::Idle, deadlines_.idle);
        } else {
            abandon();
        }
        const auto self = shared_from_this();  // the owner may let go of us
        owner_.finished(*this, std::move(reply));
    }

    Origin origin_;
    const ClientDeadlines& deadlines_;
    Owner& owner_;
    TlsTrust& trust_;
    Resolver resolver_;
    Socket socket_;
    std::optional<Tls> tls_;
    Phase phase_ = Phase::New;
    Clock::time_point phase_deadline_{}, address_deadline_{}, total_deadline_{};
    std::vector<tcp::endpoint> addresses_;
    std::size_t next_address_ = 0, kept_ = 0;
    bool is_reused_ = false;
    std::string request_;
    std::vector<char> buffer_;
    ResponseParser parser_;
};

}  // namespace

std::shared_ptr<Connection> make_connection(asio::io_context& io, TlsTrust& trust, Origin origin, const ClientDeadlines& deadlines,
                                            Connection::Owner& owner) {
    return std::make_shared<Link>(io, trust, std::move(origin), deadlines, owner);
}

}  // namespace webhooks
