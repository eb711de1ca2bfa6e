#include "tests/bench/load/loop.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace bench {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

timespec as_timespec(std::chrono::nanoseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    return {seconds.count(), (time - seconds).count()};
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) fail("epoll_create1");
}

Loop::~Loop() { ::close(epoll_); }

void Loop::watch(int descriptor, Handler& handler, std::uint32_t events) {
    epoll_event event{events, {.ptr = &handler}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
}

void Loop::change(int descriptor, Handler& handler, std::uint32_t events) {
    epoll_event event{events, {.ptr = &handler}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) != 0) fail("epoll_ctl");
}

void Loop::forget(int descriptor) { ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr); }

void Loop::at(Moment when, std::function<void()> run) { timers_.push({when, order_++, std::move(run)}); }

void Loop::retire(std::unique_ptr<Handler> handler) { retired_.push_back(std::move(handler)); }

void Loop::run_until(const std::function<bool()>& done) {
    while (!done()) {
        wait_and_handle();
        run_timers();
        retired_.clear();
    }
}

void Loop::wait_and_handle() {
    constexpr std::chrono::nanoseconds longest = std::chrono::milliseconds(50);  // `done` may look at the clock
    std::chrono::nanoseconds wait = longest;
    if (!timers_.empty()) wait = std::clamp(std::chrono::nanoseconds(timers_.top().when - Clock::now()), {}, longest);
    const timespec most = as_timespec(wait);
    std::array<epoll_event, 256> events;
    const int count = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &most, nullptr);
    if (count < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        static_cast<Handler*>(event.data.ptr)->ready(event.events);
    }
}

void Loop::run_timers() {
    const Moment now = Clock::now();
    while (!timers_.empty() && timers_.top().when <= now) {
        const std::function<void()> run = timers_.top().run;
        timers_.pop();
        run();
    }
}

Stream::Stream(Loop& loop, int descriptor) : loop_(loop), descriptor_(descriptor) {
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    loop_.watch(descriptor_, *this, EPOLLIN);
}

Stream::~Stream() { close(); }

void Stream::close() {
    if (descriptor_ < 0) return;
    loop_.forget(descriptor_);
    ::close(std::exchange(descriptor_, -1));
}

void Stream::send(std::string_view bytes) {
    out_ += bytes;
    if (!is_open() || wants_write_ || flush()) return;
    close();
    ended();
}

void Stream::ready(std::uint32_t events) {
    if (!is_open()) return;
    bool alive = true;
    if (events & EPOLLOUT) alive = flush();
    if (alive && (events & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
        alive = read_all();
        received(in_);
    }
    if (alive || !is_open()) return;
    close();
    ended();
}

bool Stream::read_all() {
    std::array<char, 32 * 1024> chunk;
    for (;;) {
        const ssize_t count = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
        if (count > 0) in_.append(chunk.data(), static_cast<std::size_t>(count));
        if (count == static_cast<ssize_t>(chunk.size())) continue;
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
    }
}

bool Stream::flush() {
    std::size_t sent = 0;
    bool alive = true;
    while (sent < out_.size()) {
        const ssize_t count = ::send(descriptor_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
        if (count < 0) {
            alive = errno == EAGAIN || errno == EINTR || errno == ENOTCONN;
            break;
        }
        sent += static_cast<std::size_t>(count);
    }
    out_.erase(0, sent);
    const bool wants_write = alive && !out_.empty();
    if (wants_write != wants_write_) loop_.change(descriptor_, *this, EPOLLIN | (wants_write ? EPOLLOUT : 0u));
    wants_write_ = wants_write;
    return alive;
}

int connect_to_loopback(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) fail("socket");
    const sockaddr_in address = loopback(port);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
        ::close(descriptor);
        fail("connect");
    }
    return descriptor;
}

Listening listen_on_loopback() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(descriptor, 4096) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        fail("listen");
    return {descriptor, ntohs(address.sin_port)};
}

}  // namespace bench
