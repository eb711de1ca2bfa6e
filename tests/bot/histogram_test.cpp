#include "bot/histogram.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using bot::Histogram;
using namespace std::chrono_literals;

TEST_CASE("a value falls into the first bucket whose bound it does not exceed") {
    static constexpr std::array<std::uint64_t, 3> bounds{10, 20, 50};
    Histogram histogram(bounds);
    for (const std::uint64_t value : {0U, 10U, 11U, 20U, 21U, 50U, 51U, 1'000'000U}) histogram.add(value);
    CHECK(histogram.count(0) == 2);
    CHECK(histogram.count(1) == 2);
    CHECK(histogram.count(2) == 2);
    CHECK(histogram.count(3) == 2);
    CHECK(histogram.sum() == 1'000'163);
}

TEST_CASE("times are counted in microseconds, and a clock that ran backwards counts as none") {
    Histogram histogram(bot::latency_bounds);
    histogram.add(1ms);
    histogram.add(-1s);
    CHECK(histogram.sum() == 1'000);
    CHECK(histogram.count(0) == 1);
    CHECK(histogram.count(1) == 1);
}

TEST_CASE("nothing is lost when several threads add at once") {
    Histogram histogram(bot::batch_bounds);
    constexpr int threads = 4, each = 20'000;
    std::vector<std::thread> adders;
    for (int t = 0; t < threads; ++t)
        adders.emplace_back([&] {
            for (std::uint64_t i = 0; i < each; ++i) histogram.add(i % 300);
        });
    for (std::thread& adder : adders) adder.join();
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) total += histogram.count(i);
    CHECK(total == threads * each);
}
