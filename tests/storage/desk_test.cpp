#include "storage/calls.hpp"
#include "storage/clerks.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;

TEST_CASE("clerks are known by their account") {
    Desk desk;
    auto& db = desk.db;
    CHECK(clerks(db).empty());
    put_clerk(db, {"rini", "Rini", {"petugas"}}, morning);
    put_clerk(db, {"dewi", "Dewi", {}}, morning);
    put_clerk(db, {"rini", "Rini A.", {"petugas", "admin"}}, morning);
    REQUIRE(clerks(db).size() == 2);
    CHECK(clerks(db)[0].account == "dewi");
    CHECK(clerk(db, "dewi")->roles.empty());
    CHECK(clerk(db, "rini")->name == "Rini A.");
    CHECK(clerk(db, "rini")->roles == std::vector<std::string>{"petugas", "admin"});
    CHECK_FALSE(clerk(db, "root").has_value());
    CHECK(remove_clerk(db, "rini"));
    CHECK_FALSE(remove_clerk(db, "rini"));
    CHECK_FALSE(clerk(db, "rini").has_value());
}

TEST_CASE("a citizen has one open call; what is said is kept in order") {
    Desk desk;
    auto& db = desk.db;
    const auto siti = citizen(db, 1);
    note_inbound(db, siti, "Siti", morning);
    const auto id = open_call(db, siti, "petugas", "mau tanya", morning);
    CHECK(open_call(db, siti, "petugas", "masih ada?", morning + 1min) == id);
    CHECK_FALSE(open_call_of(db, citizen(db, 2)).has_value());
    auto open = open_calls(db);
    REQUIRE(open.size() == 1);
    CHECK(open[0].who == "Siti");
    CHECK(open[0].phone == phone(1).phone);
    CHECK(open[0].opened_at == morning);
    CHECK(open[0].last_at == morning + 1min);
    CHECK(open[0].answered_by.empty());

    add_call_line(db, siti, "Rini", "Ya, Bu", morning + 2min);
    add_call_line(db, siti, "warga", "begini", morning + 2min);
    CHECK(open_call_of(db, siti)->answered_by == "Rini");
    const auto lines = call_lines(db, id);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].text == "mau tanya");
    CHECK(lines[2].speaker == "Rini");
    CHECK(lines[3].text == "begini");

    close_calls(db, siti, morning + 3min);
    CHECK(open_calls(db).empty());
    CHECK(call(db, id)->answered_by == "Rini");
    CHECK(open_call(db, siti, "pengaduan", "", morning + 4min) != id);
    CHECK(call_lines(db, open_call_of(db, siti)->id).empty());
}

TEST_CASE("an emergency is not hidden in an older call, and a clerk may speak first") {
    Desk desk;
    auto& db = desk.db;
    const auto siti = citizen(db, 1);
    open_call(db, siti, "petugas", "halo", morning);
    open_call(db, siti, "darurat", "kebakaran", morning + 1min);
    CHECK(open_call_of(db, siti)->topic == "darurat");
    open_call(db, siti, "petugas", "halo lagi", morning + 2min);
    CHECK(open_call_of(db, siti)->topic == "darurat");
    const auto rahmat = citizen(db, 2);
    add_call_line(db, rahmat, "Rini", "Pak, suratnya siap", morning);
    CHECK(open_call_of(db, rahmat)->answered_by == "Rini");
}

TEST_CASE("an officer's last word is known, and a talk that rested after it is closed") {
    Desk desk;
    auto& db = desk.db;
    const auto siti = citizen(db, 1);
    const auto dewi = citizen(db, 2);
    open_call(db, siti, "petugas", "mau tanya", morning);
    CHECK_FALSE(open_call_of(db, siti)->officer_at.has_value());
    add_call_line(db, siti, "Rini", "ya, Bu?", morning + 1min);
    add_call_line(db, dewi, "Rini", "sudah siap, Bu", morning + 1min);
    add_call_line(db, dewi, "warga", "kapan bisa diambil?", morning + 2min);
    CHECK(open_call_of(db, dewi)->officer_at == morning + 1min);
    CHECK(close_rested_calls(db, morning, morning + 3h) == 0);
    CHECK(close_rested_calls(db, morning + 1h, morning + 3h) == 1);
    CHECK_FALSE(open_call_of(db, siti).has_value());
    CHECK(open_call_of(db, dewi).has_value());  // she still waits for an answer
}
