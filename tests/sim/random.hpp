// All chance in a simulated world. SplitMix64: one number of state, the same on every machine and with every standard library.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sim {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    // 0 … most
    std::int64_t upto(std::int64_t most) { return static_cast<std::int64_t>(next() % (static_cast<std::uint64_t>(most) + 1)); }
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + upto(most - least); }
    bool chance(double p) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < p; }
    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most) {
        return std::chrono::milliseconds(between(least.count(), most.count()));
    }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[static_cast<std::size_t>(upto(static_cast<std::int64_t>(from.size()) - 1))];
    }
    Random fork() { return Random(next()); }

private:
    std::uint64_t state_;
};

}  // namespace sim
