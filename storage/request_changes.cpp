#include "storage/database.hpp"
#include "storage/request_rows.hpp"

#include <fmt/format.h>

namespace storage {
namespace {

using flows::Status;

bool leaves_the_desk(Status status) { return status == Status::PerluPerbaikan || !flows::is_open(status); }

void check_edge(Status from, Status to) {
    if (flows::may_become(from, to)) return;
    throw IllegalChange(fmt::format("permohonan berstatus \"{}\", tidak bisa menjadi \"{}\"", shown(from), shown(to)));
}

std::string holder(Database& db, RequestId id) {
    auto rows = db.prepare("SELECT claimed_by FROM requests WHERE id = ?").rows(id);
    return rows.next() ? rows.string(0) : std::string();
}

}  // namespace

void change_status(Database& db, RequestId id, Status to, const Change& change, flows::TimePoint now) {
    const auto from = status_of(db, id);
    check_edge(from, to);
    const auto before = take_before(db, id);
    const auto at = flows::to_millis(now);
    const auto due = change.due_at ? std::optional(flows::to_millis(*change.due_at)) : std::nullopt;
    const auto closed = flows::is_open(to) ? std::nullopt : std::optional(at);
    db.prepare(
          "UPDATE requests SET status = ?2, status_since = ?3, due_at = ?4, closed_at = ?5, reason = ?6,"
          " claimed_by = CASE WHEN ?7 THEN '' ELSE claimed_by END, claimed_until = CASE WHEN ?7 THEN 0 ELSE claimed_until END,"
          " wanted = CASE WHEN ?8 THEN '[]' ELSE wanted END WHERE id = ?1")
        .run(id, key(to), at, due, closed, change.reason, leaves_the_desk(to), from == Status::PerluPerbaikan);
    note_history(db, id,
                 {.at = now,
                  .actor = change.actor,
                  .action = change.action,
                  .from = std::string(key(from)),
                  .to = std::string(key(to)),
                  .note = change.note});
    arm_undo(db, id, change, before);
}

void claim(Database& db, RequestId id, std::string_view clerk, flows::TimePoint until, flows::TimePoint now) {
    const auto status = status_of(db, id);
    if (!flows::is_open(status)) throw IllegalChange(fmt::format("permohonan berstatus \"{}\", tidak bisa diambil", shown(status)));
    remember_before(db, id);
    db.prepare("UPDATE requests SET claimed_by = ?2, claimed_until = ?3 WHERE id = ?1 AND (claimed_by IN ('', ?2) OR claimed_until <= ?4)")
        .run(id, clerk, flows::to_millis(until), flows::to_millis(now));
    if (db.connection().changes() == 0) throw Taken(fmt::format("permohonan ini sedang dipegang {}", holder(db, id)));
}

void release(Database& db, RequestId id) {
    remember_before(db, id);
    db.prepare("UPDATE requests SET claimed_by = '', claimed_until = 0 WHERE id = ?").run(id);
}

}  // namespace storage
