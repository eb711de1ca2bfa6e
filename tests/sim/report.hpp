// What happened in a simulated world, line by line, and the first promise that it broke.
#pragma once
#include "tests/sim/clock.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace sim {

class Report {
public:
    explicit Report(const Clock& clock) : clock_(clock) {}

    template <typename... Args>
    void note(fmt::format_string<Args...> format, Args&&... args) {
        lines_.push_back(stamp() + fmt::format(format, std::forward<Args>(args)...));
    }
    template <typename... Args>
    void broken(fmt::format_string<Args...> format, Args&&... args) {
        const std::string what = fmt::format(format, std::forward<Args>(args)...);
        lines_.push_back(stamp() + "BROKEN: " + what);
        if (broken_.empty()) broken_ = what;
    }
    bool is_broken() const { return !broken_.empty(); }
    const std::string& first_broken() const { return broken_; }
    const std::vector<std::string>& lines() const { return lines_; }

private:
    std::string stamp() const;

    const Clock& clock_;
    std::vector<std::string> lines_;
    std::string broken_;
};

}  // namespace sim
