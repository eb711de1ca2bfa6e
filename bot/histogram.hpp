// Counts values in fixed buckets. Adding is a short search and two relaxed additions: no lock, no memory, from any thread.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bot {

class Histogram {
public:
    static constexpr std::size_t bounds_most = 16;

    // `bounds` are inclusive and ascending, and outlive the histogram; what is above the last one is counted in a bucket of its own.
    explicit constexpr Histogram(std::span<const std::uint64_t> bounds) : bounds_(bounds.first(std::min(bounds.size(), bounds_most))) {}

    void add(std::uint64_t value) {
        std::size_t bucket = 0;
        while (bucket < bounds_.size() && value > bounds_[bucket]) ++bucket;
        counts_[bucket].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(value, std::memory_order_relaxed);
    }
    void add(std::chrono::steady_clock::duration took) {
        add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::microseconds>(took).count())));
    }

    std::span<const std::uint64_t> bounds() const { return bounds_; }
    std::uint64_t count(std::size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }  // bounds().size(): above all
    std::uint64_t sum() const { return sum_.load(std::memory_order_relaxed); }

private:
    std::span<const std::uint64_t> bounds_;
    std::array<std::atomic<std::uint64_t>, bounds_most + 1> counts_{};
    std::atomic<std::uint64_t> sum_{0};
};

// In microseconds: from a commit on a good disk to WhatsApp's deadline.
inline constexpr std::array<std::uint64_t, 16> latency_bounds{500,       1'000,      2'000,      5'000,     10'000,    20'000,
                                                              50'000,    100'000,    200'000,    500'000,   1'000'000, 2'000'000,
                                                              5'000'000, 10'000'000, 30'000'000, 60'000'000};
inline constexpr std::array<std::uint64_t, 9> batch_bounds{1, 2, 4, 8, 16, 32, 64, 128, 256};

}  // namespace bot
