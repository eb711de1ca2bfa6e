#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/payload_parts.hpp"

#include <boost/json.hpp>

#include <array>

namespace json = boost::json;

namespace webhooks {

namespace {

// Adds what a key names; an absent or empty value is fine. False: the value is neither a number nor a user id.
bool add_from(flows::Address& address, const json::object& fields, std::string_view key) {
    const std::string name = text_at(fields, key);
    return name.empty() || add_address(address, name);
}

bool is_same_person(const json::object& contact, const flows::Address& who) {
    const auto phone = text_at(contact, "wa_id");
    const auto user_id = string_at(contact, "user_id");
    return (!phone.empty() && (phone == who.phone || phone == who.user_id)) || (!user_id.empty() && user_id == who.user_id);
}

// Contacts are not parallel to messages: look for the person, or take the only one there is.
const json::object* contact_of(const json::array* contacts, const flows::Address& who) {
    if (!contacts) return nullptr;
    for (const auto& contact : *contacts) {
        const auto* fields = contact.if_object();
        if (fields && is_same_person(*fields, who)) return fields;
    }
    return contacts->size() == 1 ? contacts->front().if_object() : nullptr;
}

// The contact may know the user id of a message that names a phone number alone, and the other way round.
void complete(flows::Address& address, const json::object& contact) {
    if (!is_same_person(contact, address)) return;
    flows::Address more = address;
    for (const auto* key : {"wa_id", "user_id", "parent_user_id"}) {
        if (!add_from(more, contact, key)) return;
    }
    if (address.phone.empty()) address.phone = more.phone;
    if (address.user_id.empty()) address.user_id = more.user_id;
    if (address.parent_user_id.empty()) address.parent_user_id = more.parent_user_id;
}

std::optional<Event> read_system(const json::object& message, const json::value& item, const Surroundings& around, std::string id) {
    const auto* system = object_at(message, "system");
    const auto type = system ? string_at(*system, "type") : std::string_view();
    if (type != "user_changed_number" && type != "customer_changed_number" && type != "user_changed_user_id") return std::nullopt;
    AddressChange change{around.phone_number_id, std::move(id), {}, {}, time_at(message, "timestamp", around.now).value_or(around.now)};
    for (const auto* key : {"from", "from_user_id", "from_parent_user_id"}) add_from(change.old_one, message, key);
    for (const auto* key : {"customer", "previous_user_id", "previous_parent_user_id"}) add_from(change.old_one, *system, key);
    for (const auto* key : {"new_wa_id", "wa_id", "user_id", "parent_user_id"}) add_from(change.new_one, *system, key);
    if (change.old_one.empty() || change.new_one.empty()) return unreadable("a changed address without the old or the new one", item);
    return change;
}

std::optional<Event> read_from_citizen(const json::object& message, const json::value& item, const Surroundings& around, std::string id) {
    InboundMessage inbound;
    for (const auto* key : {"from_parent_user_id", "from_user_id"}) add_from(inbound.from, message, key);
    if (!add_from(inbound.from, message, "from")) return unreadable("a sender of an unknown form", item);
    if (inbound.from.empty()) return unreadable("a message without a sender", item);
    const auto at = time_at(message, "timestamp", around.now);
    if (!at) return unreadable("a message with an unreadable time", item);
    const auto type = string_at(message, "type");
    if (type == "text" && !object_at(message, "text")) return unreadable("a text without text", item);
    inbound.phone_number_id = around.phone_number_id;
    inbound.message = read_content(message, type);
    inbound.message.message_id = std::move(id);
    inbound.message.at = *at;
    if (const auto* contact = contact_of(around.contacts, inbound.from)) {
        complete(inbound.from, *contact);
        const auto* profile = object_at(*contact, "profile");
        if (profile) inbound.message.profile_name = clean_line(string_at(*profile, "name"), limits::name_bytes);
    }
    return inbound;
}

}  // namespace

std::optional<Event> read_message(const json::value& item, const Surroundings& around) {
    const auto* message = item.if_object();
    if (!message) return unreadable("a message that is no object", item);
    const auto* group = message->if_contains("group_id");
    if (group && !group->is_null()) return std::nullopt;
    std::string id = text_at(*message, "id");
    if (id.empty() || !is_storable_id(id)) return unreadable("a message without a usable id", item);
    if (string_at(*message, "type") == "system") return read_system(*message, item, around, std::move(id));
    return read_from_citizen(*message, item, around, std::move(id));
}

}  // namespace webhooks
