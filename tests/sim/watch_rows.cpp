// Rows of the database.
#include "flows/request.hpp"
#include "storage/database.hpp"
#include "tests/sim/watch.hpp"

#include <algorithm>
#include <utility>

namespace sim {

void Watch::check_rows(storage::Database& db) {
    std::map<std::int64_t, Row> now;
    {
        auto rows = db.prepare("SELECT id, state, leased_at, attempts, doubts FROM outbox WHERE state < 3").rows();
        while (rows.next()) {
            now[rows.integer(0)] = {rows.small(1), rows.integer(2) != 0};
            if (rows.integer(1) == 1 && (rows.integer(2) == 0 || rows.integer(3) < 1))
                report_.broken("{} is leased and never was attempted", rows.integer(0));
            if (rows.integer(4) > 2 || rows.integer(3) < 0)
                report_.broken("{} has {} attempts and {} doubts", rows.integer(0), rows.integer(3), rows.integer(4));
        }
    }
    for (const auto& [id, before] : std::exchange(rows_, now)) {
        if (now.contains(id)) continue;
        auto row = db.prepare("SELECT state FROM outbox WHERE id = ?").rows(id);
        const Row after{row.next() ? row.small(0) : -1, true};
        check_row(id, before, after.state < 0 ? nullptr : &after);
    }
}

// One that is finished, or gone.
void Watch::check_row(std::int64_t id, const Row& before, const Row* now) {
    const auto known = sendings_.find(id);
    const Sending sending = known == sendings_.end() ? Sending{} : known->second;
    if (now == nullptr) {
        if (sending.taken > 0 || sending.unknown > 0 || before.state == 2) report_.broken("{} may have left and is deleted", id);
        return;
    }
    constexpr int accepted = 3;
    if (now->state == accepted && sending.taken == 0) report_.broken("{} is accepted, and WhatsApp never took it", id);
}

// One message to a citizen at a time, and none before those that came first. What is in doubt is settled before anything else.
void Watch::check_lines(storage::Database& db) {
    const auto crowded =
        db.prepare("SELECT citizen FROM outbox WHERE state < 3 AND state IN (1, 2) GROUP BY citizen HAVING count(*) > 1").number();
    if (crowded) report_.broken("citizen {} has two messages under way", *crowded);
    const auto overtaking =
        db.prepare(
              "SELECT x.id FROM outbox x CROSS JOIN outbox y ON y.citizen = x.citizen WHERE x.state < 3 AND x.state = 1 AND x.doubts = 0 "
              "AND y.state < 3"
              " AND y.state = 0 AND y.id < x.id AND y.window_closed = 0 AND (y.leased_at > 0 OR y.due_at <= x.leased_at)")
            .number();
    if (overtaking) report_.broken("{} overtakes an older message", *overtaking);
}

void Watch::check_requests(storage::Database& db) {
    std::vector<std::pair<std::int64_t, std::string>> all;
    {
        auto rows = db.prepare("SELECT id, ticket, status, coalesce(citizen, 0) FROM requests ORDER BY id").rows();
        while (rows.next()) {
            const auto id = rows.integer(0);
            const auto [known, fresh] = requests_.try_emplace(id, Known{rows.string(1), {}, rows.integer(3), 0, 0});
            if (fresh && !tickets_.insert(rows.string(1)).second) report_.broken("ticket {} was given twice", rows.text(1));
            if (known->second.ticket != rows.text(1) || known->second.citizen != rows.integer(3))
                report_.broken("request {} has become another's", id);
            all.emplace_back(id, rows.string(2));
        }
    }
    if (all.size() != requests_.size()) report_.broken("a request is gone");
    for (const auto& [id, status] : all) check_request(db, id, status);
}

void Watch::check_request(storage::Database& db, std::int64_t id, const std::string& status) {
    Known& known = requests_.at(id);
    {
        auto rows = db.prepare("SELECT seq, action, from_status, to_status FROM request_history WHERE request = ? AND seq > ? ORDER BY seq")
                        .rows(id, known.seq);
        while (rows.next()) {
            known.seq = rows.integer(0);
            if (rows.text(3).empty()) continue;
            const auto from = flows::status_from_key(rows.text(2)), to = flows::status_from_key(rows.text(3));
            const bool legal = rows.text(1) == "undo" || rows.text(1) == "submit" || (from && to && flows::may_become(*from, *to));
            if (!legal || rows.text(2) != known.status)
                report_.broken("{} went from {} to {} by {}, and was {}", known.ticket, rows.text(2), rows.text(3), rows.text(1),
                               known.status);
            known.status = rows.text(3);
        }
    }
    if (known.status != status) report_.broken("{} is {}, and its history says {}", known.ticket, status, known.status);
}

void Watch::promised(const std::string& ticket) {
    for (auto& [id, request] : requests_)
        if (request.ticket == ticket) request.promised = request.seq;
}

// No conversation holds what another citizen wrote.
void Watch::check_strangers(storage::Database& db) {
    auto rows = db.prepare("SELECT phone, session FROM citizens WHERE session IS NOT NULL").rows();
    while (rows.next())
        for (const Citizen& other : *citizens_)
            if (rows.text(0) != other.phone &&
                (rows.text(1).find(other.name) != std::string::npos || rows.text(1).find(other.nik) != std::string::npos))
                report_.broken("the conversation of {} holds words of {}", rows.text(0), other.phone);
}

// Every row of every table that time alone does not change.
std::set<std::string> Watch::all_rows() {
    std::set<std::string> all;
    for (const char* table : {"citizens", "former_addresses", "inbox", "quarantine", "outbox", "attachments", "requests", "request_history",
                              "request_undo", "call_lines"}) {
        std::string columns;
        {
            storage::sqlite::Statement names(db_->connection(), "SELECT name FROM pragma_table_info(?)");
            auto rows = names.rows(table);
            while (rows.next()) columns += fmt::format("{}quote({})", columns.empty() ? "" : "||','||", rows.text(0));
        }
        storage::sqlite::Statement statement(db_->connection(), fmt::format("SELECT {} FROM {}", columns, table));
        auto rows = statement.rows();
        while (rows.next()) all.insert(fmt::format("{}: {}", table, rows.text(0)));
    }
    return all;
}

}  // namespace sim
