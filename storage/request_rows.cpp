#include "storage/request_rows.hpp"

#include "flows/session_json.hpp"
#include "storage/database.hpp"
#include "storage/request_json.hpp"

namespace storage {
namespace {

std::optional<flows::TimePoint> maybe_time(const sqlite::Rows& rows, int column) {
    const auto millis = rows.maybe_integer(column);
    return millis ? std::optional(flows::from_millis(*millis)) : std::nullopt;
}

}  // namespace

std::string select_requests(std::string_view rest) {
    return "SELECT id, ticket, service, status, subject, applicant, citizen, phone, channel, submitted_at, due_at, claimed_by, "
           "claimed_until, reason,"
           " answers, papers, wanted FROM requests " +
           std::string(rest);
}

Request read_request(const sqlite::Rows& rows, flows::TimePoint now) {
    Request read;
    read.id = rows.integer(0);
    read.ticket = rows.text(1);
    read.service = rows.text(2);
    read.status = flows::status_from_key(rows.text(3)).value_or(flows::Status::Diterima);
    read.subject = rows.text(4);
    read.applicant = rows.text(5);
    read.citizen = rows.maybe_integer(6);
    read.phone = rows.text(7);
    read.channel = rows.text(8);
    read.submitted_at = flows::from_millis(rows.integer(9));
    read.due_at = maybe_time(rows, 10);
    if (const auto until = flows::from_millis(rows.integer(12)); until > now && !rows.text(11).empty()) {
        read.claimed_by = rows.text(11);
        read.claimed_until = until;
    }
    read.reason = rows.text(13);
    read.answers = flows::answers_from_json(rows.text(14)).value_or(flows::Answers{});
    read.papers = papers_from_json(rows.text(15));
    read.wanted = wanted_from_json(rows.text(16));
    return read;
}

flows::Status status_of(Database& db, RequestId id) {
    auto rows = db.prepare("SELECT status FROM requests WHERE id = ?").rows(id);
    if (!rows.next()) throw IllegalChange("permohonan ini tidak ada");
    return flows::status_from_key(rows.text(0)).value_or(flows::Status::Diterima);
}

}  // namespace storage
