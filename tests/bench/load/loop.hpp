// One epoll loop with timers, for the load generator and its stand-in for the Graph API: one thread, one clock, few system calls.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

class Loop {
public:
    class Handler {
    public:
        virtual ~Handler() = default;
        virtual void ready(std::uint32_t events) = 0;
    };

    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void watch(int descriptor, Handler&, std::uint32_t events);
    void change(int descriptor, Handler&, std::uint32_t events);
    void forget(int descriptor);
    void at(Moment, std::function<void()>);
    void retire(std::unique_ptr<Handler>);  // destroyed after this round: its events may still be in the list
    void run_until(const std::function<bool()>& done);

private:
    struct Timer {
        Moment when;
        std::uint64_t order;
        std::function<void()> run;
        bool operator<(const Timer& other) const { return when != other.when ? when > other.when : order > other.order; }
    };

    void wait_and_handle();
    void run_timers();

    int epoll_;
    std::uint64_t order_ = 0;
    std::priority_queue<Timer> timers_;
    std::vector<std::unique_ptr<Handler>> retired_;
};

// A non-blocking TCP connection on loopback that is read as it comes and written as it goes.
class Stream : public Loop::Handler {
public:
    Stream(Loop&, int descriptor);
    ~Stream() override;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void send(std::string_view bytes);
    void close();
    bool is_open() const { return descriptor_ >= 0; }
    void ready(std::uint32_t events) final;

protected:
    virtual void received(std::string& bytes) = 0;  // takes from the front what is whole
    virtual void ended() = 0;                       // the other side closed, or the connection broke

private:
    bool read_all();
    bool flush();

    Loop& loop_;
    int descriptor_;
    bool wants_write_ = false;
    std::string in_, out_;
};

int connect_to_loopback(std::uint16_t port);  // may still be connecting
struct Listening {
    int descriptor;
    std::uint16_t port;
};
Listening listen_on_loopback();  // the system chooses the port

}  // namespace bench
