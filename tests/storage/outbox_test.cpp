#include "storage/outbox.hpp"

#include "storage/attachments.hpp"
#include "storage/reply_json.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;

namespace {

OutboxId queue(Database& db, flows::CitizenId who, const flows::Reply& reply, flows::TimePoint due = morning) {
    return enqueue(db, who, reply, due, morning, false).id;
}

std::vector<std::string> texts(const std::vector<Outgoing>& all) {
    std::vector<std::string> found;
    for (const auto& outgoing : all) found.push_back(said(outgoing.reply));
    return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a reply survives its JSON") {
    flows::Reply menu{.content = flows::Menu{.body = "Pilih \"satu\"\n\xF0\x9F\x99\x8F",
                                             .options = {{"a:1", "Satu", "yang pertama"}, {"a:2", "Dua", ""}},
                                             .button = "Lihat"},
                      .is_prompt = true,
                      .settles = true,
                      .fallback = {}};
    auto back = reply_from_json(to_json(menu)).value();
    const auto& content = std::get<flows::Menu>(back.content);
    CHECK(content.body == "Pilih \"satu\"\n\xF0\x9F\x99\x8F");
    REQUIRE(content.options.size() == 2);
    CHECK(content.options[0].description == "yang pertama");
    CHECK(content.options[1].id == "a:2");
    CHECK(content.button == "Lihat");
    CHECK(back.is_prompt);
    CHECK(back.settles);

    flows::Reply pin{.content = flows::LocationPin{.latitude = -0.5, .longitude = 104, .name = "Kantor", .address = "Jl. Merdeka"},
                     .is_prompt = false,
                     .fallback = {"DABO-2611-0042-7", "siap"}};
    back = reply_from_json(to_json(pin)).value();
    CHECK(std::get<flows::LocationPin>(back.content).latitude == -0.5);
    CHECK(std::get<flows::LocationPin>(back.content).longitude == 104);
    CHECK(std::get<flows::LocationPin>(back.content).address == "Jl. Merdeka");
    CHECK_FALSE(back.is_prompt);
    CHECK_FALSE(back.settles);
    CHECK(back.fallback.ticket == "DABO-2611-0042-7");
    CHECK(back.fallback.status == "siap");

    CHECK(said(reply_from_json(to_json(prompt(std::string(20'000, 'x')))).value()).size() == 20'000);
    for (const auto* wrong : {"", "[]", "{}", "{\"t\":1}", "nonsense", "{\"x\":\"y\"}"}) CHECK_FALSE(reply_from_json(wrong).has_value());
}

TEST_CASE("an immediate reply is leased in the transaction that queues it") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    note_inbound(db, who, "Siti", morning - 1min);
    const auto sent = enqueue(db, who, prompt("halo"), morning, morning, true);
    REQUIRE(sent.leased.has_value());
    CHECK(sent.leased->id == sent.id);
    CHECK(sent.leased->to.phone == phone(1).phone);
    CHECK(said(sent.leased->reply) == "halo");
    CHECK(sent.leased->attempts == 1);
    CHECK(sent.leased->window_until == morning + 23h + 50min);  // a prompt's, from when it was made
    CHECK(lease_due(db, morning + 1h, 10).empty());
    CHECK(outbox_counts(db).leased == 1);
    CHECK_FALSE(prompt_unsent(db, who));
}

TEST_CASE("nothing leaves before what came first") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto first = enqueue(db, who, notice("satu"), morning, morning, true);
    REQUIRE(first.leased);
    CHECK_FALSE(enqueue(db, who, notice("dua"), morning, morning, true).leased);
    CHECK_FALSE(lease_next(db, who, morning).leased);
    CHECK(lease_due(db, morning, 10).empty());
    mark_accepted(db, first.id, "wamid.1", morning);
    CHECK(said(lease_next(db, who, morning).leased->reply) == "dua");
    CHECK_FALSE(enqueue(db, who, notice("tiga"), morning, morning, false).leased);
}

TEST_CASE("who finishes a row learns of the one behind it, even when that is due a moment later by another thread's clock") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto first = enqueue(db, who, notice("satu"), morning, morning, true);
    enqueue(db, who, notice("dua"), morning + 1ms, morning + 1ms, true);
    CHECK(lease_next(db, who, morning).due == std::nullopt);  // the one under way will ask
    mark_accepted(db, first.id, "wamid.1", morning);
    const auto next = lease_next(db, who, morning);
    CHECK_FALSE(next.leased);
    CHECK(next.due == morning + 1ms);
    CHECK(said(lease_next(db, who, morning + 1ms).leased->reply) == "dua");
}

TEST_CASE("a notice that becomes due does not lock up a newer row that is in doubt") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    queue(db, who, notice("ditolak"), morning + 10s);
    const auto newer = enqueue(db, who, prompt("menu"), morning, morning, true);
    mark_uncertain(db, newer.id, morning + 20s, "no answer");
    CHECK_FALSE(lease_next(db, who, morning + 15s).leased);
    CHECK(lease_due(db, morning + 15s, 10).empty());
    CHECK(next_due(db) == morning + 20s);
    SECTION("in the round of all that is due") { CHECK(texts(lease_due(db, morning + 20s, 10)) == Texts{"menu"}); }
    SECTION("in its own line") { CHECK(said(lease_next(db, who, morning + 20s).leased->reply) == "menu"); }
    mark_accepted(db, newer.id, "wamid.1", morning + 20s);
    CHECK(said(lease_next(db, who, morning + 20s).leased->reply) == "ditolak");
}

TEST_CASE("a notice may leave for a day after the citizen's last message, whatever our clock says of the notice") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    note_inbound(db, who, "Siti", morning - 2h);
    CHECK(enqueue(db, who, notice("siap"), morning, morning, true).leased->window_until == morning - 2h + 23h + 50min);
}

TEST_CASE("what a clock that was ahead has put off is due when the clock is right again") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto later = citizen(db, 2);
    queue(db, who, prompt("menu"), morning + 24h);
    queue(db, later, prompt("nanti"), morning + 30min);
    CHECK(texts(lease_due(db, morning, 10)) == Texts{"menu"});
}

