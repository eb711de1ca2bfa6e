// One connection of ours to a server, plain or TLS, one request at a time. Lives on the io thread.
#pragma once
#include "webhooks/limits.hpp"
#include "webhooks/response_parser.hpp"
#include "webhooks/url.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace webhooks {

// What became of a request.
struct Reply {
    enum class Kind {
        Answered,
        NotSent,   // nothing was written
        Stale,     // nothing was written, because the server had closed a connection that was kept
        Lost,      // something was written, and no whole answer came
        TooLarge,  // the answer is longer than allowed
    };
    Kind kind = Kind::NotSent;
    Answer answer;
    std::string error;  // never the request, never the target
};

// Which certificates are trusted: the system's, or those of a file. The system's are read at the first use: it takes a tenth of a second,
// and whoever talks to loopback never needs them.
class TlsTrust {
public:
    explicit TlsTrust(const std::string& ca_file);  // throws boost::system::system_error when the file cannot be read
    ~TlsTrust();
    struct Impl;
    Impl& impl();

private:
    std::unique_ptr<Impl> impl_;
};

class Connection {
public:
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void finished(Connection&, Reply) = 0;  // afterwards the connection is idle, or no longer open
        virtual void closed_idle(Connection&) = 0;
    };

    using Clock = std::chrono::steady_clock;

    virtual ~Connection() = default;
    virtual const Origin& origin() const = 0;
    virtual bool is_open() const = 0;
    virtual bool is_stale() = 0;  // for an idle one: has the server closed it, or said something unasked?
    virtual void run(std::string request, std::size_t body_most, Clock::time_point deadline) = 0;
    virtual std::string take_request() = 0;         // after Stale: to send it elsewhere
    virtual void cancel(std::string_view why) = 0;  // ends the request under way
    virtual void abandon() = 0;                     // closes without a word to the owner
    virtual void check_deadline(Clock::time_point now) = 0;
};

std::shared_ptr<Connection> make_connection(boost::asio::io_context&, TlsTrust&, Origin, const ClientDeadlines&, Connection::Owner&);

}  // namespace webhooks
