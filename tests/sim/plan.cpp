#include "tests/sim/plan.hpp"

#include <fmt/format.h>

namespace sim {
namespace {

struct Trouble {
    const char* name;
    double Plan::*rate;
    double most;
};

constexpr Trouble troubles[] = {
    {"delivered_twice", &Plan::delivered_twice, 0.4},
    {"held_back", &Plan::held_back, 0.3},
    {"batched", &Plan::batched, 0.6},
    {"answer_lost", &Plan::answer_lost, 0.3},
    {"temporary", &Plan::temporary, 0.3},
    {"throttled_number", &Plan::throttled_number, 0.1},
    {"throttled_pair", &Plan::throttled_pair, 0.1},
    {"rejected", &Plan::rejected, 0.1},
    {"window_closed", &Plan::window_closed, 0.1},
    {"token_refused", &Plan::token_refused, 0.03},
    {"lost_answer", &Plan::lost_answer, 0.3},
    {"lost_request", &Plan::lost_request, 0.2},
    {"not_connected", &Plan::not_connected, 0.3},
    {"slow", &Plan::slow, 0.5},
    {"nameless_answer", &Plan::nameless_answer, 0.1},
    {"outages", &Plan::outages, 0.03},
    {"status_missing", &Plan::status_missing, 0.5},
    {"status_twice", &Plan::status_twice, 0.4},
    {"status_early", &Plan::status_early, 0.5},
    {"status_late", &Plan::status_late, 0.3},
    {"status_failed", &Plan::status_failed, 0.1},
    {"killed", &Plan::killed, 0.04},
    {"power_cut", &Plan::power_cut, 0.04},
    {"disk_error", &Plan::disk_error, 0.03},
    {"disk_full", &Plan::disk_full, 0.03},
    {"stopped", &Plan::stopped, 0.02},
    {"slow_disk", &Plan::slow_disk, 0.3},
    {"clock_jumps", &Plan::clock_jumps, 0.1},
    {"refused_files", &Plan::refused_files, 0.3},
};

}  // namespace

Plan draw_plan(Random& random) {
    Plan plan;
    const double share = random.pick(std::vector<double>{0.1, 0.25, 0.5});
    for (const Trouble& each : troubles)
        if (random.chance(share)) plan.*each.rate = each.most * static_cast<double>(random.between(1, 10)) / 10;
    plan.batch_most = random.pick(std::vector<int>{1, 3, 256});
    plan.citizens = static_cast<int>(random.between(1, 7));
    plan.messages_each = static_cast<int>(random.between(4, 16));
    plan.window_most = random.pick(std::vector<int>{2, 2'000, 2'000});
    plan.clerks_busy = random.pick(std::vector<double>{0, 1, 1, 3});
    return plan;
}

Plan calm(const Plan& plan) {
    Plan quiet = plan;
    for (const Trouble& each : troubles) quiet.*each.rate = 0;
    return quiet;
}

std::string Plan::described() const {
    std::string text = fmt::format("citizens={} messages={} batch_most={} window_most={} clerks={}", citizens, messages_each, batch_most,
                                   window_most, clerks_busy);
    for (const Trouble& each : troubles)
        if (this->*each.rate > 0) text += fmt::format(" {}={:.3f}", each.name, this->*each.rate);
    return text;
}

}  // namespace sim