TEST_CASE("a newer prompt takes the place of one that has not left; notices stay") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    queue(db, who, notice("kabar"));
    queue(db, who, prompt("lama"), morning + 2s);
    CHECK(prompt_unsent(db, who));
    queue(db, citizen(db, 2), prompt("orang lain"));
    queue(db, who, prompt("baru"));
    CHECK(texts(lease_due(db, morning, 10)) == Texts{"kabar", "orang lain"});
    queue(db, who, notice("kabar lagi"));
    CHECK(prompt_unsent(db, who));
    CHECK(outbox_counts(db).queued == 2);
}

TEST_CASE("a prompt that was attempted is never thrown away") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto old = enqueue(db, who, prompt("lama"), morning, morning, true);
    mark_retry(db, old.id, morning + 30s, "503", true);
    CHECK_FALSE(prompt_unsent(db, who));
    CHECK_FALSE(enqueue(db, who, prompt("baru"), morning, morning, true).leased);
    CHECK_FALSE(lease_next(db, who, morning + 1s).leased);  // the retry comes first, though it waits
    CHECK(texts(lease_due(db, morning + 30s, 10)) == Texts{"lama"});
    CHECK_FALSE(withdraw(db, old.id));
}

TEST_CASE("a notice that waits for its time holds nobody up and joins the line later") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto waiting = queue(db, who, notice("ditolak"), morning + 10s);
    const auto first = enqueue(db, who, prompt("menu"), morning, morning, true);
    REQUIRE(first.leased);
    CHECK(next_due(db) == std::nullopt);
    CHECK(lease_due(db, morning + 20s, 10).empty());  // one at a time for a citizen, even if an older one has become due
    queue(db, who, notice("surat siap"));
    mark_accepted(db, first.id, "wamid.1", morning + 1s);
    CHECK(next_due(db) == morning);
    CHECK(texts(lease_due(db, morning + 20s, 10)) == Texts{"ditolak"});
    mark_accepted(db, waiting, "wamid.2", morning + 20s);
    CHECK(said(lease_next(db, who, morning + 20s).leased->reply) == "surat siap");
}

TEST_CASE("a queued row can be withdrawn until it leaves") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto id = queue(db, who, notice("ditolak"), morning + 10s);
    CHECK(withdraw(db, id));
    CHECK_FALSE(withdraw(db, id));
    const auto other = queue(db, who, notice("ditolak"), morning + 10s);
    lease_due(db, morning + 10s, 10);
    CHECK_FALSE(withdraw(db, other));
}

