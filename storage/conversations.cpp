#include "storage/conversations.hpp"

#include "flows/session_json.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <chrono>

namespace storage {
namespace {

std::int64_t hours(flows::TimePoint t) { return std::chrono::floor<std::chrono::hours>(t.time_since_epoch()).count(); }

struct DraftTimes {
    std::optional<std::int64_t> hour, moment;
};

// Of the draft that has rested longest.
DraftTimes draft_times(const flows::Session& session) {
    const auto oldest = std::ranges::min_element(session.drafts, {}, &flows::Draft::touched);
    if (oldest == session.drafts.end()) return {};
    return {hours(oldest->touched), flows::to_millis(oldest->touched)};
}

}  // namespace

bool remember_message(Database& db, std::string_view message_id, flows::CitizenId citizen, flows::TimePoint at) {
    db.prepare("INSERT INTO inbox (office, message_id, citizen, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(db.office(), message_id, citizen, flows::to_millis(at));
    return db.connection().changes() == 1;
}

bool already_handled(Database& db, std::string_view message_id) {
    return db.prepare("SELECT 1 FROM inbox WHERE office = ? AND message_id = ?").number(db.office(), message_id).has_value();
}

void note_inbound(Database& db, flows::CitizenId citizen, std::string_view profile_name, flows::TimePoint at) {
    db.prepare(
          "UPDATE citizens SET last_inbound_at = max(last_inbound_at, ?2),"
          " profile_name = CASE WHEN ?3 = '' THEN profile_name ELSE ?3 END WHERE id = ?1")
        .run(citizen, flows::to_millis(at), profile_name);
}

CitizenFacts citizen_facts(Database& db, flows::CitizenId citizen) {
    auto rows = db.prepare("SELECT profile_name, last_inbound_at, needs_verification FROM citizens WHERE id = ?").rows(citizen);
    if (!rows.next()) return {};
    return {
        .profile_name = rows.string(0), .last_inbound_at = flows::from_millis(rows.integer(1)), .needs_verification = rows.integer(2) != 0};
}

flows::Session load_session(Database& db, flows::CitizenId citizen) {
    auto rows = db.prepare("SELECT session FROM citizens WHERE id = ?").rows(citizen);
    if (!rows.next() || rows.is_null(0)) return {};
    return flows::session_from_json(rows.text(0)).value_or(flows::Session{});
}

void save_session(Database& db, flows::CitizenId citizen, const flows::Session& session, flows::TimePoint) {
    const DraftTimes drafts = draft_times(session);
    db.prepare("UPDATE citizens SET session = ?2, draft_hour = ?3, draft_touched_at = ?4 WHERE id = ?1")
        .run(citizen, to_json(session), drafts.hour, drafts.moment);
}

void save_turn(Database& db, flows::CitizenId citizen, const flows::Session& session, std::string_view profile_name,
               flows::TimePoint said_at) {
    const DraftTimes drafts = draft_times(session);
    db.prepare(
          "UPDATE citizens SET session = ?2, draft_hour = ?3, draft_touched_at = ?4, last_inbound_at = max(last_inbound_at, ?5),"
          " profile_name = CASE WHEN ?6 = '' THEN profile_name ELSE ?6 END WHERE id = ?1")
        .run(citizen, to_json(session), drafts.hour, drafts.moment, flows::to_millis(said_at), profile_name);
}

std::vector<flows::CitizenId> sessions_with_drafts_touched_before(Database& db, flows::TimePoint before, int most) {
    return sessions_with_drafts_touched_between(db, flows::TimePoint{}, before, most);
}

std::vector<flows::CitizenId> sessions_with_drafts_touched_between(Database& db, flows::TimePoint from, flows::TimePoint before, int most) {
    std::vector<flows::CitizenId> found;
    auto rows = db.prepare(
                      "SELECT id FROM citizens WHERE office = ? AND draft_hour BETWEEN ? AND ? AND draft_touched_at >= ?"
                      " AND draft_touched_at < ? ORDER BY draft_hour, draft_touched_at LIMIT ?")
                    .rows(db.office(), hours(from), hours(before), flows::to_millis(from), flows::to_millis(before), most);
    while (rows.next()) found.push_back(rows.integer(0));
    return found;
}

void quarantine(Database& db, std::string_view reason, std::string_view raw, flows::TimePoint at) {
    db.prepare("INSERT INTO quarantine (office, at, reason, raw) VALUES (?, ?, ?, ?)")
        .run(db.office(), flows::to_millis(at), reason, sqlite::Blob{raw});
}

std::vector<Quarantined> quarantined(Database& db, int most) {
    std::vector<Quarantined> found;
    auto rows = db.prepare("SELECT id, at, reason, raw FROM quarantine WHERE office = ? ORDER BY id DESC LIMIT ?").rows(db.office(), most);
    while (rows.next()) {
        found.push_back({.id = rows.integer(0),
                         .at = flows::from_millis(rows.integer(1)),
                         .reason = rows.string(2),
                         .raw = std::string(rows.bytes(3))});
    }
    return found;
}

std::int64_t quarantine_count(Database& db) {
    return db.prepare("SELECT count(*) FROM quarantine WHERE office = ?").number(db.office()).value_or(0);
}

}  // namespace storage
