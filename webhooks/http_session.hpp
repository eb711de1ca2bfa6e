// One connection of a client to us, HTTP/1.1 with keep-alive, one request at a time. Lives on the io thread. Callback classes, not
// coroutines: fewer allocations for each request, and none of the shapes that g++ 12 miscompiles.
#pragma once
#include "webhooks/limits.hpp"
#include "webhooks/request_parser.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace webhooks {

struct Response {
    int status = 200;
    std::string_view type;  // of the body; static text
    std::string body;
};

// The way back for one request; may be used later, once, on the io thread.
class Responder {
public:
    virtual ~Responder() = default;
    virtual void respond(Response) = 0;
};

// What is served behind a port.
class Site {
public:
    virtual ~Site() = default;
    // After the header, before the body: 0 or the status that refuses it.
    virtual int check_header(Request&) = 0;
    virtual void serve(Request&, std::shared_ptr<Responder>) = 0;
    virtual void answered(int status) = 0;  // for counting; refusals, too
};

struct Budget {
    std::size_t used = 0, most = limits::buffered_bytes;
};

class HttpSession {
public:
    // Where sessions tell that they are over.
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void ended(HttpSession&) = 0;
    };

    using Clock = std::chrono::steady_clock;

    virtual ~HttpSession() = default;
    virtual void start() = 0;
    virtual void finish() = 0;  // close when idle, otherwise after the answer under way
    virtual void close() = 0;
    virtual void check_deadline(Clock::time_point now) = 0;
    virtual Clock::time_point waits_since() const = 0;  // for its client; the far future while an answer is under way
};

// Takes the connected non-blocking socket. Everything referred to outlives the session.
std::shared_ptr<HttpSession> make_http_session(boost::asio::io_context&, int descriptor, bool is_v6, HttpSession::Owner&, Site&, Budget&,
                                               const Deadlines&);

}  // namespace webhooks
