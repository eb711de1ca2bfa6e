// From the writer thread to the network thread: tasks of one batch travel together, so a whole commit costs one wake-up.
#pragma once
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace bot {

class Mailbox {
public:
    using Task = std::function<void()>;
    explicit Mailbox(boost::asio::io_context&);
    void post(Task);  // from any thread; runs on the io thread in order

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace bot
