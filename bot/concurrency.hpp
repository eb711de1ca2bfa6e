// How many messages may be on their way at once. WhatsApp answers in a tenth of a second or in ten: the rate alone does not tell how many
// that makes. So the number grows with every quick answer that came while all places were taken, and halves when answers are slow or fail.
// Pure: the time is passed in.
#pragma once
#include <algorithm>
#include <chrono>

namespace bot {

class Concurrency {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Concurrency(int most) : most_(most), allowed_(std::min(first, most)) {}

    int allowed() const { return allowed_; }
    // An attempt ended. `in_flight`: how many were on their way with it.
    void note(bool answered, std::chrono::milliseconds took, int in_flight, Time now) {
        if (!answered || took > slow) {
            if (now - halved_at_ < pause) return;  // the answers of one bad moment count once
            allowed_ = std::max(std::min(least, most_), allowed_ / 2);
            halved_at_ = now;
        } else if (in_flight >= allowed_) {
            allowed_ = std::min(allowed_ + 1, most_);
        }
    }

private:
    static constexpr int first = 16, least = 4;
    static constexpr std::chrono::milliseconds slow{5'000}, pause{1'000};

    int most_, allowed_;
    Time halved_at_{};
};

}  // namespace bot