TEST_CASE("what was attempted waits, counts and says when it is due again") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto sent = enqueue(db, who, notice("satu"), morning, morning, true);
    queue(db, who, notice("dua"));
    mark_retry(db, sent.id, morning + 30s, "503", true);
    CHECK(next_due(db) == morning + 30s);  // not the one behind it
    CHECK(lease_due(db, morning + 29s, 10).empty());
    auto again = lease_due(db, morning + 30s, 10);
    REQUIRE(texts(again) == Texts{"satu"});
    CHECK(again[0].attempts == 2);
    mark_retry(db, sent.id, morning + 60s, "429", false);
    again = lease_due(db, morning + 60s, 10);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempts == 2);
}

TEST_CASE("doubt holds the line until it is over or a status resolves it") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto sent = enqueue(db, who, notice("satu"), morning, morning, true);
    queue(db, who, notice("dua"));
    mark_uncertain(db, sent.id, morning + 90s, "timeout");
    CHECK(next_due(db) == morning + 90s);
    CHECK(lease_due(db, morning + 89s, 10).empty());
    SECTION("its time is over") {
        const auto again = lease_due(db, morning + 90s, 10);
        REQUIRE(texts(again) == Texts{"satu"});
        CHECK(again[0].attempts == 2);
        mark_parked(db, sent.id, "sent? unknown");
        CHECK(said(lease_next(db, who, morning + 90s).leased->reply) == "dua");
        CHECK(outbox_counts(db).parked == 1);
    }
    SECTION("a status says that it was sent") {
        CHECK(merge_delivery(db, sent.id, "wamid.1", Delivery::Sent, 0, morning + 5s) == who);
        CHECK(texts(lease_due(db, morning + 5s, 10)) == Texts{"dua"});
        CHECK(merge_delivery(db, std::nullopt, "wamid.1", Delivery::Read, 0, morning + 9s) == std::nullopt);
        CHECK(undelivered(db, who).empty());
    }
    SECTION("a status says that it failed") {
        CHECK(merge_delivery(db, sent.id, "wamid.1", Delivery::Failed, 131026, morning + 5s) == who);
        CHECK(texts(lease_due(db, morning + 5s, 10)) == Texts{"dua"});
        REQUIRE(undelivered(db, who).size() == 1);
        CHECK(undelivered(db, who)[0].error == "WhatsApp 131026");
        CHECK(undelivered(db, who)[0].text == "satu");
    }
}

TEST_CASE("a status resolves a row that waits for another attempt: no second copy") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto sent = enqueue(db, who, notice("satu"), morning, morning, true);
    mark_retry(db, sent.id, morning + 30s, "500", true);
    CHECK(merge_delivery(db, sent.id, "wamid.1", Delivery::Delivered, 0, morning) == who);
    CHECK(lease_due(db, morning + 1h, 10).empty());
}

TEST_CASE("delivery only rises; a failure after sent wins, after delivered it does not") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto sent = enqueue(db, who, notice("satu"), morning, morning, true);
    SECTION("status before the answer of our own request") {
        merge_delivery(db, sent.id, "wamid.1", Delivery::Delivered, 0, morning);
        mark_accepted(db, sent.id, "wamid.1", morning);
        mark_retry(db, sent.id, morning, "late", true);
        CHECK(outbox_counts(db).queued == 0);
        CHECK(db.connection().number("SELECT delivery FROM outbox") == 2);
    }
    SECTION("failure before the answer") {
        merge_delivery(db, sent.id, "wamid.1", Delivery::Failed, 131047, morning);
        mark_accepted(db, sent.id, "wamid.1", morning);
        CHECK(outbox_counts(db).parked == 1);
        CHECK(undelivered(db, who).size() == 1);
    }
    mark_accepted(db, sent.id, "wamid.1", morning);
    SECTION("any order, twice") {
        for (const auto heard : {Delivery::Read, Delivery::Sent, Delivery::Delivered, Delivery::Read}) {
            merge_delivery(db, std::nullopt, "wamid.1", heard, 0, morning);
        }
        CHECK(db.connection().number("SELECT delivery FROM outbox") == 3);
        merge_delivery(db, sent.id, "wamid.1", Delivery::Failed, 131026, morning);
        CHECK(outbox_counts(db).parked == 0);
    }
    SECTION("what is accepted counts as sent: the status that says so writes nothing") {
        merge_delivery(db, sent.id, "wamid.1", Delivery::Sent, 0, morning + 5s);
        CHECK(db.connection().number("SELECT delivery FROM outbox") == 1);
        CHECK(db.connection().number("SELECT changed_at FROM outbox") == flows::to_millis(morning));
    }
    SECTION("failed after sent") {
        merge_delivery(db, sent.id, "wamid.1", Delivery::Sent, 0, morning);
        merge_delivery(db, sent.id, "wamid.1", Delivery::Failed, 131026, morning);
        merge_delivery(db, sent.id, "wamid.1", Delivery::Sent, 0, morning);
        REQUIRE(outbox_counts(db).parked == 1);
        CHECK(db.connection().number("SELECT error_code FROM outbox") == 131026);
    }
    SECTION("unknown or foreign ids change nothing") {
        CHECK_FALSE(merge_delivery(db, 4711, "wamid.x", Delivery::Failed, 1, morning));
        CHECK_FALSE(merge_delivery(db, sent.id, "wamid.foreign", Delivery::Failed, 1, morning));
        CHECK_FALSE(merge_delivery(db, std::nullopt, "", Delivery::Failed, 1, morning));
        CHECK(outbox_counts(db).parked == 0);
    }
}

