#include "storage/requests.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;
using flows::PaperState;
using flows::Status;

namespace {

// One command of a clerk: one unit of work.
template <class Work>
void command(Database& db, Work work) {
    sqlite::Transaction transaction(db.connection());
    work();
    transaction.commit();
}

struct Checked : Desk {
    flows::CitizenId who = citizen(db);
    RequestId id = file(db, who);
    Request before;

    Checked() {
        command(db, [&] {
            claim(db, id, "Rini", morning + 30min, morning);
            auto taken = by("Rini", "take");
            taken.due_at = morning + 4h;
            change_status(db, id, Status::Diperiksa, taken, morning);
        });
        before = get(db, id);
    }

    Change undoable(std::string action, OutboxId notice = 0) {
        auto change = by("Rini", std::move(action));
        change.notice = notice;
        change.undo_until = morning + 10s;
        return change;
    }
    OutboxId notify() { return enqueue(db, who, notice("kabar"), morning + 10s, morning, false).id; }

    void check_as_before() {
        const auto now = get(db, id);
        CHECK(now.status == before.status);
        CHECK(now.due_at == before.due_at);
        CHECK(now.papers == before.papers);
        CHECK(now.wanted == before.wanted);
        CHECK(now.reason == before.reason);
        CHECK(now.claimed_by == before.claimed_by);
        CHECK(now.claimed_until == before.claimed_until);
    }
};

const std::vector<flows::Wanted> stamp{{"RT", false, "pengantar_rt_tanpa_stempel", ""}};

}  // namespace

TEST_CASE("a refusal is taken back as if it had not happened") {
    Checked office;
    auto& db = office.db;
    const auto notice = office.notify();
    auto refused = office.undoable("reject", notice);
    refused.reason = "data_palsu";
    command(db, [&] { change_status(db, office.id, Status::Ditolak, refused, morning); });
    CHECK(get(db, office.id).status == Status::Ditolak);
    const auto undone = undo(db, office.id, "Rini", morning + 9s);
    REQUIRE(undone.has_value());
    CHECK(undone->restored == Status::Diperiksa);
    CHECK(undone->action == "reject");
    office.check_as_before();
    CHECK(list_requests(db, {}, morning).size() == 1);
    CHECK(lease_due(db, morning + 1h, 10).empty());
    CHECK(history(db, office.id).back().action == "undo");
    CHECK(history(db, office.id).back().from == "ditolak");
    CHECK(history(db, office.id).back().to == "diperiksa");
    CHECK(history(db, office.id).size() == 4);
    CHECK_FALSE(undo(db, office.id, "Rini", morning + 9s).has_value());  // once
}

TEST_CASE("papers, wanted things and the claim return, in whatever order the command set them") {
    Checked office;
    auto& db = office.db;
    command(db, [&] {
        if (GENERATE(true, false)) {
            want(db, office.id, stamp);
            release(db, office.id);
            change_status(db, office.id, Status::PerluPerbaikan, office.undoable("return"), morning);
        } else {
            change_status(db, office.id, Status::PerluPerbaikan, office.undoable("return"), morning);
            want(db, office.id, stamp);
            release(db, office.id);
        }
    });
    CHECK(get(db, office.id).wanted == stamp);
    REQUIRE(undo(db, office.id, "Rini", morning + 1s).has_value());
    office.check_as_before();
}

TEST_CASE("a taking is taken back together with the claim") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    command(db, [&] {
        claim(db, id, "Rini", morning + 30min, morning);
        auto taken = by("Rini", "take");
        taken.undo_until = morning + 10s;
        change_status(db, id, Status::Diperiksa, taken, morning);
    });
    REQUIRE(undo(db, id, "Rini", morning + 1s).has_value());
    CHECK(get(db, id).status == Status::Diterima);
    CHECK(get(db, id).claimed_by.empty());
    CHECK(get(db, id).due_at == morning + 4h);
}

TEST_CASE("what an earlier command did stays when a later one is taken back") {
    Checked office;
    auto& db = office.db;
    command(db, [&] { set_paper(db, office.id, "RUJUKAN", PaperState::Diterima); });
    command(db, [&] { claim(db, office.id, "Rini", morning + 45min, morning + 1s); });
    office.before = get(db, office.id);
    command(db, [&] { change_status(db, office.id, Status::Diproses, office.undoable("approve"), morning + 2s); });
    REQUIRE(undo(db, office.id, "Rini", morning + 3s).has_value());
    office.check_as_before();
}

TEST_CASE("a renewed lease does not disarm the last change") {
    Checked office;
    auto& db = office.db;
    command(db, [&] { change_status(db, office.id, Status::Diproses, office.undoable("approve"), morning); });
    command(db, [&] { claim(db, office.id, "Rini", morning + 1h, morning + 1s); });
    command(db,
            [&] { note_history(db, office.id, {.at = morning, .actor = "Rini", .action = "note", .from = {}, .to = {}, .note = "x"}); });
    REQUIRE(undo(db, office.id, "Rini", morning + 2s).has_value());
    office.check_as_before();
}

TEST_CASE("too late is too late") {
    Checked office;
    auto& db = office.db;
    const auto notice = office.notify();
    command(db, [&] { change_status(db, office.id, Status::Ditolak, office.undoable("reject", notice), morning); });
    SECTION("the time is over") { CHECK_FALSE(undo(db, office.id, "Rini", morning + 10s).has_value()); }
    SECTION("the notice has left") {
        REQUIRE(lease_due(db, morning + 10s, 10).size() == 1);
        CHECK_FALSE(undo(db, office.id, "Rini", morning + 9s).has_value());
    }
    CHECK(get(db, office.id).status == Status::Ditolak);
    CHECK(history(db, office.id).back().action == "reject");
}

TEST_CASE("a change without a time to think, and a request that never changed, cannot be taken back") {
    Checked office;
    auto& db = office.db;
    CHECK_FALSE(undo(db, office.id, "Rini", morning).has_value());
    command(db, [&] { change_status(db, office.id, Status::Diproses, office.undoable("approve"), morning); });
    command(db, [&] { change_status(db, office.id, Status::Siap, by("Rini", "ready"), morning + 1s); });
    CHECK_FALSE(undo(db, office.id, "Rini", morning + 2s).has_value());
    CHECK(get(db, office.id).status == Status::Siap);
    CHECK_FALSE(undo(db, 4711, "Rini", morning).has_value());
}

TEST_CASE("a command that was rolled back is not what undo returns to") {
    Checked office;
    auto& db = office.db;
    {
        const sqlite::Transaction given_up(db.connection());
        want(db, office.id, stamp);
    }
    command(db, [&] { set_paper(db, office.id, "RUJUKAN", PaperState::Diterima); });
    office.before = get(db, office.id);
    command(db, [&] { change_status(db, office.id, Status::Diproses, office.undoable("approve"), morning); });
    REQUIRE(undo(db, office.id, "Rini", morning + 1s).has_value());
    office.check_as_before();
}
