#include "storage/database.hpp"
#include "storage/outbox_rows.hpp"

namespace storage {
namespace {

constexpr int window_shut = 131047;  // WhatsApp's code: more than 24 hours since the citizen's last message

struct Row {
    OutboxId id = 0;
    flows::CitizenId citizen = 0;
    OutboxState state = OutboxState::Queued;
    int delivery = 0;
    bool named = false;  // WhatsApp's id is known
    bool attempted = false;
    bool notice = false;
    bool window_closed = false;  // told before

    bool may_have_left() const { return attempted && state != OutboxState::Expired; }
    bool in_doubt() const { return state == OutboxState::Uncertain || state == OutboxState::Queued; }
};

Row read_row(const sqlite::Rows& rows) {
    return {.id = rows.integer(0),
            .citizen = rows.integer(1),
            .state = static_cast<OutboxState>(rows.integer(2)),
            .delivery = rows.small(3),
            .named = !rows.is_null(4),
            .attempted = rows.integer(5) != 0,
            .notice = rows.integer(6) == 0,
            .window_closed = rows.integer(7) != 0};
}

std::optional<Row> row_of(Database& db, std::optional<OutboxId> id, std::string_view message_id) {
    if (id) {
        auto rows = db.prepare("SELECT id, citizen, state, delivery, message_id, leased_at, prompt, window_closed FROM outbox WHERE id = ?")
                        .rows(*id);
        if (rows.next() && (rows.is_null(4) || message_id.empty() || rows.text(4) == message_id)) return read_row(rows);
    }
    if (message_id.empty()) return std::nullopt;
    auto rows =
        db.prepare("SELECT id, citizen, state, delivery, message_id, leased_at, prompt, window_closed FROM outbox WHERE message_id = ?")
            .rows(message_id);
    return rows.next() ? std::optional(read_row(rows)) : std::nullopt;
}

// A notice must arrive: it is queued once more, and the window counts as shut, so that it leaves as a template or expires.
void queue_as_template(Database& db, OutboxId id, flows::TimePoint at) {
    db.prepare(
          "UPDATE outbox SET state = 0, window_closed = 1, delivery = 0, message_id = NULL, error_code = ?, due_at = ?2, changed_at = ?2"
          " WHERE id = ?3")
        .run(window_shut, flows::to_millis(at), id);
}

bool moves_on(const Row& row, Delivery heard) {
    if (heard == Delivery::Failed) return row.delivery < static_cast<int>(Delivery::Delivered);
    return row.delivery < static_cast<int>(heard);
}

}  // namespace

std::optional<flows::CitizenId> merge_delivery(Database& db, std::optional<OutboxId> id, std::string_view message_id, Delivery heard,
                                               int error_code, flows::TimePoint at) {
    const auto row = row_of(db, id, message_id);
    if (!row || !row->may_have_left() || !moves_on(*row, heard)) return std::nullopt;
    const bool failed = heard == Delivery::Failed;
    if (failed && error_code == window_shut) {
        if (row->window_closed) return std::nullopt;
        if (row->notice && row->state == OutboxState::Accepted) {
            queue_as_template(db, row->id, at);
            return row->citizen;
        }
    }
    const auto state = static_cast<int>(failed ? OutboxState::Parked : OutboxState::Accepted);
    const auto when = flows::to_millis(at);
    if (!failed && row->named && row->state == OutboxState::Accepted) {
        db.prepare("UPDATE outbox SET delivery = ?, changed_at = ? WHERE id = ?").run(static_cast<int>(heard), when, row->id);
        return std::nullopt;
    }
    const auto name = message_id.empty() ? std::nullopt : std::optional(message_id);
    db.prepare(
          "UPDATE outbox SET delivery = ?, state = ?, error_code = ?, error = NULL, changed_at = ?, message_id = coalesce(message_id, ?)"
          " WHERE id = ?")
        .run(static_cast<int>(heard), state, error_code, when, name, row->id);
    return row->in_doubt() ? std::optional(row->citizen) : std::nullopt;
}

}  // namespace storage
