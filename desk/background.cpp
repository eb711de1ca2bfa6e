#include "desk/background.hpp"

#include <mutex>
#include <thread>
#include <utility>

namespace desk {

struct Background::State {
    std::mutex mutex;
    bool busy = false;
    bool stopped = false;
};

Background::Background() : state_(std::make_shared<State>()) {}

bool Background::run(std::function<Result()> work, std::function<void(Result)> done) {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->busy || state_->stopped) return false;
        state_->busy = true;
    }
    std::thread([state = state_, work = std::move(work), done = std::move(done)] {
        Result result = work();
        const std::lock_guard lock(state->mutex);
        state->busy = false;
        if (!state->stopped) done(std::move(result));
    }).detach();
    return true;
}

void Background::stop() {
    const std::lock_guard lock(state_->mutex);
    state_->stopped = true;
}

}  // namespace desk
