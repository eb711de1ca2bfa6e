#include "storage/citizens.hpp"

#include "storage/conversations.hpp"
#include "storage/database.hpp"

#include <stdexcept>

namespace storage {
namespace {

std::string_view name(AddressKind kind) {
    if (kind == AddressKind::Phone) return "phone";
    return kind == AddressKind::UserId ? "user_id" : "parent_user_id";
}

const char* select_by(AddressKind kind) {
    switch (kind) {
        case AddressKind::Phone:
            return "SELECT id, phone, user_id, parent_user_id FROM citizens WHERE office = ? AND phone = ?";
        case AddressKind::UserId:
            return "SELECT id, phone, user_id, parent_user_id FROM citizens WHERE office = ? AND user_id = ?";
        case AddressKind::ParentUserId:
            break;
    }
    return "SELECT id, phone, user_id, parent_user_id FROM citizens WHERE office = ? AND parent_user_id = ?";
}

const char* update_of(AddressKind kind) {
    switch (kind) {
        case AddressKind::Phone:
            return "UPDATE citizens SET phone = ? WHERE id = ?";
        case AddressKind::UserId:
            return "UPDATE citizens SET user_id = ? WHERE id = ?";
        case AddressKind::ParentUserId:
            break;
    }
    return "UPDATE citizens SET parent_user_id = ? WHERE id = ?";
}

std::optional<std::string_view> or_null(std::string_view text) { return text.empty() ? std::nullopt : std::optional(text); }

// A phone that is known together with another user id has a new holder.
bool is_recycled(const CitizenRow& known, const flows::Address& sender) {
    return !sender.user_id.empty() && !known.address.user_id.empty() && sender.user_id != known.address.user_id;
}

bool has_newer_holder(Database& db, const flows::Address& sender, flows::TimePoint said_at) {
    if (sender.user_id.empty()) return false;
    const auto holder = citizen_with(db, AddressKind::Phone, sender.phone);
    return holder && is_recycled(*holder, sender) && said_at < citizen_facts(db, holder->id).last_inbound_at;
}

std::optional<CitizenRow> find_citizen(Database& db, const flows::Address& sender, flows::TimePoint now) {
    if (auto found = citizen_with(db, AddressKind::UserId, sender.user_id)) return found;
    if (auto found = citizen_with(db, AddressKind::ParentUserId, sender.parent_user_id)) return found;
    auto found = citizen_with(db, AddressKind::Phone, sender.phone);
    if (!found || !is_recycled(*found, sender)) return found;
    replace_address(db, *found, AddressKind::Phone, {}, now);
    require_verification(db, found->id);
    return std::nullopt;
}

void adopt_address(Database& db, const CitizenRow& citizen, AddressKind kind, const flows::Address& sender, flows::TimePoint now) {
    const auto& value = part(sender, kind);
    if (value.empty() || value == part(citizen.address, kind)) return;
    const auto holder = citizen_with(db, kind, value);
    if (!holder) return replace_address(db, citizen, kind, value, now);
    record_conflict(db, citizen.id, holder->id, kind, now);
    if (kind != AddressKind::Phone || !is_recycled(*holder, sender)) return;
    replace_address(db, *holder, kind, {}, now);
    require_verification(db, holder->id);
    replace_address(db, citizen, kind, value, now);
}

flows::CitizenId new_citizen(Database& db, const flows::Address& sender, flows::TimePoint now) {
    db.prepare("INSERT INTO citizens (office, phone, user_id, parent_user_id, created_at) VALUES (?, ?, ?, ?, ?)")
        .run(db.office(), or_null(sender.phone), or_null(sender.user_id), or_null(sender.parent_user_id), flows::to_millis(now));
    return db.connection().last_id();
}

}  // namespace

const std::string& part(const flows::Address& address, AddressKind kind) {
    if (kind == AddressKind::Phone) return address.phone;
    return kind == AddressKind::UserId ? address.user_id : address.parent_user_id;
}

std::optional<CitizenRow> citizen_with(Database& db, AddressKind kind, std::string_view value) {
    if (value.empty()) return std::nullopt;
    auto rows = db.prepare(select_by(kind)).rows(db.office(), value);
    if (!rows.next()) return std::nullopt;
    return CitizenRow{.id = rows.integer(0),
                      .address = {.phone = rows.string(1), .user_id = rows.string(2), .parent_user_id = rows.string(3)}};
}

bool had_address(Database& db, flows::CitizenId citizen, AddressKind kind, std::string_view value) {
    return db.prepare("SELECT 1 FROM former_addresses WHERE citizen = ? AND kind = ? AND value = ?")
        .number(citizen, name(kind), value)
        .has_value();
}

void replace_address(Database& db, const CitizenRow& citizen, AddressKind kind, std::string_view value, flows::TimePoint now) {
    if (const auto& former = part(citizen.address, kind); !former.empty()) {
        db.prepare(
              "INSERT INTO former_addresses (citizen, kind, value, superseded_at) VALUES (?, ?, ?, ?)"
              " ON CONFLICT DO UPDATE SET superseded_at = excluded.superseded_at")
            .run(citizen.id, name(kind), former, flows::to_millis(now));
    }
    db.prepare(update_of(kind)).run(or_null(value), citizen.id);
}

void record_conflict(Database& db, flows::CitizenId citizen, flows::CitizenId other, AddressKind kind, flows::TimePoint now) {
    db.prepare("INSERT INTO address_conflicts (citizen, other, kind, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(citizen, other, name(kind), flows::to_millis(now));
}

void require_verification(Database& db, flows::CitizenId citizen) {
    db.prepare("UPDATE citizens SET needs_verification = 1 WHERE id = ?").run(citizen);
}

void mark_verified(Database& db, flows::CitizenId citizen) {
    db.prepare("UPDATE citizens SET needs_verification = 0 WHERE id = ?").run(citizen);
}

flows::CitizenId citizen_for(Database& db, const flows::Address& from, flows::TimePoint now, flows::TimePoint said_at) {
    if (from.empty()) throw std::invalid_argument("a sender without any address");
    flows::Address sender = from;
    if (has_newer_holder(db, sender, said_at)) sender.phone.clear();
    const auto citizen = find_citizen(db, sender, now);
    if (!citizen) return new_citizen(db, sender, now);
    for (const auto kind : address_kinds) adopt_address(db, *citizen, kind, sender, now);
    return citizen->id;
}

std::optional<flows::Address> address_of(Database& db, flows::CitizenId citizen) {
    auto rows = db.prepare("SELECT phone, user_id, parent_user_id FROM citizens WHERE id = ?").rows(citizen);
    if (!rows.next()) return std::nullopt;
    flows::Address address{.phone = rows.string(0), .user_id = rows.string(1), .parent_user_id = rows.string(2)};
    return address.empty() ? std::nullopt : std::optional(std::move(address));
}

std::vector<AddressConflict> address_conflicts(Database& db) {
    std::vector<AddressConflict> all;
    auto rows = db.prepare(
                      "SELECT a.citizen, a.other, a.kind, a.at FROM address_conflicts a JOIN citizens c ON c.id = a.citizen"
                      " WHERE c.office = ? ORDER BY a.at DESC")
                    .rows(db.office());
    while (rows.next()) {
        all.push_back(
            {.citizen = rows.integer(0), .other = rows.integer(1), .kind = rows.string(2), .at = flows::from_millis(rows.integer(3))});
    }
    return all;
}

}  // namespace storage
