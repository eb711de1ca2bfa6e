#include "storage/queues.hpp"

#include "storage/calls.hpp"
#include "storage/outbox.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;

namespace {

Queue queue(Database& db, std::string_view name, std::string_view state) {
    for (const Queue& each : queues(db))
        if (each.name == name && each.state == state) return each;
    FAIL("no queue " << name << " " << state);
    return {};
}

}  // namespace

TEST_CASE("queues tell how much waits and since when") {
    Desk desk;
    const auto names = queues(desk.db).size();
    CHECK(queue(desk.db, "outbox", "queued").rows == 0);
    CHECK_FALSE(queue(desk.db, "outbox", "queued").oldest);

    const auto who = citizen(desk.db, 1), other = citizen(desk.db, 2);
    enqueue(desk.db, who, notice("a"), morning, morning, false);
    enqueue(desk.db, who, notice("b"), morning + 1h, morning + 1min, false);
    const auto sent = enqueue(desk.db, other, notice("c"), morning, morning + 2min, true);
    mark_parked(desk.db, sent.id, "gone");
    file(desk.db, who);
    open_call(desk.db, who, "petugas", "halo", morning + 3min);

    CHECK(queue(desk.db, "outbox", "queued").rows == 2);
    CHECK(queue(desk.db, "outbox", "queued").oldest == morning);
    CHECK(queue(desk.db, "outbox", "leased").rows == 0);
    CHECK(queue(desk.db, "outbox", "parked").rows == 1);
    CHECK(queue(desk.db, "outbox", "parked").oldest == morning + 2min);
    CHECK(queue(desk.db, "requests", "diterima").rows == 1);
    CHECK(queue(desk.db, "requests", "diterima").oldest == morning);
    CHECK(queue(desk.db, "calls", "open").oldest == morning + 3min);
    CHECK(queue(desk.db, "attachments", "expected").rows == 0);
    CHECK(queues(desk.db).size() == names);
}
