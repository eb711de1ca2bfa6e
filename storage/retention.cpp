#include "storage/retention.hpp"

#include "storage/attachments.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace storage {
namespace {

constexpr std::chrono::days ids_kept{30};  // WhatsApp delivers again for 7 days; a restored backup may be older

// Each looks at the rows behind the round's key and moves it. False: there are no more.
using Piece = bool (*)(Database&, const KeptSince&, RetentionRound&, int most);

// Measured from what was last written and not from a clock: a wrong clock must never delete anything.
flows::TimePoint ids_kept_since(Database& db, flows::TimePoint asked) {
    const auto newest = db.prepare("SELECT created_at FROM outbox WHERE id = (SELECT max(id) FROM outbox)").number();
    return newest ? std::min(asked, flows::from_millis(*newest) - ids_kept) : flows::TimePoint{};
}

bool messages(Database& db, const KeptSince& kept, RetentionRound& round, int most) {
    const auto since = flows::to_millis(ids_kept_since(db, kept.messages));
    std::vector<std::string> old;
    int seen = 0;
    {
        auto rows = db.prepare("SELECT message_id, at FROM inbox WHERE office = ? AND message_id > ? ORDER BY message_id LIMIT ?")
                        .rows(db.office(), round.after_id, most);
        for (; rows.next(); ++seen) {
            round.after_id = rows.string(0);
            if (rows.integer(1) < since) old.push_back(round.after_id);
        }
    }
    auto& forget = db.prepare("DELETE FROM inbox WHERE office = ? AND message_id = ?");
    for (const std::string& id : old) forget.run(db.office(), id);
    return seen == most;
}

struct Looked {
    std::vector<std::int64_t> old;
    bool more;
};

// `select`: the key, and whether the row is old; of the rows behind ?1, ?2 of them. The other values are bound from ?3 on.
template <class... Values>
Looked look(Database& db, const char* select, RetentionRound& round, int most, const Values&... values) {
    Looked looked{.old = {}, .more = false};
    int seen = 0;
    auto rows = db.prepare(select).rows(round.after, most, values...);
    for (; rows.next(); ++seen) {
        round.after = rows.integer(0);
        if (rows.integer(1) != 0) looked.old.push_back(round.after);
    }
    looked.more = seen == most;
    return looked;
}

// The newest stays: its id must not be given out again.
bool sent(Database& db, const KeptSince& kept, RetentionRound& round, int most) {
    const auto [old, more] = look(db,
                                  "SELECT id, state > 2 AND changed_at < ?3 AND id < (SELECT max(id) FROM outbox) FROM outbox"
                                  " WHERE id > ?1 ORDER BY id LIMIT ?2",
                                  round, most, flows::to_millis(kept.said));
    auto& forget = db.prepare("DELETE FROM outbox WHERE id = ?");
    for (const auto id : old) forget.run(id);
    return more;
}

bool call_lines(Database& db, const KeptSince& kept, RetentionRound& round, int most) {
    const auto since = flows::to_millis(kept.said);
    const auto [old, more] = look(db, "SELECT id, opened_at < ?3 AND office = ?4 FROM calls WHERE id > ?1 ORDER BY id LIMIT ?2", round,
                                  most, since, db.office());
    auto& forget = db.prepare("DELETE FROM call_lines WHERE call = ? AND at < ?");
    for (const auto id : old) forget.run(id, since);
    return more;
}

bool files_of_closed(Database& db, const KeptSince& kept, RetentionRound& round, int most) {
    const auto [old, more] = look(db, "SELECT id, closed_at < ?3 AND office = ?4 FROM requests WHERE id > ?1 ORDER BY id LIMIT ?2", round,
                                  most, flows::to_millis(kept.said), db.office());
    std::vector<flows::AttachmentId> files;
    for (const auto request : old) {
        auto rows = db.prepare(
                          "SELECT a.id FROM requests r, json_each(r.papers) p, json_each(p.value, '$.files') f"
                          " JOIN attachments a ON a.id = f.value AND a.state <> 'discarded' WHERE r.id = ?")
                        .rows(request);
        while (rows.next()) files.push_back(rows.integer(0));
    }
    discard_attachments(db, files);
    return more;
}

bool quarantined(Database& db, const KeptSince& kept, RetentionRound& round, int most) {
    const auto [old, more] = look(db, "SELECT id, at < ?3 AND office = ?4 FROM quarantine WHERE id > ?1 ORDER BY id LIMIT ?2", round, most,
                                  flows::to_millis(kept.quarantined), db.office());
    auto& forget = db.prepare("DELETE FROM quarantine WHERE id = ?");
    for (const auto id : old) forget.run(id);
    return more;
}

constexpr std::array<Piece, RetentionRound::kinds> kinds = {messages, sent, call_lines, files_of_closed, quarantined};

}  // namespace

RetentionRound forget_piece(Database& db, const KeptSince& kept, RetentionRound round, int most) {
    if (round.over()) return round;
    if (kinds[round.kind](db, kept, round, most)) return round;
    return {.kind = round.kind + 1};
}

}  // namespace storage
