#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;

namespace {
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
using Words = std::vector<std::string>;
const std::vector<Words> reading{{"list"}, {"show", "1"}, {"history", "1"}, {"reasons"}, {"calls"}};
const std::vector<Words> working{{"take"},
                                 {"take", "1"},
                                 {"release", "1"},
                                 {"return", "1", "KTP", "--reason", "foto_buram"},
                                 {"approve", "1"},
                                 {"ready", "1"},
                                 {"done", "1"},
                                 {"reject", "1", "--reason", "bukan_kewenangan"},
                                 {"undo", "1"},
                                 {"note", "1", "x"},
                                 {"fill", "1", "dtsen", "1"},
                                 {"reply", "1", "x"},
                                 {"hangup", "P-1"},
                                 {"open", "1", "KTP"},
                                 {"new", "SKTM"},
                                 {"show", "1", "--reveal", "pemohon_nik", "--reason", "x"}};
}  // namespace

TEST_CASE("rights: an account without a clerk's row is told what to do", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    for (const auto& list : {reading, working})
        for (const Words& words : list) {
            const Ran ran = office.run("budi", words);
            INFO(words.front());
            CHECK(ran.exit_code == 5);
            CHECK(has(ran.err, "sapa clerk add budi"));
            CHECK(ran.out.empty());
        }
    CHECK(office.run("", {"list"}).exit_code == 5);
    CHECK(office.clerk_command("budi", {"add", "budi", "--role", "admin"}).exit_code == 5);
    CHECK(office.history(ticket).size() == 1);
    CHECK(has(office.log().front(), "by 'budi': denied"));
}

TEST_CASE("rights: who may only read changes nothing and reveals nothing", "[desk]") {
    Office office;
    office.put_clerk("camat", "Pak Camat", {"pembaca"});
    const std::string ticket = office.file();
    for (const Words& words : reading) CHECK(office.run("camat", words).exit_code == 0);
    for (const Words& words : working) {
        const Ran ran = office.run("camat", words);
        INFO(words.front());
        CHECK(ran.exit_code == 5);
        CHECK(has(ran.err, "peran petugas"));
    }
    CHECK(office.clerk_command("camat", {"list"}).exit_code == 5);
    const std::vector<storage::HistoryEntry> history = office.history(ticket);
    REQUIRE(history.size() == 2);
    CHECK(history.back().action == "show");
    CHECK(history.back().actor == "Pak Camat");
}

TEST_CASE("rights: clerks work, only admins keep the list of clerks", "[desk]") {
    Office office;
    CHECK(office.clerk_command("rini", {"list"}).exit_code == 5);
    CHECK(office.backup_command("rini", {(office.directory() / "b.db").string()}).exit_code == 5);
    office.put_clerk("rini", "Rini", {"admin"});
    CHECK(office.clerk_command("rini", {"list"}).exit_code == 0);
    office.file();
    CHECK(office.run("rini", {"take"}).exit_code == 0);
    office.put_clerk("adi", "Adi", {});
    CHECK(office.run("adi", {"list"}).exit_code == 5);
}

TEST_CASE("rights: the account that runs the service is admin without a row", "[desk]") {
    Office office;
    office.file();
    CHECK(office.run("root", {"take"}).exit_code == 0);
    CHECK(office.run("adi", {"show", "1", "--json"}).json().at("claimed_by") == "root");
    CHECK(office.clerk_command("root", {}).exit_code == 0);
}
