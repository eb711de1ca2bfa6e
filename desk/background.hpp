// Work that takes long and needs neither the database's thread nor the network's: a copy of the database. One at a time.
#pragma once
#include "desk/protocol.hpp"

#include <functional>
#include <memory>

namespace desk {

class Background {
public:
    Background();
    // false: something is under way already. `done` is called on the working thread, and neither called nor held after stop().
    bool run(std::function<Result()> work, std::function<void(Result)> done);
    // Waits for nobody: what is under way goes on alone, unheard.
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace desk
