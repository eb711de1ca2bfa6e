// Requests of ours: a pool of kept connections, a queue behind it, deadlines. Nothing is repeated by itself, except when a kept connection
// turned out to be closed before one byte was written. Lives on the io thread.
#pragma once
#include "webhooks/connection.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/url.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace webhooks {

struct ClientSettings {
    std::size_t connections_most = 64;
    std::string ca_file;
    ClientDeadlines deadlines;
};

class HttpClient {
public:
    using Done = std::function<void(Reply)>;  // never Stale

    HttpClient(boost::asio::io_context&, ClientSettings);
    ~HttpClient();  // callbacks that are still waiting are dropped

    // `request`: the whole text, from the request line to the body.
    void request(const Origin&, std::string request, std::size_t answer_most, std::chrono::milliseconds allowed, Done);
    bool is_busy() const;  // another request would have to wait
    std::size_t in_flight() const;
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace webhooks
