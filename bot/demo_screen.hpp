// The demo's screen: what the citizen typed and what the bot said, from two threads, never mixed within a line.
#pragma once
#include "bot/stand_in.hpp"
#include "desk/streams.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace bot {

class Screen {
public:
    explicit Screen(desk::Streams io) : io_(io) {}

    void echo(std::string_view line);  // only when nobody typed it on this screen
    void show(const StandIn::Bubble&);
    void note(std::string_view);  // to standard error
    void prompt();

private:
    desk::Streams io_;
    std::mutex mutex_;
};

}  // namespace bot