TEST_CASE("what was accepted without a name learns it from the first status") {
    Desk desk;
    auto& db = desk.db;
    const auto sent = enqueue(db, citizen(db), notice("satu"), morning, morning, true);
    mark_accepted(db, sent.id, "", morning);
    merge_delivery(db, sent.id, "wamid.1", Delivery::Sent, 0, morning);
    CHECK(db.connection().text("SELECT message_id FROM outbox") == "wamid.1");
}

TEST_CASE("a status for what never left is ignored; what expired is not brought back to life") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto fresh = queue(db, who, notice("satu"));
    CHECK_FALSE(merge_delivery(db, fresh, "wamid.1", Delivery::Sent, 0, morning));
    CHECK(outbox_counts(db).queued == 1);
    lease_due(db, morning, 1);
    mark_expired(db, fresh);
    mark_accepted(db, fresh, "wamid.1", morning);
    CHECK_FALSE(merge_delivery(db, fresh, "wamid.1", Delivery::Delivered, 0, morning));
    CHECK(outbox_counts(db).expired == 1);
    CHECK(undelivered(db, who).size() == 1);
}

TEST_CASE("after a restart a leased row is in doubt, not lost") {
    Directory directory;
    flows::CitizenId who = 0;
    {
        const auto db = Database::open(directory.path(), "DABO");
        who = citizen(*db);
        enqueue(*db, who, notice("satu"), morning, morning, true);
        enqueue(*db, citizen(*db, 2), notice("dua"), morning, morning, false);
    }
    const auto db = Database::open(directory.path(), "DABO");
    release_leases_after_restart(*db, morning + 90s);
    CHECK(outbox_counts(*db).uncertain == 1);
    CHECK(texts(lease_due(*db, morning, 10)) == Texts{"dua"});
    const auto again = lease_due(*db, morning + 90s, 10);
    REQUIRE(texts(again) == Texts{"satu"});
    CHECK(again[0].attempts == 2);
}

TEST_CASE("a body that cannot be read is parked and holds nobody up") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    queue(db, who, notice("satu"));
    db.connection().exec("UPDATE outbox SET body = '{}'");
    queue(db, who, notice("dua"));
    CHECK(lease_due(db, morning, 10).empty());
    CHECK(outbox_counts(db).parked == 1);
    CHECK(texts(lease_due(db, morning, 10)) == Texts{"dua"});
}

TEST_CASE("the demo knows when everything is said") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    CHECK_FALSE(anything_pending(db, morning));
    const auto later = queue(db, who, notice("nanti"), morning + 1h);
    CHECK_FALSE(anything_pending(db, morning + 3s));
    CHECK(anything_pending(db, morning + 1h));
    withdraw(db, later);
    const auto sent = enqueue(db, who, prompt("halo"), morning, morning, true);
    CHECK(anything_pending(db, morning));
    mark_accepted(db, sent.id, "wamid.1", morning);
    CHECK_FALSE(anything_pending(db, morning));
    expect_attachment(db, 1, who, {}, morning);
    CHECK(anything_pending(db, morning));
    attachment_refused(db, 1, "hilang", morning);
    CHECK_FALSE(anything_pending(db, morning));
}
