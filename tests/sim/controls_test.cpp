// A watch that never barks guards nothing: offices with something wrong in them on purpose must be found out, soon.
#include "bot/log.hpp"
#include "tests/sim/world.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace {

constexpr std::uint64_t seeds_most = 100;

// What the first world says that notices; empty: none did.
std::string found(sim::Sabotage sabotage) {
    bot::log::set_level("off");
    for (std::uint64_t seed = 1; seed <= seeds_most; ++seed) {
        const sim::Story story = sim::play(seed, sabotage);
        if (story.broken.empty()) continue;
        return story.broken;
    }
    return {};
}

bool tells_of(const std::string& broken, const std::string& words) { return broken.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("control: commits that do not wait for the disk lose what was acknowledged") {
    CHECK(tells_of(found(sim::Sabotage::SyncNormal), "lost"));
}

TEST_CASE("control: a disk that lies about fsync is found out") { CHECK_FALSE(found(sim::Sabotage::SyncLies).empty()); }

TEST_CASE("control: a 200 before the commit is a lie") { CHECK(tells_of(found(sim::Sabotage::AnswersEarly), "acknowledged")); }

TEST_CASE("control: without its memory of messages the office does everything twice") {
    CHECK_FALSE(found(sim::Sabotage::ForgetsMessages).empty());
}

TEST_CASE("control: what was being sent is sent again at once after a restart") {
    CHECK(tells_of(found(sim::Sabotage::NoDoubtAfterRestart), "before a status could tell"));
}
