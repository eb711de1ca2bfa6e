#include "storage/calls.hpp"

#include "storage/database.hpp"

namespace storage {
namespace {

constexpr std::string_view citizen_speaks = "warga";

Call read_row(const sqlite::Rows& rows) {
    const auto officer = rows.maybe_integer(8);
    return {.id = rows.integer(0),
            .citizen = rows.integer(1),
            .who = rows.string(2),
            .phone = rows.string(3),
            .topic = rows.string(4),
            .opened_at = flows::from_millis(rows.integer(5)),
            .answered_by = rows.string(6),
            .last_at = flows::from_millis(rows.integer(7)),
            .officer_at = officer ? std::optional(flows::from_millis(*officer)) : std::nullopt};
}

std::optional<CallId> open_id(Database& db, flows::CitizenId citizen) {
    return db.prepare("SELECT id FROM calls WHERE citizen = ? AND closed_at IS NULL").number(citizen);
}

CallId new_call(Database& db, flows::CitizenId citizen, std::string_view topic, flows::TimePoint now) {
    const auto at = flows::to_millis(now);
    db.prepare("INSERT INTO calls (office, citizen, topic, opened_at, last_at) VALUES (?, ?, ?, ?, ?)")
        .run(db.office(), citizen, topic, at, at);
    return db.connection().last_id();
}

void add_line(Database& db, CallId call, std::string_view speaker, std::string_view text, flows::TimePoint now) {
    const auto at = flows::to_millis(now);
    db.prepare(
          "INSERT INTO call_lines (call, seq, at, speaker, text)"
          " SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 FROM call_lines WHERE call = ?1")
        .run(call, at, speaker, text);
    db.prepare(
          "UPDATE calls SET last_at = max(last_at, ?2), answered_by = CASE WHEN ?3 = 'warga' THEN answered_by ELSE ?3 END WHERE id = ?1")
        .run(call, at, speaker);
}

}  // namespace

CallId open_call(Database& db, flows::CitizenId citizen, std::string_view topic, std::string_view said, flows::TimePoint now) {
    const auto open = open_id(db, citizen);
    const auto id = open ? *open : new_call(db, citizen, topic, now);
    // An emergency is not hidden behind the question that came before it.
    if (open && topic == "darurat") db.prepare("UPDATE calls SET topic = ? WHERE id = ?").run(topic, id);
    if (!said.empty()) add_line(db, id, citizen_speaks, said, now);
    return id;
}

void add_call_line(Database& db, flows::CitizenId citizen, std::string_view speaker, std::string_view text, flows::TimePoint now) {
    const auto open = open_id(db, citizen);
    add_line(db, open ? *open : new_call(db, citizen, "petugas", now), speaker, text, now);
}

void close_calls(Database& db, flows::CitizenId citizen, flows::TimePoint now) {
    db.prepare("UPDATE calls SET closed_at = ? WHERE citizen = ? AND closed_at IS NULL").run(flows::to_millis(now), citizen);
}

std::int64_t close_rested_calls(Database& db, flows::TimePoint silent_since, flows::TimePoint now) {
    db.prepare(
          "UPDATE calls SET closed_at = ? WHERE office = ? AND closed_at IS NULL AND last_at <= ?"
          " AND (SELECT speaker FROM call_lines WHERE call = calls.id ORDER BY seq DESC LIMIT 1) <> 'warga'")
        .run(flows::to_millis(now), db.office(), flows::to_millis(silent_since));
    return db.connection().changes();
}

std::vector<Call> open_calls(Database& db) {
    std::vector<Call> all;
    auto rows = db.prepare(
                      "SELECT a.id, a.citizen, c.profile_name, c.phone, a.topic, a.opened_at, a.answered_by, a.last_at,"
                      " (SELECT max(at) FROM call_lines WHERE call = a.id AND speaker <> 'warga') FROM calls a"
                      " JOIN citizens c ON c.id = a.citizen WHERE a.closed_at IS NULL AND a.office = ? ORDER BY a.opened_at, a.id")
                    .rows(db.office());
    while (rows.next()) all.push_back(read_row(rows));
    return all;
}

std::optional<Call> open_call_of(Database& db, flows::CitizenId citizen) {
    auto rows = db.prepare(
                      "SELECT a.id, a.citizen, c.profile_name, c.phone, a.topic, a.opened_at, a.answered_by, a.last_at,"
                      " (SELECT max(at) FROM call_lines WHERE call = a.id AND speaker <> 'warga') FROM calls a"
                      " JOIN citizens c ON c.id = a.citizen WHERE a.citizen = ? AND a.closed_at IS NULL")
                    .rows(citizen);
    return rows.next() ? std::optional(read_row(rows)) : std::nullopt;
}

std::optional<Call> call(Database& db, CallId id) {
    auto rows = db.prepare(
                      "SELECT a.id, a.citizen, c.profile_name, c.phone, a.topic, a.opened_at, a.answered_by, a.last_at,"
                      " (SELECT max(at) FROM call_lines WHERE call = a.id AND speaker <> 'warga') FROM calls a"
                      " JOIN citizens c ON c.id = a.citizen WHERE a.id = ? AND a.office = ?")
                    .rows(id, db.office());
    return rows.next() ? std::optional(read_row(rows)) : std::nullopt;
}

std::vector<CallLine> call_lines(Database& db, CallId id) {
    std::vector<CallLine> lines;
    auto rows = db.prepare("SELECT at, speaker, text FROM call_lines WHERE call = ? ORDER BY seq").rows(id);
    while (rows.next()) lines.push_back({.at = flows::from_millis(rows.integer(0)), .speaker = rows.string(1), .text = rows.string(2)});
    return lines;
}

}  // namespace storage
