#include "storage/outbox.hpp"

#include "storage/database.hpp"
#include "storage/outbox_rows.hpp"
#include "storage/reply_json.hpp"

#include <stdexcept>

namespace storage {
namespace {

constexpr std::chrono::minutes window{23 * 60 + 50};
constexpr int doubts_most = 2;  // a citizen would rather miss one message than read it three times

struct Line {
    std::vector<OutboxId> replaceable;  // prompts that never left
    bool free = true;                   // a new row that is due would be its head
};

Line line_of(Database& db, flows::CitizenId citizen, bool prompt, flows::TimePoint now) {
    Line line;
    auto rows = db.prepare("SELECT id, state, prompt, leased_at, due_at FROM outbox WHERE citizen = ? AND state < 3").rows(citizen);
    while (rows.next()) {
        const bool fresh = rows.integer(1) == static_cast<int>(OutboxState::Queued) && rows.integer(3) == 0;
        if (fresh && prompt && rows.integer(2) != 0)
            line.replaceable.push_back(rows.integer(0));
        else if (!fresh || rows.integer(4) <= flows::to_millis(now))
            line.free = false;
    }
    return line;
}

OutboxId insert(Database& db, flows::CitizenId citizen, const flows::Reply& reply, flows::TimePoint due, flows::TimePoint now,
                bool leased) {
    const auto at = flows::to_millis(now);
    const auto state = leased ? OutboxState::Leased : OutboxState::Queued;
    const auto body = to_json(reply);
    db.prepare(
          "INSERT INTO outbox (citizen, state, prompt, attempts, due_at, leased_at, created_at, changed_at, body)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(citizen, static_cast<int>(state), reply.is_prompt, leased ? 1 : 0, flows::to_millis(due), leased ? at : 0, at, at, body);
    return db.connection().last_id();
}

struct Receiver {
    flows::Address to;
    flows::TimePoint window_until{};
};

Receiver receiver(Database& db, flows::CitizenId citizen) {
    auto rows = db.prepare("SELECT phone, user_id, parent_user_id, last_inbound_at FROM citizens WHERE id = ?").rows(citizen);
    if (!rows.next()) throw std::invalid_argument("a message to an unknown citizen");
    return {.to = {.phone = rows.string(0), .user_id = rows.string(1), .parent_user_id = rows.string(2)},
            .window_until = window_until(flows::from_millis(rows.integer(3)))};
}

struct Head {
    Outgoing outgoing;
    std::string body;
};

// The columns of the two statements below.
Head read_head(const sqlite::Rows& rows) {
    return {.outgoing = {.id = rows.integer(0),
                         .citizen = rows.integer(1),
                         .to = {.phone = rows.string(4), .user_id = rows.string(5), .parent_user_id = rows.string(6)},
                         .reply = {},
                         .window_until = window_until(flows::from_millis(rows.integer(7))),
                         .attempts = rows.small(2) + 1,
                         .doubts = rows.small(8)},
            .body = rows.string(3)};
}

std::optional<Outgoing> lease(Database& db, Head head, flows::TimePoint now) {
    auto reply = reply_from_json(head.body);
    if (!reply) {
        mark_parked(db, head.outgoing.id, "unreadable body");
        return std::nullopt;
    }
    if (head.outgoing.doubts >= doubts_most) {
        mark_parked(db, head.outgoing.id, "no answer twice");
        return std::nullopt;
    }
    head.outgoing.reply = std::move(*reply);
    const auto at = flows::to_millis(now);
    db.prepare("UPDATE outbox SET state = 1, attempts = attempts + 1, leased_at = ?, changed_at = ? WHERE id = ?")
        .run(at, at, head.outgoing.id);
    return std::move(head.outgoing);
}

std::optional<Head> head_of_line(Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    auto rows = db.prepare(
                      "SELECT o.id, o.citizen, o.attempts, o.body, c.phone, c.user_id, c.parent_user_id,"
                      " iif(o.window_closed, 0, c.last_inbound_at), o.doubts"
                      " FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen"
                      " WHERE o.citizen = ?2 AND o.state < 3 AND o.state IN (0, 2) AND o.due_at <= ?1 AND NOT EXISTS"
                      " (SELECT 1 FROM outbox x WHERE x.citizen = o.citizen AND x.state < 3 AND x.id <> o.id"
                      "  AND (x.state <> 0 OR (x.id < o.id AND (x.leased_at > 0 OR x.due_at <= ?1))))"
                      " ORDER BY o.id LIMIT 1")
                    .rows(flows::to_millis(now), citizen);
    return rows.next() ? std::optional(read_head(rows)) : std::nullopt;
}

}  // namespace

flows::TimePoint window_until(flows::TimePoint last_inbound_at) { return last_inbound_at + window; }

Enqueued enqueue(Database& db, flows::CitizenId citizen, const flows::Reply& reply, flows::TimePoint due, flows::TimePoint now,
                 bool lease_now) {
    const auto line = line_of(db, citizen, reply.is_prompt, now);
    for (const auto id : line.replaceable) db.prepare("DELETE FROM outbox WHERE id = ?").run(id);
    const bool leave = lease_now && due <= now && line.free;
    Enqueued queued{.id = insert(db, citizen, reply, due, now, leave), .leased = {}};
    if (!leave) return queued;
    auto to = receiver(db, citizen);
    queued.leased = Outgoing{
        .id = queued.id, .citizen = citizen, .to = std::move(to.to), .reply = reply, .window_until = to.window_until, .attempts = 1};
    return queued;
}

bool prompt_unsent(Database& db, flows::CitizenId citizen) {
    return db.prepare("SELECT 1 FROM outbox WHERE citizen = ? AND state < 3 AND state IN (0) AND prompt = 1 AND leased_at = 0 LIMIT 1")
        .number(citizen)
        .has_value();
}

bool withdraw(Database& db, OutboxId id) {
    db.prepare("DELETE FROM outbox WHERE id = ? AND state = 0 AND leased_at = 0").run(id);
    return db.connection().changes() == 1;
}

std::vector<Outgoing> lease_due(Database& db, flows::TimePoint now, int most) {
    std::vector<Head> heads;
    {
        auto rows = db.prepare(
                          "SELECT o.id, o.citizen, o.attempts, o.body, c.phone, c.user_id, c.parent_user_id,"
                          " iif(o.window_closed, 0, c.last_inbound_at), o.doubts"
                          " FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen"
                          " WHERE o.state IN (0, 2) AND o.due_at <= ?1 AND c.office = ?2 AND NOT EXISTS"
                          " (SELECT 1 FROM outbox x WHERE x.citizen = o.citizen AND x.state < 3 AND x.id <> o.id"
                          "  AND (x.state <> 0 OR (x.id < o.id AND (x.leased_at > 0 OR x.due_at <= ?1))))"
                          " ORDER BY o.due_at, o.id LIMIT ?3")
                        .rows(flows::to_millis(now), db.office(), most);
        while (rows.next()) heads.push_back(read_head(rows));
    }
    std::vector<Outgoing> leased;
    leased.reserve(heads.size());
    for (auto& head : heads) {
        if (auto outgoing = lease(db, std::move(head), now)) leased.push_back(std::move(*outgoing));
    }
    return leased;
}

std::optional<Outgoing> lease_next(Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    while (auto head = head_of_line(db, citizen, now)) {
        if (auto outgoing = lease(db, std::move(*head), now)) return outgoing;
    }
    return std::nullopt;
}

// A row that an older fresh one will precede needs no care here: that one is due no later, or is still waiting when this one leaves.
std::optional<flows::TimePoint> next_due(Database& db) {
    const auto due =
        db.prepare(
              "SELECT o.due_at FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen WHERE o.state IN (0, 2) AND c.office = ?"
              " AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.citizen = o.citizen AND x.state < 3 AND x.id <> o.id"
              "  AND (x.state <> 0 OR (x.id < o.id AND x.leased_at > 0)))"
              " ORDER BY o.due_at LIMIT 1")
            .number(db.office());
    return due ? std::optional(flows::from_millis(*due)) : std::nullopt;
}

}  // namespace storage
