#include "storage/queues.hpp"

#include "storage/database.hpp"

#include <array>

namespace storage {
namespace {

constexpr std::array<std::string_view, 6> outbox_states{"queued", "leased", "uncertain", "accepted", "parked", "expired"};
constexpr std::array<std::string_view, 5> open_requests{"diterima", "diperiksa", "perlu_perbaikan", "diproses", "siap"};

std::optional<flows::TimePoint> queued_at(Database& db, std::int64_t id) {
    const auto millis = db.prepare("SELECT created_at FROM outbox WHERE id = ?").number(id);
    return millis ? std::optional(flows::from_millis(*millis)) : std::nullopt;
}

// Counted along an index alone; only the oldest row of each state is read.
void add_outbox(Database& db, std::vector<Queue>& all) {
    const auto first = all.size();
    for (const auto state : outbox_states)
        if (state != "accepted") all.push_back({"outbox", state, 0, {}});
    for (const char* literal : {"SELECT state, count(*), min(id) FROM outbox WHERE state < 3 GROUP BY state",
                                "SELECT state, count(*), min(id) FROM outbox WHERE state > 3 GROUP BY state"}) {
        auto rows = db.prepare(literal).rows();
        while (rows.next()) {
            const auto state = static_cast<std::size_t>(rows.integer(0));
            Queue& queue = all[first + state - (state > 3 ? 1 : 0)];
            queue.rows = rows.integer(1);
            queue.oldest = queued_at(db, rows.integer(2));
        }
    }
}

void add_requests(Database& db, std::vector<Queue>& all) {
    const auto first = all.size();
    for (const auto state : open_requests) all.push_back({"requests", state, 0, {}});
    auto rows = db.prepare("SELECT status, status_since FROM requests WHERE office = ? AND closed_at IS NULL").rows(db.office());
    while (rows.next()) {
        for (auto queue = all.begin() + static_cast<std::ptrdiff_t>(first); queue != all.end(); ++queue) {
            if (queue->state != rows.text(0)) continue;
            ++queue->rows;
            const auto since = flows::from_millis(rows.integer(1));
            if (!queue->oldest || since < *queue->oldest) queue->oldest = since;
        }
    }
}

Queue counted(std::string_view name, std::string_view state, sqlite::Rows rows) {
    Queue queue{name, state, 0, {}};
    for (; rows.next(); ++queue.rows) {
        const auto since = flows::from_millis(rows.integer(0));
        if (!queue.oldest || since < *queue.oldest) queue.oldest = since;
    }
    return queue;
}

}  // namespace

std::vector<Queue> queues(Database& db) {
    std::vector<Queue> all;
    add_outbox(db, all);
    add_requests(db, all);
    all.push_back(counted("attachments", "expected",
                          db.prepare("SELECT created_at FROM attachments WHERE office = ? AND state = 'expected'").rows(db.office())));
    all.push_back(counted("calls", "open", db.prepare("SELECT opened_at FROM calls WHERE closed_at IS NULL").rows()));
    return all;
}

}  // namespace storage
