#include "storage/retention.hpp"

#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/clock_mark.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;

TEST_CASE("files of requests closed long ago and old lines of calls go; everything else stays") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    for (int n = 1; n <= 4; ++n) {
        expect_attachment(db, n, who, {}, morning);
        attachment_stored(db, n, "attachments/" + std::to_string(n) + ".jpg", "image/jpeg", "", 1, morning);
    }
    const auto id = file(db, who);  // with the files 1 to 3
    CHECK(forget_files_of_closed(db, morning + 1000 * 24h) == 0);
    change_status(db, id, flows::Status::Batal, by("warga", "cancel"), morning);
    CHECK(forget_files_of_closed(db, morning) == 0);
    CHECK(forget_files_of_closed(db, morning + 1s) == 3);
    CHECK(forget_files_of_closed(db, morning + 1s) == 0);
    CHECK(attachment(db, 1)->state == "discarded");
    CHECK(attachment(db, 1)->path.empty());
    CHECK(attachment(db, 4)->state == "stored");
    const auto call = open_call(db, who, "petugas", "mau tanya", morning);
    add_call_line(db, who, "warga", "masih ada?", morning + 2h);
    forget_call_lines(db, morning + 1h);
    REQUIRE(call_lines(db, call).size() == 1);
    CHECK(call_lines(db, call)[0].text == "masih ada?");
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
