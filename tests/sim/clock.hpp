// Virtual time: nothing happens but what is on the agenda, in its order. The wall clock may jump, the steady one never does.
#pragma once
#include "bot/steady.hpp"
#include "flows/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace sim {

using bot::SteadyTime;
using std::chrono::milliseconds;

class Clock {
public:
    using Task = std::function<void()>;

    SteadyTime now() const { return now_; }
    flows::TimePoint true_time() const;                                    // what everybody else's clock says
    flows::TimePoint wall() const { return true_time() + error_; }         // what the server's clock says
    void set_wall_error(milliseconds error) { error_ = error, ++jumps_; }  // a jump
    int jumps() const { return jumps_; }

    std::uint64_t at(SteadyTime, Task);  // returns a name to take it back by
    void after(milliseconds wait, Task task) { at(now_ + wait, std::move(task)); }
    void forget(SteadyTime, std::uint64_t name);
    bool run_next(SteadyTime until);  // false: nothing more until then, and it is `until` now

private:
    SteadyTime now_{std::chrono::hours(1)};
    milliseconds error_{0};
    int jumps_ = 0;
    std::uint64_t names_ = 0;
    std::map<std::pair<SteadyTime, std::uint64_t>, Task> agenda_;
};

// The timers of one part of the service; they end with it.
class Timers final : public bot::Steady {
public:
    explicit Timers(Clock& clock) : clock_(clock) {}
    SteadyTime now() const override { return clock_.now(); }
    std::unique_ptr<bot::Timer> timer() override;
    bool any_set() const { return set_ > 0; }

private:
    class Timer;
    Clock& clock_;
    int set_ = 0;
};

}  // namespace sim
