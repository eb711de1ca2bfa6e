#include "desk/background.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <thread>

using namespace std::chrono_literals;

TEST_CASE("background: one piece of work at a time, and its result is heard", "[desk]") {
    desk::Background background;
    std::promise<void> go;
    std::promise<desk::Result> heard;
    auto result = heard.get_future();
    REQUIRE(background.run(
        [&] {
            go.get_future().wait();
            return desk::Result("1");
        },
        [&](desk::Result done) { heard.set_value(std::move(done)); }));
    CHECK_FALSE(background.run([] { return desk::Result("2"); }, [](const desk::Result&) {}));
    go.set_value();
    REQUIRE(result.wait_for(10s) == std::future_status::ready);
    CHECK(result.get().value() == "1");
}

TEST_CASE("background: after stop() nothing of the listener is held by work that goes on", "[desk]") {
    auto go = std::make_shared<std::promise<void>>();
    std::promise<void> ended;
    auto listener = std::make_shared<int>(0);
    const std::weak_ptr<int> watch = listener;
    desk::Background background;
    REQUIRE(background.run(
        [go, &ended] {
            go->get_future().wait();
            ended.set_value();
            return desk::Result("1");
        },
        [listener = std::move(listener)](const desk::Result&) { ++*listener; }));
    background.stop();
    CHECK(watch.expired());
    go->set_value();
    CHECK(ended.get_future().wait_for(10s) == std::future_status::ready);
    CHECK_FALSE(background.run([] { return desk::Result("2"); }, [](const desk::Result&) {}));
}
