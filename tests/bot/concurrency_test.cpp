#include "bot/concurrency.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;

namespace {

// So many answers while every place is taken.
void answers(Concurrency& concurrency, int how_many, std::chrono::milliseconds took, Concurrency::Time now) {
    for (int i = 0; i < how_many; ++i) concurrency.note(true, took, concurrency.allowed(), now);
}

}  // namespace

TEST_CASE("the places double with every round of quick answers, up to the most") {
    Concurrency concurrency(100);
    const Concurrency::Time now{};
    const int first = concurrency.allowed();
    answers(concurrency, first, 150ms, now);
    CHECK(concurrency.allowed() == 2 * first);
    answers(concurrency, 1'000, 150ms, now);
    CHECK(concurrency.allowed() == 100);
}

TEST_CASE("nobody needs more places than are taken") {
    Concurrency concurrency(100);
    const int first = concurrency.allowed();
    for (int i = 0; i < 50; ++i) concurrency.note(true, 10ms, first - 1, {});
    CHECK(concurrency.allowed() == first);
}

TEST_CASE("slow answers and none at all halve the places, once for each bad moment, and never to nothing") {
    Concurrency concurrency(100);
    Concurrency::Time now = Concurrency::Time{} + 1h;
    answers(concurrency, 1'000, 150ms, now);
    concurrency.note(true, 8s, 100, now);
    CHECK(concurrency.allowed() == 50);
    for (int i = 0; i < 49; ++i) concurrency.note(false, 30s, 50, now);
    CHECK(concurrency.allowed() == 50);
    for (int i = 0; i < 20; ++i) concurrency.note(false, 30s, 50, now += 2s);
    CHECK(concurrency.allowed() == 4);
    answers(concurrency, 4, 150ms, now);
    CHECK(concurrency.allowed() == 8);
}

TEST_CASE("a setting below the usual beginning holds") {
    Concurrency concurrency(1);
    concurrency.note(false, 30s, 1, Concurrency::Time{} + 1h);
    CHECK(concurrency.allowed() == 1);
}
