#include "tests/bench/load/server.hpp"

#include "tests/bench/load/payload.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr auto time_to_stop = 20s;

int milliseconds_until(Moment deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(left) + 1;
}

bool becomes_ready(int descriptor, Moment deadline, short events = POLLIN) {
    pollfd one{descriptor, events, 0};
    return ::poll(&one, 1, milliseconds_until(deadline)) > 0;
}

double seconds_of(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// How long a citizen would have waited for the first answer.
void await_handshake(std::uint16_t port, Moment deadline) {
    const int descriptor = connect_to_loopback(port);
    const std::string request = handshake_request();
    std::array<char, 512> answer;
    const bool answered = becomes_ready(descriptor, deadline, POLLOUT) &&
                          ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()) &&
                          becomes_ready(descriptor, deadline) && ::recv(descriptor, answer.data(), answer.size(), 0) > 0;
    ::close(descriptor);
    if (!answered) throw std::runtime_error("the server listens and does not answer");
}

}  // namespace

class Server::Output : public Loop::Handler {
public:
    Output(Loop& loop, int descriptor) : loop_(loop), descriptor_(descriptor) { loop_.watch(descriptor_, *this, EPOLLIN); }
    ~Output() override { loop_.forget(descriptor_); }
    void ready(std::uint32_t) override {
        std::array<char, 4096> bytes;
        if (::read(descriptor_, bytes.data(), bytes.size()) <= 0) loop_.forget(descriptor_);
    }

private:
    Loop& loop_;
    int descriptor_;
};

void pin_to_core(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(core), &cores);
    if (core < ::sysconf(_SC_NPROCESSORS_ONLN)) ::sched_setaffinity(0, sizeof cores, &cores);
}

Server::Server(std::vector<std::string> command, int core, std::chrono::seconds patience) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const Moment began = Clock::now();
    pid_ = ::fork();
    if (pid_ == 0) {
        pin_to_core(core);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // whatever ends the load ends its server
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
    pid_descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    const std::string line = first_line(began + patience);
    const std::size_t colon = line.rfind(':');
    if (!line.starts_with("listening on ") || colon == std::string::npos)
        throw std::runtime_error(fmt::format("{} did not start; it said: {}", command.front(), line));
    std::from_chars(line.data() + colon + 1, line.data() + line.size(), port_);
    await_handshake(port_, began + patience);
    start_time_ = Clock::now() - began;
}

std::string Server::first_line(Moment deadline) {
    std::string line;
    char byte = 0;
    while (becomes_ready(output_, deadline) && ::read(output_, &byte, 1) == 1 && byte != '\n') line += byte;
    return line;
}

Server::~Server() {
    drain_.reset();
    ::kill(pid_, SIGTERM);
    if (!becomes_ready(pid_descriptor_, Clock::now() + time_to_stop)) ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(pid_descriptor_);
    ::close(output_);
}

bool Server::ended() const { return becomes_ready(pid_descriptor_, Clock::now()); }

void Server::drain_output(Loop& loop) { drain_ = std::make_unique<Output>(loop, output_); }

double Server::cpu_seconds() const {
    clockid_t clock{};
    return ::clock_getcpuclockid(pid_, &clock) == 0 ? seconds_of(clock) : 0;
}

double Server::resident_mib() const {
    std::ifstream file(fmt::format("/proc/{}/statm", pid_));
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double busy_seconds() {
    std::ifstream file("/proc/stat");
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft_interrupts = 0;
    file >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts;
    return (user + nice + system + interrupts + soft_interrupts) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double own_cpu_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace bench
