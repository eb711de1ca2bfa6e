// Which troubles a world has, and how often. Every seed draws a few of them: worlds with everything at once hide what one trouble does.
#pragma once
#include "tests/sim/random.hpp"

#include <chrono>
#include <string>

namespace sim {

using std::chrono::milliseconds;

struct Plan {
    // Webhooks, for each delivery.
    double delivered_twice = 0, held_back = 0, batched = 0, answer_lost = 0;
    // Sends, for each request.
    double temporary = 0, throttled_number = 0, throttled_pair = 0, rejected = 0, window_closed = 0, token_refused = 0;
    double lost_answer = 0, lost_request = 0, not_connected = 0, slow = 0, nameless_answer = 0;
    double outages = 0;  // starts one, for each request
    // Statuses, for each message.
    double status_missing = 0, status_twice = 0, status_early = 0, status_late = 0, status_failed = 0;
    // The process and its disk, for each commit.
    double killed = 0, power_cut = 0, disk_error = 0, disk_full = 0, stopped = 0, slow_disk = 0;
    double clock_jumps = 0;  // for each minute
    double refused_files = 0;
    int batch_most = 256;
    int citizens = 5, messages_each = 12;
    int window_most = 2'000;
    double clerks_busy = 1;

    std::string described() const;
};

Plan draw_plan(Random&);
Plan calm(const Plan&);  // the same world without any trouble

}  // namespace sim
