#include "storage/database.hpp"
#include "storage/outbox_rows.hpp"
#include "storage/reply_json.hpp"

#include <fmt/format.h>

namespace storage {
namespace {

std::string shown_text(std::string_view body) {
    const auto reply = reply_from_json(body);
    if (!reply) return {};
    if (const auto* text = std::get_if<flows::TextReply>(&reply->content)) return text->body;
    if (const auto* menu = std::get_if<flows::Menu>(&reply->content)) return menu->body;
    return std::get<flows::LocationPin>(reply->content).name;
}

}  // namespace

// The message has left, whatever we thought meanwhile; only what expired is not brought back to life. A failure that was reported before
// the answer of the very same attempt stays a failure. Of two copies the row follows the one whose status it knows. Accepted counts as
// sent: the status that says so, a quarter of all that WhatsApp tells us, then has nothing to write.
void mark_accepted(Database& db, OutboxId id, std::string_view message_id, flows::TimePoint now) {
    const auto name = message_id.empty() ? std::nullopt : std::optional(message_id);
    db.prepare(
          "UPDATE outbox SET state = CASE WHEN delivery = 9 THEN 4 ELSE 3 END, message_id = coalesce(message_id, ?2), changed_at = ?3,"
          " delivery = max(delivery, ?2 IS NOT NULL), error = CASE WHEN delivery = 9 THEN error END WHERE id = ?1 AND state <> 5")
        .run(id, name, flows::to_millis(now));
}

// The outcomes below settle an attempt: they change nothing when a delivery status has settled it already.
void mark_retry(Database& db, OutboxId id, flows::TimePoint due, std::string_view error, bool counts_as_attempt) {
    db.prepare("UPDATE outbox SET state = 0, due_at = ?, error = ?, attempts = attempts - ? WHERE id = ? AND state = 1")
        .run(flows::to_millis(due), error, counts_as_attempt ? 0 : 1, id);
}

// A prompt may be replaced again. A notice would lose its place in the line to what was queued after it.
void give_back(Database& db, OutboxId id, flows::TimePoint due) {
    db.prepare(
          "UPDATE outbox SET state = 0, due_at = ?, attempts = attempts - 1,"
          " leased_at = CASE WHEN prompt AND attempts < 2 AND doubts = 0 THEN 0 ELSE leased_at END WHERE id = ? AND state = 1")
        .run(flows::to_millis(due), id);
}

void mark_uncertain(Database& db, OutboxId id, flows::TimePoint until, std::string_view error) {
    db.prepare("UPDATE outbox SET state = 2, doubts = doubts + 1, due_at = ?, error = ? WHERE id = ? AND state = 1")
        .run(flows::to_millis(until), error, id);
}

void mark_parked(Database& db, OutboxId id, std::string_view error) {
    db.prepare("UPDATE outbox SET state = 4, error = ? WHERE id = ? AND state < 3").run(error, id);
}

void mark_expired(Database& db, OutboxId id) { db.prepare("UPDATE outbox SET state = 5 WHERE id = ? AND state < 3").run(id); }

void release_leases_after_restart(Database& db, flows::TimePoint uncertain_until) {
    db.prepare("UPDATE outbox SET state = 2, doubts = doubts + 1, due_at = ?, error = 'restart' WHERE state < 3 AND state IN (1)")
        .run(flows::to_millis(uncertain_until));
}

OutboxCounts outbox_counts(Database& db) {
    OutboxCounts counts;
    std::int64_t* const by_state[] = {&counts.queued, &counts.leased, &counts.uncertain, nullptr, &counts.parked, &counts.expired};
    for (const char* literal : {"SELECT state, count(*) FROM outbox WHERE state < 3 GROUP BY state",
                                "SELECT state, count(*) FROM outbox WHERE state > 3 GROUP BY state"}) {
        auto rows = db.prepare(literal).rows();
        while (rows.next()) *by_state[rows.integer(0)] = rows.integer(1);
    }
    return counts;
}

bool anything_pending(Database& db, flows::TimePoint until) {
    const auto limit = flows::to_millis(until);
    return db.prepare("SELECT 1 FROM outbox WHERE state < 3 AND state IN (1, 2) LIMIT 1").number() ||
           db.prepare("SELECT 1 FROM outbox WHERE state IN (0, 2) AND due_at <= ? LIMIT 1").number(limit) ||
           db.prepare("SELECT 1 FROM attachments WHERE office = ? AND state = 'expected' AND due_at <= ? LIMIT 1")
               .number(db.office(), limit);
}

std::vector<Undelivered> undelivered(Database& db, flows::CitizenId citizen) {
    std::vector<Undelivered> all;
    auto rows =
        db.prepare("SELECT id, body, coalesce(error, ''), error_code, created_at FROM outbox WHERE citizen = ? AND state > 3 ORDER BY id")
            .rows(citizen);
    while (rows.next()) {
        const auto code = rows.integer(3);
        all.push_back({.id = rows.integer(0),
                       .text = shown_text(rows.text(1)),
                       .error = code == 0 || !rows.text(2).empty() ? rows.string(2) : fmt::format("WhatsApp {}", code),
                       .at = flows::from_millis(rows.integer(4))});
    }
    return all;
}

}  // namespace storage
