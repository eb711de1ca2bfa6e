// The server under load: a process of its own on a core of its own, and what it costs.
#pragma once
#include "tests/bench/load/loop.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {

void pin_to_core(int core);  // this process; nothing when the machine has no such core

class Server {
public:
    // Starts the command and waits until it says "listening on …:PORT" and answers a handshake. Throws when it does not.
    Server(std::vector<std::string> command, int core, std::chrono::seconds patience);
    ~Server();  // SIGTERM, then SIGKILL
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const { return port_; }
    Clock::duration start_time() const { return start_time_; }
    double cpu_seconds() const;
    double resident_mib() const;
    void drain_output(Loop&);  // so that a talkative server never waits for a reader
    bool ended() const;

private:
    class Output;

    std::string first_line(Moment deadline);

    pid_t pid_ = -1;
    int pid_descriptor_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
    Clock::duration start_time_{};
    std::unique_ptr<Output> drain_;
};

// Of the whole machine, in CPU seconds since it was started; of this process.
double busy_seconds();
double own_cpu_seconds();

}  // namespace bench
