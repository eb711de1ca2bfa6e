// To the network thread. What the writer thread has to tell of one commit travels together and costs one wake-up: `leave` each, then
// `ring`.
#pragma once
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace bot {

class Mailbox {
public:
    using Task = std::function<void()>;
    explicit Mailbox(boost::asio::io_context&);
    void leave(Task);  // from any thread; runs on the io thread, in order, after the next `ring`
    void ring();
    void post(Task);  // both

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace bot
