// How fast messages may leave: so many a second for the number, and a burst and then one in a while for each citizen. Pure: the time is
// passed in.
#pragma once
#include "flows/address.hpp"

#include <chrono>
#include <cstddef>
#include <unordered_map>

namespace bot {

using PaceTime = std::chrono::steady_clock::time_point;

class TokenBucket {
public:
    TokenBucket(double per_second, double capacity, PaceTime now) : rate_(per_second), capacity_(capacity), tokens_(capacity), at_(now) {}
    bool take(PaceTime now);            // false: not yet
    PaceTime next(PaceTime now) const;  // when take() will succeed
    void put_back() { tokens_ += 1; }
    void use_rate(double per_second, PaceTime now);  // from now on

private:
    double filled(PaceTime now) const;

    double rate_, capacity_, tokens_;
    PaceTime at_;
};

class PairPace {
public:
    PairPace(int burst, std::chrono::milliseconds refill) : burst_(burst), refill_(refill) {}
    bool take(flows::CitizenId, PaceTime now);
    PaceTime next(flows::CitizenId, PaceTime now) const;
    std::size_t remembered() const { return spent_.size(); }

private:
    // One number a citizen: the moment at which the whole burst is free again.
    PaceTime whole_at(flows::CitizenId, PaceTime now) const;
    void forget_whole(PaceTime now);

    int burst_;
    std::chrono::milliseconds refill_;
    std::unordered_map<flows::CitizenId, PaceTime> spent_;
    std::size_t sweep_at_ = 1024;
};

}  // namespace bot
