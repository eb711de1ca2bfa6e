#include "webhooks/http_session.hpp"

#include "webhooks/http_answer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;

namespace webhooks {

namespace {

using Failure = boost::system::error_code;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

class Session final : public HttpSession, public Responder, public std::enable_shared_from_this<Session> {
public:
    Session(asio::io_context& io, int descriptor, bool is_v6, Owner& owner, Site& site, Budget& budget, const Deadlines& deadlines)
        : socket_(io, is_v6 ? tcp::v6() : tcp::v4(), descriptor),
          owner_(owner),
          site_(site),
          budget_(budget),
          deadlines_(deadlines),
          buffer_(limits::read_buffer) {}

    void start() override {
        Failure ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        enter(Phase::Idle, deadlines_.idle);
        read();
    }

    void finish() override {
        is_last_ = true;
        if (phase_ == Phase::Idle || phase_ == Phase::Lingering) close();
    }

    void close() override {
        if (phase_ == Phase::Closed) return;
        phase_ = Phase::Closed;
        Failure ignored;
        socket_.close(ignored);
        release();
        owner_.ended(*this);
    }

    void check_deadline(Clock::time_point now) override {
        if (now < deadline_) return;
        switch (phase_) {
            case Phase::Header:
            case Phase::Body:
                is_slow_ = true;
                return refuse(408);
            case Phase::Serving:
                return refuse(503);
            default:
                close();
        }
    }

    Clock::time_point waits_since() const override {
        const bool is_ours_to_act = phase_ == Phase::Serving || phase_ == Phase::Writing;
        return is_ours_to_act ? Clock::time_point::max() : phase_began_;
    }

    void respond(Response response) override {
        if (phase_ != Phase::Serving) return;
        release();
        site_.answered(response.status);
        is_last_ |= !parser_.request().keep_alive || ++served_ >= limits::requests_of_a_connection;
        if (response.body.empty()) {
            write(bare_answer(response.status, !is_last_));
        } else {
            answer_ = answer_with_body(response, !is_last_);
            write(answer_);
        }
    }

private:
    enum class Phase { Idle, Header, Body, Serving, Writing, Lingering, Closed };

    void enter(Phase phase, std::chrono::milliseconds allowed) {
        phase_ = phase;
        phase_began_ = Clock::now();
        deadline_ = phase_began_ + allowed;
    }

    void read() {
        // Room at the end: what has not been used moves to the front.
        if (begin_ > 0) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ == buffer_.size()) {
            if (end_ >= limits::read_buffer_large) return refuse(400);  // one line of a chunk that never ends
            buffer_.resize(2 * end_);
        }
        socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
                                [self = shared_from_this()](const Failure& failure, std::size_t size) { self->on_read(failure, size); });
    }

    void on_read(const Failure& failure, std::size_t size) {
        if (phase_ == Phase::Closed) return;
        if (failure) return close();
        if (phase_ == Phase::Lingering) {
            begin_ = end_ = 0;
            return read();
        }
        // A refusal at a deadline may be on its way while this read was pending.
        if (phase_ == Phase::Writing) return;
        end_ += size;
        parse();
    }

    void parse() {
        if (phase_ == Phase::Idle) {
            if (begin_ == end_) return read();
            enter(Phase::Header, deadlines_.header);
        }
        while (true) {
            std::size_t used = 0;
            const auto progress = parser_.feed({buffer_.data() + begin_, end_ - begin_}, used);
            begin_ += used;
            if (!count_body()) return;
            switch (progress) {
                case RequestParser::Progress::NeedsMore:
                    return want_more();
                case RequestParser::Progress::Refused:
                    return refuse(parser_.refusal());
                case RequestParser::Progress::Done:
                    return serve();
                case RequestParser::Progress::HeaderDone:
                    if (!accept_header()) return;
            }
        }
    }

    // False: refused.
    bool accept_header() {
        Request& request = parser_.request();
        const int status = request.expects_something_else ? 417 : site_.check_header(request);
        if (status != 0) return refuse(status), false;
        if (request.announced > limits::small_body_bytes && budget_.used + request.announced > budget_.most) return refuse(503), false;
        const auto blocks = static_cast<long>(request.announced / 65'536);
        enter(Phase::Body, deadlines_.body + blocks * deadlines_.body_per_64k);
        return true;
    }

    // Memory is counted when bytes have come, not when they are announced: an announcement costs its sender nothing. False: refused.
    bool count_body() {
        const Request& request = parser_.request();
        if (phase_ != Phase::Body || request.body.size() <= limits::small_body_bytes) return true;
        const std::size_t held = std::min(request.body.capacity(), request.announced);
        if (budget_.used - reserved_ + held > budget_.most) return refuse(503), false;
        budget_.used += held - reserved_;
        reserved_ = held;
        if (buffer_.size() < limits::read_buffer_large) buffer_.resize(limits::read_buffer_large);
        return true;
    }

    void want_more() {
        const Request& request = parser_.request();
        const bool waits =
            phase_ == Phase::Body && request.expects_continue && !told_to_continue_ && request.body.empty() && begin_ == end_;
        if (!waits) return read();
        told_to_continue_ = true;
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(socket_, asio::buffer(go_on), [self = shared_from_this()](const Failure& failure, std::size_t) {
            if (self->phase_ != Phase::Body) return;
            if (failure) return self->close();
            self->read();
        });
    }

    void serve() {
        enter(Phase::Serving, deadlines_.answer);
        site_.serve(parser_.request(), shared_from_this());
    }

    void refuse(int status) {
        is_last_ = true;
        release();
        std::string().swap(parser_.request().body);
        site_.answered(status);
        write(bare_answer(status, false));
    }

    void write(std::string_view bytes) {
        enter(Phase::Writing, deadlines_.write);
        asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()),
                          [self = shared_from_this()](const Failure& failure, std::size_t) { self->on_written(failure); });
    }

    void on_written(const Failure& failure) {
        if (phase_ != Phase::Writing) return;
        if (failure) return close();
        if (is_last_) return is_slow_ ? close() : linger();
        parser_.reset();
        told_to_continue_ = false;
        if (begin_ == end_ && buffer_.size() > limits::read_buffer) {
            begin_ = end_ = 0;
            buffer_.resize(limits::read_buffer);
            buffer_.shrink_to_fit();
        }
        enter(Phase::Idle, deadlines_.idle);
        parse();
    }

    // Closing with unread bytes resets the connection, and the client would never see why. So we say that we are through and let the
    // client finish, for a short while.
    void linger() {
        Failure ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        enter(Phase::Lingering, deadlines_.linger);
        begin_ = end_ = 0;
        read();
    }

    void release() { budget_.used -= std::exchange(reserved_, 0); }

    Socket socket_;
    Owner& owner_;
    Site& site_;
    Budget& budget_;
    const Deadlines& deadlines_;
    Phase phase_ = Phase::Idle;
    Clock::time_point phase_began_{}, deadline_{};
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;
    RequestParser parser_;
    std::string answer_;
    std::size_t reserved_ = 0, served_ = 0;
    bool told_to_continue_ = false, is_last_ = false;
    bool is_slow_ = false;  // a read is still pending, and nobody is worth waiting for
};

}  // namespace

std::shared_ptr<HttpSession> make_http_session(asio::io_context& io, int descriptor, bool is_v6, HttpSession::Owner& owner, Site& site,
                                               Budget& budget, const Deadlines& deadlines) {
    return std::make_shared<Session>(io, descriptor, is_v6, owner, site, budget, deadlines);
}

}  // namespace webhooks
