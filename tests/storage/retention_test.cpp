#include "storage/retention.hpp"

#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/clock_mark.hpp"
#include "storage/outbox.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace storage;
using namespace office;

namespace {

KeptSince all_since(flows::TimePoint since) { return {.messages = since, .said = since, .quarantined = since}; }

// A whole round in pieces of so many rows; returns how many pieces it took.
int forget(Database& db, const KeptSince& kept, int most = 100) {
    int pieces = 0;
    for (RetentionRound round; !round.over(); ++pieces) round = forget_piece(db, kept, round, most);
    return pieces;
}

std::int64_t count(Database& db, const std::string& what) { return db.connection().number("SELECT count(*) FROM " + what); }

}  // namespace

TEST_CASE("files of requests closed long ago go; everything else stays") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    for (int n = 1; n <= 4; ++n) {
        expect_attachment(db, n, who, {}, morning);
        attachment_stored(db, n, "attachments/" + std::to_string(n) + ".jpg", "image/jpeg", "", 1, morning);
    }
    const auto id = file(db, who);  // with the files 1 to 3
    const auto stored = [&] { return count(db, "attachments WHERE state = 'stored'"); };
    forget(db, all_since(morning + 1000 * 24h));
    CHECK(stored() == 4);
    change_status(db, id, flows::Status::Batal, by("warga", "cancel"), morning);
    forget(db, all_since(morning));
    CHECK(stored() == 4);
    forget(db, all_since(morning + 1s));
    CHECK(stored() == 1);
    CHECK(attachment(db, 1)->state == "discarded");
    CHECK(attachment(db, 1)->path.empty());
    CHECK(attachment(db, 4)->state == "stored");
}

TEST_CASE("old lines of calls and what could not be read long ago go") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto call = open_call(db, who, "petugas", "mau tanya", morning);
    add_call_line(db, who, "warga", "masih ada?", morning + 2h);
    quarantine(db, "bad json", "{", morning);
    quarantine(db, "empty", "", morning + 2h);
    forget(db, all_since(morning + 1h));
    REQUIRE(call_lines(db, call).size() == 1);
    CHECK(call_lines(db, call)[0].text == "masih ada?");
    REQUIRE(quarantine_count(db) == 1);
    CHECK(quarantined(db, 1)[0].reason == "empty");
}

TEST_CASE("sent messages are forgotten, unsent ones are not, and ids are not given twice") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto unsent = enqueue(db, citizen(db, 2), notice("menunggu"), morning, morning, false).id;
    OutboxId last = 0;
    for (int n = 0; n < 3; ++n) {
        last = enqueue(db, who, notice("kabar"), morning, morning, true).id;
        mark_accepted(db, last, "wamid." + std::to_string(n), morning);
    }
    forget(db, all_since(morning + 1ms));
    CHECK(count(db, "outbox") == 2);
    CHECK(count(db, "outbox WHERE id = " + std::to_string(unsent)) == 1);
    CHECK(enqueue(db, who, notice("baru"), morning, morning, false).id == last + 1);
    CHECK_THROWS(enqueue(db, 4711, notice("siapa?"), morning, morning, true));
}

TEST_CASE("what has not come to its end is kept however old it is, and the age of what has is that of its end") {
    Desk desk;
    auto& db = desk.db;
    int people = 0;
    const auto sending = [&] { return enqueue(db, citizen(db, ++people), notice("kabar"), morning, morning, true).id; };
    sending();  // and nobody knows what became of it
    mark_uncertain(db, sending(), morning + 10min, "timeout");
    const auto given_up = sending(), sent_late = sending();
    mark_parked(db, given_up, "131026");
    mark_accepted(db, sent_late, "wamid.1", morning + 48h);
    const auto newest = sending();
    forget(db, all_since(morning + 24h));
    CHECK(count(db, "outbox") == 4);
    CHECK(count(db, "outbox WHERE id = " + std::to_string(given_up)) == 0);
    mark_accepted(db, newest, "wamid.2", morning);
    forget(db, all_since(morning + 49h));
    CHECK(count(db, "outbox") == 3);
    CHECK(count(db, "outbox WHERE state IN (1, 2)") == 2);
}

