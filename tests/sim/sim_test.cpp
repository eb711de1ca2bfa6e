// Worlds by seed. SAPA_SIM_FIRST and SAPA_SIM_SEEDS choose others and more of them; SAPA_SIM_LOG=1 prints every story.
#include "bot/log.hpp"
#include "tests/sim/world.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* given = std::getenv(name);
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

#ifdef NDEBUG
constexpr std::uint64_t seeds_usually = 1'000;
#else
constexpr std::uint64_t seeds_usually = 60;
#endif

void print(const sim::Story& story) {
    for (const std::string& line : story.lines) std::cerr << line << '\n';
}

// Counts together what happened, so that nobody believes worlds in which nothing did.
struct Totals {
    std::uint64_t commits = 0, deaths = 0, power_cuts = 0, messages = 0, sends = 0, requests = 0;

    void add(const sim::Story& story) {
        commits += story.commits;
        deaths += story.deaths;
        power_cuts += story.power_cuts;
        messages += story.messages;
        sends += story.sends;
        requests += story.requests;
    }
};

bool holds(std::uint64_t seed, Totals& totals) {
    const sim::Story story = sim::play(seed);
    totals.add(story);
    if (std::getenv("SAPA_SIM_LOG") != nullptr || !story.broken.empty()) print(story);
    if (story.broken.empty()) return true;
    std::cerr << "seed " << seed << ": " << story.broken << "\nreplay: SAPA_SIM_FIRST=" << seed
              << " SAPA_SIM_SEEDS=1 sim_tests \"every promise holds in every world\"\n";
    return false;
}

}  // namespace

TEST_CASE("every promise holds in every world") {
    bot::log::set_level("off");
    const std::uint64_t first = setting("SAPA_SIM_FIRST", 1), seeds = setting("SAPA_SIM_SEEDS", seeds_usually);
    Totals totals;
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        INFO("seed " << seed);
        REQUIRE(holds(seed, totals));
    }
    std::cerr << seeds << " worlds: " << totals.messages << " messages, " << totals.sends << " sends, " << totals.requests << " requests, "
              << totals.commits << " commits, " << totals.deaths << " deaths, " << totals.power_cuts << " power cuts\n";
}

TEST_CASE("seeds that once found something") {
    bot::log::set_level("off");
    std::ifstream file(std::string(SAPA_SOURCE_DIR) + "/tests/sim/seeds.txt");
    REQUIRE(file);
    Totals totals;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        INFO("seed " << line);
        CHECK(holds(std::stoull(line), totals));
    }
}

TEST_CASE("the same seed is the same story") {
    bot::log::set_level("off");
    for (const std::uint64_t seed : {7U, 11U}) CHECK(sim::play(seed).lines == sim::play(seed).lines);
}
