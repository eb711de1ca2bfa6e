// The clock that never jumps, and being called at a time of it. The service runs on the system's; whoever drives it by hand brings another.
#pragma once
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace bot {

using SteadyTime = std::chrono::steady_clock::time_point;

class Timer {
public:
    virtual ~Timer() = default;
    virtual void call_at(SteadyTime, std::function<void()>) = 0;  // takes the place of what was set before
    virtual void cancel() = 0;
};

class Steady {
public:
    virtual ~Steady() = default;
    virtual SteadyTime now() const = 0;
    virtual std::unique_ptr<Timer> timer() = 0;
};

class SystemSteady final : public Steady {
public:
    explicit SystemSteady(boost::asio::io_context& io) : io_(io) {}
    SteadyTime now() const override { return std::chrono::steady_clock::now(); }
    std::unique_ptr<Timer> timer() override;  // calls back on the io thread

private:
    boost::asio::io_context& io_;
};

}  // namespace bot
