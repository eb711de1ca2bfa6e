#include "desk/background.hpp"

#include <mutex>
#include <thread>
#include <utility>

namespace desk {

struct Background::State {
    std::mutex mutex;
    bool busy = false;
    std::function<void(Result)> done;  // here, and not with the thread, so that stop() can let go of what it holds
    bool stopped = false;
};

Background::Background() : state_(std::make_shared<State>()) {}

bool Background::run(std::function<Result()> work, std::function<void(Result)> done) {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->busy || state_->stopped) return false;
        state_->busy = true;
        state_->done = std::move(done);
    }
    std::thread([state = state_, work = std::move(work)] {
        Result result = work();
        const std::lock_guard lock(state->mutex);
        state->busy = false;
        if (const auto tell = std::exchange(state->done, nullptr)) tell(std::move(result));
    }).detach();
    return true;
}

void Background::stop() {
    std::function<void(Result)> unheard;
    const std::lock_guard lock(state_->mutex);
    state_->stopped = true;
    unheard.swap(state_->done);
}

}  // namespace desk
