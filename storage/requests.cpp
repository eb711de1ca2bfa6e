#include "storage/requests.hpp"

#include "flows/session_json.hpp"
#include "storage/database.hpp"
#include "storage/request_json.hpp"
#include "storage/request_rows.hpp"

#include <algorithm>

namespace storage {
namespace {

std::vector<Request> read_all(sqlite::Rows rows, flows::TimePoint now) {
    std::vector<Request> all;
    while (rows.next()) all.push_back(read_request(rows, now));
    return all;
}

bool asks_for_closed(const Filter& filter) {
    return filter.include_closed || std::ranges::any_of(filter.statuses, [](flows::Status status) { return !flows::is_open(status); });
}

}  // namespace

RequestId file_request(Database& db, std::optional<flows::CitizenId> citizen, const flows::FileRequest& filed, std::string_view phone,
                       std::string_view channel, std::string_view actor, flows::TimePoint now) {
    spend_ticket(db, filed.ticket);
    const auto at = flows::to_millis(now);
    const auto status = key(flows::Status::Diterima);
    db.prepare(
          "INSERT INTO requests (office, ticket, service, status, status_since, citizen, subject, applicant, phone, channel, submitted_at,"
          " due_at, agreed, papers, answers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(db.office(), filed.ticket, filed.service, status, at, citizen, filed.subject, filed.applicant, phone, channel, at,
             flows::to_millis(filed.due_at), filed.agreed, to_json(filed.papers), flows::to_json(filed.answers));
    const RequestId id = db.connection().last_id();
    note_history(db, id, {.at = now, .actor = std::string(actor), .action = "submit", .from = {}, .to = std::string(status), .note = {}});
    return id;
}

std::vector<flows::OwnRequest> own_requests(Database& db, flows::CitizenId citizen, flows::TimePoint closed_after, int most) {
    std::vector<flows::OwnRequest> own;
    auto rows =
        db.prepare(
              "SELECT ticket, service, status, subject, submitted_at, due_at, wanted, reason, answers FROM requests WHERE citizen = ?"
              " AND (closed_at IS NULL OR closed_at > ?) ORDER BY id DESC LIMIT ?")
            .rows(citizen, flows::to_millis(closed_after), most);
    while (rows.next()) {
        flows::OwnRequest request;
        request.ticket = rows.text(0);
        request.service = rows.text(1);
        request.status = flows::status_from_key(rows.text(2)).value_or(flows::Status::Diterima);
        request.subject = rows.text(3);
        request.submitted_at = flows::from_millis(rows.integer(4));
        if (const auto due = rows.maybe_integer(5)) request.due_at = flows::from_millis(*due);
        request.reason = rows.text(7);
        if (rows.text(6) != "[]") {
            request.wanted = wanted_from_json(rows.text(6));
            request.answers = flows::answers_from_json(rows.text(8)).value_or(flows::Answers{});
        }
        own.push_back(std::move(request));
    }
    return own;
}

std::vector<Request> list_requests(Database& db, const Filter& filter, flows::TimePoint now) {
    static const std::string open = select_requests(
        "WHERE office = ?1 AND closed_at IS NULL AND (?2 = '' OR service = ?2) AND (?3 = '' OR (claimed_by = ?3 AND claimed_until > ?4))"
        " AND (?5 = '[]' OR status IN (SELECT value FROM json_each(?5))) ORDER BY submitted_at, id LIMIT ?6");
    static const std::string all = select_requests(
        "WHERE office = ?1 AND (?2 = '' OR service = ?2) AND (?3 = '' OR (claimed_by = ?3 AND claimed_until > ?4))"
        " AND (?5 = '[]' OR status IN (SELECT value FROM json_each(?5))) ORDER BY submitted_at, id LIMIT ?6");
    const auto statuses = to_json(filter.statuses);
    auto& statement = db.prepare(asks_for_closed(filter) ? all.c_str() : open.c_str());
    return read_all(statement.rows(db.office(), filter.service, filter.claimed_by, flows::to_millis(now), statuses, filter.most), now);
}

std::optional<Request> request(Database& db, std::string_view ticket, flows::TimePoint now) {
    static const std::string sql = select_requests("WHERE office = ? AND ticket = ?");
    auto rows = db.prepare(sql.c_str()).rows(db.office(), ticket);
    return rows.next() ? std::optional(read_request(rows, now)) : std::nullopt;
}

std::vector<Request> returned_before(Database& db, flows::TimePoint before) {
    static const std::string sql = select_requests(
        "WHERE office = ? AND closed_at IS NULL AND status = 'perlu_perbaikan' AND status_since < ? ORDER BY submitted_at, id");
    return read_all(db.prepare(sql.c_str()).rows(db.office(), flows::to_millis(before)), before);
}

std::vector<HistoryEntry> history(Database& db, RequestId id) {
    std::vector<HistoryEntry> entries;
    auto rows =
        db.prepare("SELECT at, actor, action, from_status, to_status, note FROM request_history WHERE request = ? ORDER BY seq").rows(id);
    while (rows.next()) {
        entries.push_back({.at = flows::from_millis(rows.integer(0)),
                           .actor = rows.string(1),
                           .action = rows.string(2),
                           .from = rows.string(3),
                           .to = rows.string(4),
                           .note = rows.string(5)});
    }
    return entries;
}

void note_history(Database& db, RequestId id, const HistoryEntry& entry) {
    db.prepare(
          "INSERT INTO request_history (request, seq, at, actor, action, from_status, to_status, note)"
          " SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM request_history WHERE request = ?1")
        .run(id, flows::to_millis(entry.at), entry.actor, entry.action, entry.from, entry.to, entry.note);
}

}  // namespace storage
