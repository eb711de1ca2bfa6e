#include "storage/attachments.hpp"
#include "storage/outbox.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;

namespace {

using Texts = std::vector<std::string>;

OutboxId queue(Database& db, flows::CitizenId who, const flows::Reply& reply, flows::TimePoint due = morning) {
    return enqueue(db, who, reply, due, morning, false).id;
}

Texts texts(const std::vector<Outgoing>& all) {
    Texts found;
    for (const auto& outgoing : all) found.push_back(said(outgoing.reply));
    return found;
}

}  // namespace

TEST_CASE("a message that was in doubt twice is parked, across restarts too, and lets the next one leave") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto sent = enqueue(db, who, notice("satu"), morning, morning, true);
    queue(db, who, notice("dua"));
    release_leases_after_restart(db, morning);
    const auto again = lease_due(db, morning, 10);
    REQUIRE(texts(again) == Texts{"satu"});
    CHECK(again[0].doubts == 1);
    const bool crash = GENERATE(true, false);
    if (crash)
        release_leases_after_restart(db, morning);
    else
        mark_uncertain(db, sent.id, morning, "timeout");
    CHECK(said(lease_next(db, who, morning).leased->reply) == "dua");
    REQUIRE(undelivered(db, who).size() == 1);
    CHECK(undelivered(db, who)[0].id == sent.id);
}

TEST_CASE("what was leased and never tried is fresh again: a newer prompt replaces it") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto old = enqueue(db, who, prompt("lama"), morning, morning, true);
    give_back(db, old.id, morning + 5s);
    CHECK(prompt_unsent(db, who));
    queue(db, who, prompt("baru"));
    const auto leased = lease_due(db, morning + 5s, 10);
    REQUIRE(texts(leased) == Texts{"baru"});
    CHECK(leased[0].attempts == 1);
    CHECK(outbox_counts(db).queued == 0);
}

TEST_CASE("what is given back after a real attempt, or is a notice, keeps its place") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const bool is_notice = GENERATE(true, false);
    const auto old = enqueue(db, who, is_notice ? notice("satu") : prompt("satu"), morning, morning, true);
    if (!is_notice) {
        mark_retry(db, old.id, morning, "503", true);
        REQUIRE(lease_due(db, morning, 10).size() == 1);
    }
    give_back(db, old.id, morning + 5s);
    queue(db, who, prompt("dua"));
    CHECK(lease_due(db, morning + 1s, 10).empty());
    CHECK(texts(lease_due(db, morning + 5s, 10)) == Texts{"satu"});
}

TEST_CASE("a notice that WhatsApp refused later for the shut window is queued once more, as a template") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    note_inbound(db, who, "Siti", morning);
    const auto shut = [&](std::string_view name) {
        return merge_delivery(db, std::nullopt, name, Delivery::Failed, 131047, morning + 1min);
    };
    const auto menu = enqueue(db, who, prompt("menu"), morning, morning, true);
    mark_accepted(db, menu.id, "wamid.0", morning);
    CHECK_FALSE(shut("wamid.0"));
    CHECK(outbox_counts(db).parked == 1);
    const auto sent = enqueue(db, who, notice("surat siap"), morning, morning, true);
    mark_accepted(db, sent.id, "wamid.1", morning);
    CHECK(shut("wamid.1") == who);
    const auto again = lease_next(db, who, morning + 1min).leased;
    REQUIRE(again);
    CHECK(again->window_until < morning);
    CHECK_FALSE(merge_delivery(db, sent.id, "wamid.1", Delivery::Failed, 131047, morning + 1min));  // told twice
    mark_accepted(db, sent.id, "wamid.2", morning + 1min);
    CHECK_FALSE(shut("wamid.2"));
    CHECK(outbox_counts(db).parked == 1);
    CHECK(outbox_counts(db).queued == 0);
}
