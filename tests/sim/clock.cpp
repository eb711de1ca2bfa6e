#include "tests/sim/clock.hpp"

#include "tests/sim/report.hpp"

#include <algorithm>
#include <optional>

namespace sim {

// Monday 23 November 2026, 09.00 in Dabo: the office is open.
flows::TimePoint Clock::true_time() const {
    using namespace std::chrono;
    const flows::TimePoint start = sys_days{year{2026} / 11 / 23} + hours(2);
    return start + duration_cast<milliseconds>(now_ - SteadyTime(hours(1)));
}

std::uint64_t Clock::at(SteadyTime when, Task task) {
    agenda_.emplace(std::pair(std::max(when, now_), ++names_), std::move(task));
    return names_;
}

void Clock::forget(SteadyTime when, std::uint64_t name) { agenda_.erase({when, name}); }

bool Clock::run_next(SteadyTime until) {
    const auto first = agenda_.begin();
    if (first == agenda_.end() || first->first.first > until) {
        now_ = std::max(now_, until);
        return false;
    }
    now_ = first->first.first;
    const Task task = std::move(first->second);
    agenda_.erase(first);
    task();
    return true;
}

class Timers::Timer final : public bot::Timer {
public:
    explicit Timer(Timers& owner) : owner_(owner) {}
    ~Timer() override { Timer::cancel(); }

    void call_at(SteadyTime wished, std::function<void()> call) override {
        cancel();
        at_ = std::max(wished, owner_.clock_.now());
        ++owner_.set_;
        name_ = owner_.clock_.at(at_, [this, call = std::move(call)] {
            name_.reset();
            --owner_.set_;
            call();
        });
    }
    void cancel() override {
        if (!name_) return;
        owner_.clock_.forget(at_, *name_);
        name_.reset();
        --owner_.set_;
    }

private:
    Timers& owner_;
    SteadyTime at_{};
    std::optional<std::uint64_t> name_;
};

std::unique_ptr<bot::Timer> Timers::timer() { return std::make_unique<Timer>(*this); }

std::string Report::stamp() const {
    const auto total = std::chrono::duration_cast<milliseconds>(clock_.now() - SteadyTime(std::chrono::hours(1))).count();
    return fmt::format("{:02}:{:02}:{:02}.{:03}  ", total / 3'600'000, total / 60'000 % 60, total / 1'000 % 60, total % 1'000);
}

}  // namespace sim
