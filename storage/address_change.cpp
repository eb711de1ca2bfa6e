#include "storage/citizens.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"

#include <algorithm>

namespace storage {
namespace {

std::optional<CitizenRow> citizen_at(Database& db, const flows::Address& address) {
    for (const auto kind : address_kinds) {
        if (auto found = citizen_with(db, kind, part(address, kind))) return found;
    }
    return std::nullopt;
}

bool had_any(Database& db, flows::CitizenId citizen, const flows::Address& address) {
    return std::ranges::any_of(address_kinds, [&](AddressKind kind) {
        const auto& value = part(address, kind);
        return !value.empty() && had_address(db, citizen, kind, value);
    });
}

// Only a few words were said under the new address: nothing that would have to be merged by people.
bool is_newcomer(Database& db, flows::CitizenId citizen) {
    return load_session(db, citizen).drafts.empty() && !db.prepare("SELECT 1 FROM requests WHERE citizen = ?").number(citizen) &&
           !db.prepare("SELECT 1 FROM calls WHERE citizen = ? LIMIT 1").number(citizen) &&
           !db.prepare("SELECT 1 FROM attachments WHERE citizen = ? LIMIT 1").number(citizen);
}

// A phone and its user id change together; what the event does not name of the old pair is over as well.
void move_to(Database& db, const CitizenRow& citizen, const flows::Address& new_one, flows::TimePoint now) {
    const bool new_phone = !new_one.phone.empty() && new_one.phone != citizen.address.phone;
    const bool new_user = !new_one.user_id.empty() && new_one.user_id != citizen.address.user_id;
    for (const auto kind : address_kinds) {
        const auto& value = part(new_one, kind);
        const bool outdated = (kind == AddressKind::UserId && new_phone) || (kind == AddressKind::Phone && new_user);
        if (!value.empty() ? value != part(citizen.address, kind) : outdated) replace_address(db, citizen, kind, value, now);
    }
}

void keep_conversation(Database& db, flows::CitizenId citizen, flows::CitizenId newcomer, flows::TimePoint now) {
    auto session = load_session(db, citizen);
    session.asked = load_session(db, newcomer).asked;
    save_session(db, citizen, session, now);
    note_inbound(db, citizen, {}, citizen_facts(db, newcomer).last_inbound_at);
    db.prepare("UPDATE outbox SET citizen = ? WHERE citizen = ?").run(citizen, newcomer);
}

void leave_addresses(Database& db, const CitizenRow& citizen, const flows::Address& given_up, flows::TimePoint now) {
    for (const auto kind : address_kinds) {
        const auto& value = part(given_up, kind);
        if (!value.empty() && value == part(citizen.address, kind)) replace_address(db, citizen, kind, {}, now);
    }
}

}  // namespace

void change_address(Database& db, const flows::Address& old_one, const flows::Address& new_one, flows::TimePoint now) {
    const auto citizen = citizen_at(db, old_one);
    if (!citizen || new_one.empty()) return;
    const auto newcomer = citizen_at(db, new_one);
    // Told before, and the old number has found a new holder meanwhile.
    if (newcomer && newcomer->id != citizen->id && had_any(db, newcomer->id, old_one)) return;
    require_verification(db, citizen->id);
    if (!newcomer || newcomer->id == citizen->id) return move_to(db, *citizen, new_one, now);
    if (!is_newcomer(db, newcomer->id)) {
        record_conflict(db, citizen->id, newcomer->id, new_one.phone.empty() ? AddressKind::UserId : AddressKind::Phone, now);
        return leave_addresses(db, *citizen, old_one, now);
    }
    keep_conversation(db, citizen->id, newcomer->id, now);
    leave_addresses(db, *newcomer, newcomer->address, now);
    flows::Address together = newcomer->address;
    for (const auto kind : address_kinds) {
        if (part(together, kind).empty()) {
            if (kind == AddressKind::Phone)
                together.phone = new_one.phone;
            else if (kind == AddressKind::UserId)
                together.user_id = new_one.user_id;
            else
                together.parent_user_id = new_one.parent_user_id;
        }
    }
    move_to(db, *citizen, together, now);
}

}  // namespace storage
