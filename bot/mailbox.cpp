#include "bot/mailbox.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace bot {

struct Mailbox::Impl {
    explicit Impl(boost::asio::io_context& context) : io(context) {}

    boost::asio::io_context& io;
    std::mutex mutex;
    std::vector<Task> waiting;
    bool rung = false;

    void deliver() {
        std::vector<Task> tasks;
        {
            const std::lock_guard lock(mutex);
            tasks.swap(waiting);
            rung = false;
        }
        for (Task& task : tasks) task();
    }
};

Mailbox::Mailbox(boost::asio::io_context& io) : impl_(std::make_shared<Impl>(io)) {}

void Mailbox::leave(Task task) {
    const std::lock_guard lock(impl_->mutex);
    impl_->waiting.push_back(std::move(task));
}

void Mailbox::ring() {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->waiting.empty() || std::exchange(impl_->rung, true)) return;
    }
    boost::asio::post(impl_->io, [impl = impl_] { impl->deliver(); });
}

void Mailbox::post(Task task) {
    leave(std::move(task));
    ring();
}

}  // namespace bot
