// The intake and the sender by hand: no sockets, a WhatsApp that never answers, and a queue that is almost always full.
#include "bot/intake.hpp"

#include "storage/conversations.hpp"
#include "storage/outbox.hpp"
#include "tests/bot/parts.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace bot;

namespace {

struct Fixture : bot_tests::Parts {
    Fixture() : Parts(1) {}

    Sender sender{steady, *writer, mailbox, graph, channel, counters, system_now, {}};
    Intake intake{{*writer, mailbox, graph, channel, catalogs, sender, counters, system_now, [] {}}};
};

webhooks::Delivery of_changes(int count) {
    webhooks::Delivery delivery;
    for (int n = 1; n <= count; ++n) {
        webhooks::AddressChange change;
        change.message_id = "c" + std::to_string(n);
        change.old_one.phone = system_tests::phone(n);
        change.new_one.phone = system_tests::phone(50'000 + n);
        delivery.events.emplace_back(std::move(change));
    }
    return delivery;
}

std::vector<storage::Outgoing> one_each(int people) {
    std::vector<storage::Outgoing> rows;
    for (int n = 1; n <= people; ++n) {
        storage::Outgoing row;
        row.id = row.citizen = n;
        row.to.phone = system_tests::phone(n);
        row.reply.content = flows::TextReply{"kabar"};
        row.window_until = system_now() + std::chrono::hours(1);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "while WhatsApp does not answer, no more are on their way than its answers have earned") {
    sender.start();
    sender.take(one_each(18), std::nullopt);  // fewer than the rate lets go at once
    CHECK(graph.sent == Concurrency(1'000).allowed());
    CHECK(graph.sent > 0);
    CHECK(sender.in_flight() == graph.sent);
    CHECK(sender.waiting() == 18 - static_cast<std::size_t>(graph.sent));
}

TEST_CASE_METHOD(Fixture, "what waits in memory at the end is given back, so that the next start sends it at once") {
    std::vector<storage::Outgoing> rows;
    writer->run([&](storage::Database& db) {
        for (const storage::Outgoing& row : one_each(18)) {
            const flows::CitizenId citizen = storage::citizen_for(db, row.to, system_now());
            rows.push_back(storage::enqueue(db, citizen, row.reply, system_now(), system_now(), true).leased.value());
            rows.back().window_until = row.window_until;
        }
    });
    storage::sqlite::Connection db(place.path() / "sapa.db", storage::sqlite::Access::ReadOnly);
    const auto in_state = [&](int state) { return db.number("SELECT count(*) FROM outbox WHERE state = " + std::to_string(state)); };
    sender.start();
    sender.take(rows, std::nullopt);
    const auto waiting = static_cast<std::int64_t>(sender.waiting());
    REQUIRE(waiting > 0);
    sender.stop([] {});
    CHECK(system_tests::eventually([&] {
        io.poll();
        io.restart();
        return in_state(0) == waiting;
    }));
    CHECK(in_state(1) == graph.sent);
}

// WhatsApp delivers all of them again: had a later one been taken, it would have come before the earlier.
TEST_CASE_METHOD(Fixture, "after the first event that the queue refuses none of its delivery is taken") {
    constexpr int events = 5'000;
    std::optional<webhooks::Listener::Answer> answered;
    intake.deliver(of_changes(events), [&](webhooks::Listener::Answer answer) { answered = answer; });
    until([&] { return answered.has_value(); });
    CHECK(*answered == webhooks::Listener::Answer::TryLater);
    const std::int64_t taken = number("SELECT count(*) FROM inbox");
    const std::int64_t last = number("SELECT coalesce(max(CAST(substr(message_id, 2) AS INTEGER)), 0) FROM inbox");
    CHECK(taken < events);
    CHECK(last == taken);
}
