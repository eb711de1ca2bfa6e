#include "desk/server.hpp"

#include "desk/connection.hpp"
#include "desk/counter.hpp"
#include "desk/exchange.hpp"
#include "desk/socket_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <unordered_map>
#include <utility>

namespace desk {
namespace asio = boost::asio;
using boost::system::error_code;

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    Impl(asio::io_context& context, std::shared_ptr<Shared> all)
        : shared(std::move(all)),
          acceptor(context, asio::local::stream_protocol(), listen_on(shared->settings.socket)),
          pause(context),
          inode(inode_of(shared->settings.socket)) {}

    std::shared_ptr<Shared> shared;
    asio::local::stream_protocol::acceptor acceptor;
    asio::steady_timer pause;  // after a failed accept (out of descriptors), so that it does not spin
    ino_t inode;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
    bool stopped = false;

    void accept() {
        acceptor.async_accept([self = shared_from_this()](error_code ec, Connection::Socket socket) {
            if (self->stopped) return;
            if (ec) return self->accept_later();
            self->welcome(std::move(socket));
            self->accept();
        });
    }

    void accept_later() {
        pause.expires_after(std::chrono::milliseconds{200});
        pause.async_wait([self = shared_from_this()](error_code ec) {
            if (!ec && !self->stopped) self->accept();
        });
    }

    void welcome(Connection::Socket socket) {
        const bool full = connections.size() >= shared->settings.connections_most;
        auto connection = std::make_shared<Connection>(std::move(socket), shared, [weak = weak_from_this()](Connection* gone) {
            if (const auto self = weak.lock()) self->connections.erase(gone);
        });
        connections.emplace(connection.get(), connection);
        if (full)
            return connection->refuse(
                reply_line(std::unexpected(Refusal{Code::Busy, "Terlalu banyak perintah sekaligus. Coba lagi sebentar lagi."})));
        connection->start();
    }

    void stop() {
        if (std::exchange(stopped, true)) return;
        error_code ignored;
        pause.cancel();
        shared->background.stop();
        acceptor.close(ignored);
        remove_socket(shared->settings.socket, inode);
        for (const auto& [key, connection] : std::exchange(connections, {})) connection->close();
    }
};

Server::Server(asio::io_context& context, ServerSettings settings, storage::Writer& writer, std::function<flows::CatalogPtr()> catalog,
               std::function<flows::TimePoint()> now, ServerHooks hooks) {
    auto shared = std::make_shared<Shared>(Shared{std::move(settings), writer, std::move(catalog), std::move(now), std::move(hooks)});
    impl_ = std::make_shared<Impl>(context, std::move(shared));
    impl_->accept();
}

Server::~Server() { impl_->stop(); }

const std::filesystem::path& Server::socket() const { return impl_->shared->settings.socket; }

void Server::stop() { impl_->stop(); }

}  // namespace desk
