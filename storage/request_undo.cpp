// Taking a change back. One command of a clerk is several calls (return = want + change_status, take = claim + change_status), in either
// order, so the state to return to is the one before the first of them. It is remembered in memory for the unit of work (a job of the
// writer, or a transaction) and written down by change_status.
#include "storage/database.hpp"
#include "storage/request_rows.hpp"

#include <utility>

namespace storage {
namespace {

std::string state_now(Database& db, RequestId id) {
    auto rows = db.prepare(
                      "SELECT json_object('status', status, 'status_since', status_since, 'due_at', due_at, 'closed_at', closed_at,"
                      " 'reason', reason, 'claimed_by', claimed_by, 'claimed_until', claimed_until, 'papers', json(papers),"
                      " 'wanted', json(wanted)) FROM requests WHERE id = ?")
                    .rows(id);
    return rows.next() ? rows.string(0) : std::string();
}

bool is_remembered(Database& db, RequestId id) {
    const auto& before = db.before();
    return before.request == id && before.unit == db.connection().unit() && !before.state.empty();
}

void restore(Database& db, RequestId id) {
    db.prepare(
          "UPDATE requests SET status = before ->> 'status', status_since = before ->> 'status_since', due_at = before ->> 'due_at',"
          " closed_at = before ->> 'closed_at', reason = before ->> 'reason', claimed_by = before ->> 'claimed_by',"
          " claimed_until = before ->> 'claimed_until', papers = before -> 'papers', wanted = before -> 'wanted'"
          " FROM request_undo WHERE request_undo.request = requests.id AND requests.id = ?")
        .run(id);
    db.prepare("DELETE FROM request_undo WHERE request = ?").run(id);
}

}  // namespace

void remember_before(Database& db, RequestId id) {
    if (is_remembered(db, id)) return;
    db.before() = {.unit = db.connection().unit(), .request = id, .state = state_now(db, id)};
}

std::string take_before(Database& db, RequestId id) {
    remember_before(db, id);
    return std::exchange(db.before(), {}).state;
}

void arm_undo(Database& db, RequestId id, const Change& change, const std::string& before) {
    if (!change.undo_until) {
        db.prepare("DELETE FROM request_undo WHERE request = ?").run(id);
        return;
    }
    db.prepare(
          "INSERT INTO request_undo (request, action, until, notice, before) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
          " action = excluded.action, until = excluded.until, notice = excluded.notice, before = excluded.before")
        .run(id, change.action, flows::to_millis(*change.undo_until), change.notice, before);
}

std::optional<Undone> undo(Database& db, RequestId id, std::string_view actor, flows::TimePoint now) {
    Undone undone{.restored = flows::Status::Diterima, .action = {}};
    OutboxId notice = 0;
    {
        auto rows = db.prepare("SELECT action, notice FROM request_undo WHERE request = ? AND until > ?").rows(id, flows::to_millis(now));
        if (!rows.next()) return std::nullopt;
        undone.action = rows.text(0);
        notice = rows.integer(1);
    }
    if (notice != 0 && !withdraw(db, notice)) return std::nullopt;
    const auto from = status_of(db, id);
    restore(db, id);
    db.before() = {};
    undone.restored = status_of(db, id);
    note_history(db, id,
                 {.at = now,
                  .actor = std::string(actor),
                  .action = "undo",
                  .from = std::string(key(from)),
                  .to = std::string(key(undone.restored)),
                  .note = undone.action});
    return undone;
}

}  // namespace storage
