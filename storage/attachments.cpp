#include "storage/attachments.hpp"

#include "storage/database.hpp"

namespace storage {
namespace {

Attachment read_row(const sqlite::Rows& rows) {
    Attachment read;
    read.id = rows.integer(0);
    read.citizen = rows.integer(1);
    read.state = rows.text(2);
    read.media = {.kind = static_cast<flows::MediaKind>(rows.integer(3)),
                  .media_id = rows.string(4),
                  .mime = rows.string(5),
                  .filename = rows.string(6),
                  .caption = rows.string(7),
                  .sha256 = rows.string(8),
                  .url = rows.string(9)};
    read.path = rows.text(10);
    read.mime = rows.text(11);
    read.size = rows.integer(12);
    read.attempts = rows.small(13);
    read.sha256 = rows.text(14);
    read.error = rows.text(15);
    return read;
}

}  // namespace

// Rows are never deleted, so that the highest id only grows and no number is given twice.
flows::AttachmentId next_attachment(Database& db) { return db.prepare("SELECT max(id) FROM attachments").number().value_or(0) + 1; }

void expect_attachment(Database& db, flows::AttachmentId id, flows::CitizenId citizen, const flows::Media& media, flows::TimePoint now) {
    const auto at = flows::to_millis(now);
    db.prepare(
          "INSERT INTO attachments (id, office, citizen, state, kind, media_id, claimed_mime, claimed_sha256, filename, caption, url, "
          "due_at,"
          " created_at, changed_at) VALUES (?, ?, nullif(?, 0), 'expected', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(id, db.office(), citizen, static_cast<int>(media.kind), media.media_id, media.mime, media.sha256, media.filename,
             media.caption, media.url, at, at, at);
}

std::optional<Attachment> attachment(Database& db, flows::AttachmentId id) {
    auto rows =
        db.prepare(
              "SELECT id, citizen, state, kind, media_id, claimed_mime, filename, caption, claimed_sha256, url, path, mime, size, attempts,"
              " sha256, error FROM attachments WHERE id = ? AND office = ?")
            .rows(id, db.office());
    return rows.next() ? std::optional(read_row(rows)) : std::nullopt;
}

std::vector<Attachment> due_attachments(Database& db, flows::TimePoint now, int most) {
    std::vector<Attachment> due;
    auto rows =
        db.prepare(
              "SELECT id, citizen, state, kind, media_id, claimed_mime, filename, caption, claimed_sha256, url, path, mime, size, attempts,"
              " sha256, error FROM attachments WHERE office = ? AND state = 'expected' AND due_at <= ? ORDER BY due_at, id LIMIT ?")
            .rows(db.office(), flows::to_millis(now), most);
    while (rows.next()) due.push_back(read_row(rows));
    return due;
}

std::optional<flows::TimePoint> next_attachment_due(Database& db) {
    const auto due = db.prepare("SELECT min(due_at) FROM attachments WHERE office = ? AND state = 'expected'").number(db.office());
    return due ? std::optional(flows::from_millis(*due)) : std::nullopt;
}

void postpone_attachment(Database& db, flows::AttachmentId id, flows::TimePoint due, std::string_view error) {
    db.prepare("UPDATE attachments SET due_at = ?, error = ?, attempts = attempts + 1 WHERE id = ? AND state = 'expected'")
        .run(flows::to_millis(due), error, id);
}

// Only an expected one: a draft may have been dropped while its file was on the way.
void attachment_stored(Database& db, flows::AttachmentId id, std::string_view path, std::string_view mime, std::string_view sha256,
                       std::int64_t size, flows::TimePoint now) {
    db.prepare(
          "UPDATE attachments SET state = 'stored', path = ?, mime = ?, sha256 = ?, size = ?, changed_at = ?, url = '', error = ''"
          " WHERE id = ? AND state = 'expected'")
        .run(path, mime, sha256, size, flows::to_millis(now), id);
}

void attachment_refused(Database& db, flows::AttachmentId id, std::string_view reason, flows::TimePoint now) {
    db.prepare("UPDATE attachments SET state = 'refused', error = ?, changed_at = ?, url = '' WHERE id = ? AND state = 'expected'")
        .run(reason, flows::to_millis(now), id);
}

// What the citizen told about the file goes at once, the file itself at the next sweep after the commit.
void discard_attachments(Database& db, const std::vector<flows::AttachmentId>& files) {
    auto& statement = db.prepare(
        "UPDATE attachments SET state = 'discarded', path = '', media_id = '', filename = '', caption = '', url = '',"
        " claimed_sha256 = '', sha256 = '' WHERE id = ?");
    for (const auto id : files) statement.run(id);
}

}  // namespace storage
