// One clerk's connection: a line in, a line out, one at a time, within limits and deadlines.
#pragma once
#include "desk/background.hpp"
#include "desk/server.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

namespace desk {

struct Counter;
struct Reply;

// What connections share with their server.
struct Shared {
    ServerSettings settings;
    storage::Writer& writer;
    std::function<flows::CatalogPtr()> catalog;
    std::function<flows::TimePoint()> now;
    ServerHooks hooks;
    Background background = {};
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Socket = boost::asio::local::stream_protocol::socket;

    Connection(Socket, std::shared_ptr<Shared>, std::function<void(Connection*)> closed);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    void refuse(const std::string& line);  // says why, and closes
    void close();

private:
    void wait_for_request();
    void read_request();
    void handle(std::size_t line_bytes);
    void answered(Reply);
    void finish_in_background(std::function<Result()> work);
    void write(std::string line, bool last);
    void expire_after(std::chrono::steady_clock::duration);
    void leave_counter();

    Socket socket_;
    boost::asio::steady_timer deadline_;
    std::shared_ptr<Shared> shared_;
    std::function<void(Connection*)> closed_;
    Peer peer_;
    std::string input_;
    std::string output_;
    std::unique_ptr<Counter> counter_;
    bool working_ = false;  // a job is under way; the counter is with it
    bool is_closed_ = false;
};

}  // namespace desk
