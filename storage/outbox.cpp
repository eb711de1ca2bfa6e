#include "storage/outbox.hpp"

#include "storage/database.hpp"
#include "storage/outbox_rows.hpp"
#include "storage/reply_json.hpp"

#include <algorithm>
#include <stdexcept>

namespace storage {
namespace {

constexpr std::chrono::minutes window{23 * 60 + 50};
// Nothing is put off for longer. What seems to wait longer was put off by a clock that has been set back since.
constexpr std::chrono::minutes wait_most{35};
constexpr int doubts_most = 2;  // a citizen would rather miss one message than read it three times

// An unfinished row of a citizen, without its text.
struct Place {
    OutboxId id = 0;
    OutboxState state = OutboxState::Queued;
    bool prompt = false;
    bool attempted = false;
    flows::TimePoint due{};

    bool fresh() const { return state == OutboxState::Queued && !attempted; }
    bool in_line(flows::TimePoint now) const { return !fresh() || due <= now; }
};

std::vector<Place> places_of(Database& db, flows::CitizenId citizen) {
    std::vector<Place> places;
    auto rows =
        db.prepare("SELECT id, state, prompt, leased_at, due_at FROM outbox WHERE citizen = ? AND state < 3 ORDER BY id").rows(citizen);
    while (rows.next())
        places.push_back({.id = rows.integer(0),
                          .state = static_cast<OutboxState>(rows.integer(1)),
                          .prompt = rows.integer(2) != 0,
                          .attempted = rows.integer(3) != 0,
                          .due = flows::from_millis(rows.integer(4))});
    return places;
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

// When a prompt is made, the citizen has just written: it is reckoned from our own clock then. Reckoned from WhatsApp's time of that
// message, a clock that is a day ahead would let nobody be answered; whether the time is really over, WhatsApp says (131047).
Receiver receiver(Database& db, flows::CitizenId citizen, bool prompt, flows::TimePoint now) {
    auto rows = db.prepare("SELECT phone, user_id, parent_user_id, last_inbound_at FROM citizens WHERE id = ?").rows(citizen);
    if (!rows.next()) throw std::invalid_argument("a message to an unknown citizen");
    return {.to = {.phone = rows.string(0), .user_id = rows.string(1), .parent_user_id = rows.string(2)},
            .window_until = window_until(std::max(flows::from_millis(rows.integer(3)), prompt ? now : flows::TimePoint{}))};
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

// The row that this line waits for: one that may be on its way holds everything up, then comes the first that is in the line, then the
// first that will be.
const Place* head_of_line(const std::vector<Place>& places, flows::TimePoint now) {
    for (const OutboxState unsettled : {OutboxState::Leased, OutboxState::Uncertain}) {
        const auto held = std::ranges::find(places, unsettled, &Place::state);
        if (held != places.end()) return &*held;
    }
    const auto first = std::ranges::find_if(places, [now](const Place& place) { return place.in_line(now); });
    if (first != places.end()) return &*first;
    const auto soonest = std::ranges::min_element(places, {}, &Place::due);
    return soonest != places.end() ? &*soonest : nullptr;
}

Head read_head(Database& db, OutboxId id) {
    auto rows = db.prepare(
                      "SELECT o.id, o.citizen, o.attempts, o.body, c.phone, c.user_id, c.parent_user_id,"
                      " iif(o.window_closed, 0, max(c.last_inbound_at, iif(o.prompt, o.created_at, 0))), o.doubts"
                      " FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen WHERE o.id = ?")
                    .rows(id);
    if (!rows.next()) throw std::logic_error("a row of the outbox has gone while it was looked at");
    return read_head(rows);
}

}  // namespace

flows::TimePoint window_until(flows::TimePoint last_inbound_at) { return last_inbound_at + window; }

Enqueued enqueue(Database& db, flows::CitizenId citizen, flows::Reply reply, flows::TimePoint due, flows::TimePoint now, bool lease_now) {
    bool free = true;  // the new row would be the head of its line
    for (const Place& place : places_of(db, citizen)) {
        if (reply.is_prompt && place.prompt && place.fresh())
            db.prepare("DELETE FROM outbox WHERE id = ?").run(place.id);
        else if (place.in_line(now))
            free = false;
    }
    const bool leave = lease_now && due <= now && free;
    Enqueued queued{.id = insert(db, citizen, reply, due, now, leave), .leased = {}};
    if (!leave) return queued;
    auto to = receiver(db, citizen, reply.is_prompt, now);
    queued.leased = Outgoing{.id = queued.id,
                             .citizen = citizen,
                             .to = std::move(to.to),
                             .reply = std::move(reply),
                             .window_until = to.window_until,
                             .attempts = 1};
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
    db.prepare("UPDATE outbox SET due_at = ? WHERE state IN (0, 2) AND due_at > ?")
        .run(flows::to_millis(now), flows::to_millis(now + wait_most));
    std::vector<Head> heads;
    {
        auto rows = db.prepare(
                          "SELECT o.id, o.citizen, o.attempts, o.body, c.phone, c.user_id, c.parent_user_id,"
                          " iif(o.window_closed, 0, max(c.last_inbound_at, iif(o.prompt, o.created_at, 0))), o.doubts"
                          " FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen"
                          " WHERE o.state IN (0, 2) AND o.due_at <= ?1 AND c.office = ?2 AND NOT EXISTS"
                          " (SELECT 1 FROM outbox x WHERE x.citizen = o.citizen AND x.state < 3 AND x.id <> o.id"
                          "  AND (x.state = 1 OR (x.state = 2 AND (o.state = 0 OR x.id < o.id))"
                          "   OR (o.state = 0 AND x.state = 0 AND x.id < o.id AND (x.leased_at > 0 OR x.due_at <= ?1))))"
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

Next lease_next(Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    std::vector<Place> places = places_of(db, citizen);
    while (const Place* head = head_of_line(places, now)) {
        if (head->state == OutboxState::Leased) return {};
        if (head->due > now) return {.leased = {}, .due = head->due};
        if (auto outgoing = lease(db, read_head(db, head->id), now)) return {.leased = std::move(outgoing), .due = {}};
        std::erase_if(places, [id = head->id](const Place& place) { return place.id == id; });  // given up: nobody could read it
    }
    return {};
}

// A row that an older fresh one will precede needs no care here: that one is due no later, or is still waiting when this one leaves.
std::optional<flows::TimePoint> next_due(Database& db) {
    const auto due =
        db.prepare(
              "SELECT o.due_at FROM outbox o CROSS JOIN citizens c ON c.id = o.citizen WHERE o.state IN (0, 2) AND c.office = ?"
              " AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.citizen = o.citizen AND x.state < 3 AND x.id <> o.id"
              "  AND (x.state = 1 OR (x.state = 2 AND (o.state = 0 OR x.id < o.id))"
              "   OR (o.state = 0 AND x.state = 0 AND x.id < o.id AND x.leased_at > 0)))"
              " ORDER BY o.due_at LIMIT 1")
            .number(db.office());
    return due ? std::optional(flows::from_millis(*due)) : std::nullopt;
}

}  // namespace storage
