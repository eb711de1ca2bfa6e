// An io_context with its thread. What touches objects that live on it goes through call().
#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <poll.h>

#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>
#include <type_traits>

namespace webhooks_tests {

class IoThread {
public:
    IoThread() : guard_(io.get_executor()), thread_([this] { io.run(); }) {}
    ~IoThread() { join(); }

    // Waits until nothing is left to do: whatever was started must have ended by itself.
    void join() {
        guard_.reset();
        if (thread_.joinable()) thread_.join();
    }

    template <class Function>
    auto call(Function function) {
        std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
        auto result = task.get_future();
        boost::asio::post(io, [&task] { task(); });
        return result.get();
    }

    boost::asio::io_context io{1};

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::thread thread_;
};

template <class Value>
Value get(std::future<Value>& future) {
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) throw std::runtime_error("nothing came in time");
    return future.get();
}

// Polls until it holds, or 10 s have gone.
template <class Condition>
bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        ::poll(nullptr, 0, 1);
    }
    return true;
}

}  // namespace webhooks_tests
