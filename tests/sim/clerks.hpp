// The office's clerks, at the desk's verbs: they take, approve, return, refuse and take back; now and then two of them at once, or one of
// them twice.
#pragma once
#include "tests/sim/clock.hpp"
#include "tests/sim/life.hpp"
#include "tests/sim/random.hpp"

#include <functional>
#include <string>

namespace sim {

class Clerks {
public:
    // `life`: null while the service is down. `promised`: a change that a clerk was told of.
    Clerks(Clock&, Random, double busy, Report&, std::function<Life*()> life, std::function<void(const std::string& ticket)> promised);

    void start();
    void go_home() { home_ = true; }

private:
    void work_soon();
    void work();
    void act(Life&, const std::string& clerk, const std::string& verb, const std::string& ticket);

    Clock& clock_;
    Random random_;
    double busy_;
    Report& report_;
    std::function<Life*()> life_;
    std::function<void(const std::string&)> promised_;
    bool home_ = false;
};

}  // namespace sim
