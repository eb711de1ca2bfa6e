#include "storage/clerks.hpp"

#include "storage/database.hpp"

#include <boost/json.hpp>

namespace storage {
namespace {

std::string to_json(const std::vector<std::string>& roles) { return boost::json::serialize(boost::json::value_from(roles)); }

std::vector<std::string> roles_from_json(std::string_view text) {
    std::vector<std::string> roles;
    boost::system::error_code wrong;
    const auto parsed = boost::json::parse({text.data(), text.size()}, wrong);
    if (wrong || !parsed.is_array()) return roles;
    for (const auto& role : parsed.get_array()) {
        if (const auto* name = role.if_string()) roles.emplace_back(name->data(), name->size());
    }
    return roles;
}

Clerk read_row(const sqlite::Rows& rows) {
    return {.account = rows.string(0), .name = rows.string(1), .roles = roles_from_json(rows.text(2))};
}

}  // namespace

void put_clerk(Database& db, const Clerk& clerk, flows::TimePoint now) {
    db.prepare(
          "INSERT INTO clerks (office, account, name, roles, changed_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
          " name = excluded.name, roles = excluded.roles, changed_at = excluded.changed_at")
        .run(db.office(), clerk.account, clerk.name, to_json(clerk.roles), flows::to_millis(now));
}

bool remove_clerk(Database& db, std::string_view account) {
    db.prepare("DELETE FROM clerks WHERE office = ? AND account = ?").run(db.office(), account);
    return db.connection().changes() == 1;
}

std::vector<Clerk> clerks(Database& db) {
    std::vector<Clerk> all;
    auto rows = db.prepare("SELECT account, name, roles FROM clerks WHERE office = ? ORDER BY account").rows(db.office());
    while (rows.next()) all.push_back(read_row(rows));
    return all;
}

std::optional<Clerk> clerk(Database& db, std::string_view account) {
    auto rows = db.prepare("SELECT account, name, roles FROM clerks WHERE office = ? AND account = ?").rows(db.office(), account);
    return rows.next() ? std::optional(read_row(rows)) : std::nullopt;
}

}  // namespace storage
