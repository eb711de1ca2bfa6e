#include "desk/connection.hpp"

#include "desk/counter.hpp"
#include "desk/exchange.hpp"
#include "storage/writer.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace desk {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// An account that does not exist, when the kernel does not say who is calling.
constexpr uid_t nobody_known = static_cast<uid_t>(-1);

uid_t uid_of_peer(int descriptor) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return nobody_known;
    return credentials.uid;
}

}  // namespace

Connection::Connection(Socket socket, std::shared_ptr<Shared> shared, std::function<void(Connection*)> closed)
    : socket_(std::move(socket)),
      deadline_(socket_.get_executor()),
      shared_(std::move(shared)),
      closed_(std::move(closed)),
      counter_(std::make_unique<Counter>()) {}

Connection::~Connection() = default;

void Connection::start() {
    const uid_t uid = uid_of_peer(socket_.native_handle());
    peer_ = shared_->settings.peer_of ? shared_->settings.peer_of(uid) : system_peer(uid, ::geteuid());
    wait_for_request();
}

void Connection::refuse(const std::string& line) { write(line, true); }

// The idle deadline runs until the first byte of a request, the request deadline from then on.
void Connection::wait_for_request() {
    if (!input_.empty()) return read_request();
    expire_after(shared_->settings.idle_deadline);
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code ec) {
        if (ec || self->is_closed_) return self->close();
        self->read_request();
    });
}

void Connection::read_request() {
    expire_after(shared_->settings.request_deadline);
    asio::async_read_until(socket_, asio::dynamic_buffer(input_, request_bytes_most), '\n',
                           [self = shared_from_this()](error_code ec, std::size_t bytes) {
                               if (self->is_closed_) return;
                               if (ec == asio::error::not_found)
                                   return self->write(reply_line(std::unexpected(Refusal{Code::Usage, "Permintaan terlalu besar."})), true);
                               if (ec) return self->close();
                               self->handle(bytes);
                           });
}

void Connection::handle(std::size_t line_bytes) {
    std::expected<Request, Refusal> request = parse_request(std::string_view(input_).substr(0, line_bytes - 1));
    input_.erase(0, line_bytes);
    input_.shrink_to_fit();
    if (!request) return write(reply_line(std::unexpected(request.error())), false);
    deadline_.cancel();
    working_ = true;
    Question question;
    question.request = *std::move(request);
    question.peer = peer_;
    question.catalog = shared_->catalog();
    question.now = shared_->now();
    question.counter = *counter_;
    question.committed = shared_->hooks.committed;
    ask(shared_->writer, std::move(question), [self = shared_from_this()](Reply reply) {
        auto shared_reply = std::make_shared<Reply>(std::move(reply));
        asio::post(self->socket_.get_executor(), [self, shared_reply] { self->answered(std::move(*shared_reply)); });
    });
}

// The change is on disk: the sender hears of it even when the clerk has gone meanwhile.
void Connection::answered(Reply reply) {
    working_ = false;
    *counter_ = std::move(reply.counter);
    if (!reply.leased.empty() && shared_->hooks.outgoing) shared_->hooks.outgoing(std::move(reply.leased));
    if (reply.queued_later && shared_->hooks.wake) shared_->hooks.wake();
    if (!reply.log.empty() && shared_->hooks.log) shared_->hooks.log(reply.log);
    if (is_closed_) return leave_counter();
    if (reply.afterwards) return finish_in_background(std::move(reply.afterwards));
    write(std::move(reply.line), false);
}

void Connection::finish_in_background(std::function<Result()> work) {
    // The thread must never be the last to hold a connection: it may outlive the io_context.
    auto done = [weak = weak_from_this(), executor = socket_.get_executor()](const Result& result) {
        asio::post(executor, [weak, line = reply_line(result)] {
            if (const auto self = weak.lock(); self && !self->is_closed_) self->write(line, false);
        });
    };
    const bool started = shared_->background.run(std::move(work), std::move(done));
    if (!started) write(reply_line(std::unexpected(Refusal{Code::Busy, "Cadangan lain sedang dibuat. Coba lagi nanti."})), false);
}

void Connection::write(std::string line, bool last) {
    output_ = std::move(line);
    expire_after(shared_->settings.request_deadline);
    asio::async_write(socket_, asio::buffer(output_), [self = shared_from_this(), last](error_code ec, std::size_t) {
        self->output_.clear();
        if (ec || last || self->is_closed_) return self->close();
        self->wait_for_request();
    });
}

void Connection::expire_after(std::chrono::steady_clock::duration duration) {
    deadline_.expires_after(duration);
    deadline_.async_wait([weak = weak_from_this()](error_code ec) {
        if (ec) return;
        if (const auto self = weak.lock()) self->close();
    });
}

void Connection::leave_counter() {
    if (counter_->files.empty()) return;
    auto counter = std::make_shared<Counter>(std::exchange(*counter_, {}));
    storage::Job job;
    job.run = [counter](storage::Database& db) { abandon(db, *counter); };
    shared_->writer.submit(std::move(job));
}

void Connection::close() {
    if (std::exchange(is_closed_, true)) return;
    deadline_.cancel();
    error_code ignored;
    socket_.shutdown(Socket::shutdown_both, ignored);
    socket_.close(ignored);
    if (!working_) leave_counter();
    closed_(this);
}

}  // namespace desk
