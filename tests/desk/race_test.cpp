#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;

TEST_CASE("race: two clerks at once, one wins and the other is told who and until when", "[desk]") {
    Office office;
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        const std::string ticket = office.file({.phone = "6281200020" + std::to_string(10 + round)});
        office.socket("rini");
        office.socket("adi");
        Ran rini, adi;
        if (round % 2 == 1)
            for (const char* before : {"take", "approve"}) REQUIRE(office.run("rini", {before, ticket}).exit_code == 0);
        const std::vector<std::string> words{round % 2 == 0 ? "take" : "ready", ticket};
        std::thread other([&] { adi = office.run("adi", words); });
        rini = office.run("rini", words);
        other.join();
        INFO(rini.out << rini.err << adi.out << adi.err);
        if (round % 2 == 0) {
            REQUIRE(rini.exit_code + adi.exit_code == 3);
            const Ran& loser = rini.exit_code == 3 ? rini : adi;
            const std::string winner = rini.exit_code == 0 ? "Rini" : "Adi";
            CHECK(loser.err.find("dipegang " + winner + " sampai 09.41") != std::string::npos);
            CHECK(office.request(ticket).claimed_by == winner);
        } else {
            // The second finds it ready already: a warning, and nothing happens twice.
            CHECK(rini.exit_code + adi.exit_code == 0);
            CHECK((rini.out.empty() != adi.out.empty()));
            CHECK(office.history(ticket).size() == 4);
        }
    }
}
