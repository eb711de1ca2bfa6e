#include "bot/pace.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;

TEST_CASE("a bucket gives its burst and then its rate") {
    PaceTime now{};
    TokenBucket bucket(10, 3, now);
    for (int i = 0; i < 3; ++i) CHECK(bucket.take(now));
    CHECK_FALSE(bucket.take(now));
    const PaceTime next = bucket.next(now);
    CHECK(next > now + 99ms);
    CHECK(next < now + 101ms);
    CHECK_FALSE(bucket.take(next - 2ms));
    CHECK(bucket.take(next));
    now = next + 10s;
    for (int i = 0; i < 3; ++i) CHECK(bucket.take(now));
    CHECK_FALSE(bucket.take(now));
}

TEST_CASE("a rate that changes counts from now on") {
    PaceTime now{};
    TokenBucket bucket(10, 1, now);
    CHECK(bucket.take(now));
    now += 50ms;  // half a message has gathered
    bucket.use_rate(5, now);
    CHECK_FALSE(bucket.take(now + 99ms));
    CHECK(bucket.take(now + 101ms));
}

TEST_CASE("a citizen gets a burst, then one in six seconds, and others are not concerned") {
    PaceTime now{};
    PairPace pace(45, 6s);
    for (int i = 0; i < 45; ++i) CHECK(pace.take(1, now));
    CHECK_FALSE(pace.take(1, now));
    CHECK(pace.take(2, now));
    CHECK(pace.next(1, now) == now + 6s);
    now += 6s;
    CHECK(pace.take(1, now));
    CHECK_FALSE(pace.take(1, now));
    now += 45 * 6s;
    for (int i = 0; i < 45; ++i) CHECK(pace.take(1, now));
}

TEST_CASE("citizens whose burst is whole again are forgotten") {
    PaceTime now{};
    PairPace pace(45, 6s);
    for (flows::CitizenId citizen = 1; citizen <= 100'000; ++citizen) {
        pace.take(citizen, now);
        now += 1ms;
    }
    CHECK(pace.remembered() < 20'000);
}