TEST_CASE("an office forgets what is its own") {
    Directory directory;
    const auto of = [&](const char* office) { return Database::open(directory.path(), office); };
    const auto kept = all_since(morning + 24h);
    {
        const auto db = of("DABO");
        const auto who = citizen(*db);
        expect_attachment(*db, 1, who, {}, morning);
        attachment_stored(*db, 1, "attachments/1.jpg", "image/jpeg", "", 1, morning);
        change_status(*db, file(*db, who), flows::Status::Batal, by("warga", "cancel"), morning);
        open_call(*db, who, "petugas", "mau tanya", morning);
        add_call_line(*db, who, "warga", "halo", morning);
        quarantine(*db, "bad json", "{", morning);
        remember_message(*db, "wamid.1", who, morning - 40 * 24h);
        enqueue(*db, who, notice("kabar"), morning, morning, false);
    }
    const auto counted = [&](Database& db) {
        return std::vector{count(db, "attachments WHERE state = 'stored'"), count(db, "call_lines"), count(db, "quarantine"),
                           count(db, "inbox")};
    };
    std::vector<std::int64_t> before;
    {
        const auto other = of("BUKIT");
        before = counted(*other);
        forget(*other, kept);
        CHECK(counted(*other) == before);
    }
    const auto own = of("DABO");
    forget(*own, kept);
    CHECK(before == std::vector<std::int64_t>{1, 2, 1, 1});
    CHECK(counted(*own) == std::vector<std::int64_t>{0, 0, 0, 0});
}

TEST_CASE("ids of the last thirty days before the newest reply are kept, whatever the clock says") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    remember_message(db, "old", who, morning - 40 * 24h);
    remember_message(db, "young", who, morning - 29 * 24h);
    remember_message(db, "now", who, morning);
    forget(db, all_since(morning + 365 * 24h));
    CHECK(count(db, "inbox") == 3);  // no reply tells what time it is
    enqueue(db, who, notice("kabar"), morning, morning, false);
    forget(db, all_since(morning + 365 * 24h));
    CHECK_FALSE(already_handled(db, "old"));
    CHECK(already_handled(db, "young"));
    CHECK(already_handled(db, "now"));
}

TEST_CASE("a round looks at every row, a few at a time, whatever the size of its pieces") {
    const int most = GENERATE(1, 2, 3, 7);
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    enqueue(db, who, notice("kabar"), morning, morning, false);
    for (int n = 0; n < 7; ++n) remember_message(db, "old." + std::to_string(n), who, morning - 100 * 24h);
    for (int n = 0; n < 7; ++n) remember_message(db, "young." + std::to_string(n), who, morning);
    for (int n = 0; n < 6; ++n) quarantine(db, "bad json", "{", n % 2 == 0 ? morning - 100 * 24h : morning);
    const auto round = forget_piece(db, all_since(morning - 50 * 24h), {}, most);
    CHECK(count(db, "inbox") == 14 - most);
    CHECK_FALSE(round.over());
    CHECK(forget(db, all_since(morning - 50 * 24h), most) >= 7 / most);
    CHECK(count(db, "inbox") == 7);
    CHECK(quarantine_count(db) == 3);
}

TEST_CASE("a clock far from the last known time is not believed until a message bears it out") {
    Desk desk;
    auto& db = desk.db;
    CHECK(keep_clock_mark(db, morning));
    CHECK(keep_clock_mark(db, morning - 1min));
    CHECK_FALSE(keep_clock_mark(db, morning - 3min));
    CHECK(keep_clock_mark(db, morning + 6 * 24h));
    CHECK_FALSE(keep_clock_mark(db, morning));
    const auto much_later = morning + 30 * 24h;
    CHECK_FALSE(keep_clock_mark(db, much_later));
    const auto who = citizen(db);
    note_inbound(db, who, "", morning + 7 * 24h);
    CHECK_FALSE(keep_clock_mark(db, much_later));
    note_inbound(db, who, "", much_later - 1h);
    CHECK(keep_clock_mark(db, much_later));
}
