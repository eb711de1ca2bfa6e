#include "bot/pace.hpp"

#include <algorithm>

namespace bot {

double TokenBucket::filled(PaceTime now) const {
    const double passed = std::chrono::duration<double>(now - at_).count();
    return std::min(capacity_, tokens_ + passed * rate_);
}

bool TokenBucket::take(PaceTime now) {
    tokens_ = filled(now);
    at_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

void TokenBucket::use_rate(double per_second, PaceTime now) {
    tokens_ = filled(now);
    at_ = now;
    rate_ = per_second;
}

PaceTime TokenBucket::next(PaceTime now) const {
    const double missing = 1 - filled(now);
    if (missing <= 0) return now;
    return now + std::chrono::duration_cast<PaceTime::duration>(std::chrono::duration<double>(missing / rate_)) +
           std::chrono::microseconds(1);
}

PaceTime PairPace::whole_at(flows::CitizenId citizen, PaceTime now) const {
    const auto found = spent_.find(citizen);
    return found == spent_.end() ? now : std::max(found->second, now);
}

PaceTime PairPace::next(flows::CitizenId citizen, PaceTime now) const {
    const PaceTime least = whole_at(citizen, now) - refill_ * (burst_ - 1);
    return std::max(least, now);
}

bool PairPace::take(flows::CitizenId citizen, PaceTime now) {
    if (next(citizen, now) > now) return false;
    spent_[citizen] = whole_at(citizen, now) + refill_;
    if (spent_.size() >= sweep_at_) forget_whole(now);
    return true;
}

void PairPace::forget_whole(PaceTime now) {
    std::erase_if(spent_, [now](const auto& entry) { return entry.second <= now; });
    sweep_at_ = std::max<std::size_t>(1024, spent_.size() * 2);
}

}  // namespace bot
