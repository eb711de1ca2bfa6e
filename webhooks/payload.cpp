#include "webhooks/payload.hpp"

#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/payload_parts.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace json = boost::json;

namespace webhooks {

namespace {

Delivery only(Unreadable whole) {
    Delivery delivery;
    delivery.events.emplace_back(std::move(whole));
    return delivery;
}

class Reader {
public:
    explicit Reader(flows::TimePoint now) : now_(now) {}

    Delivery read(const json::object& root) {
        const auto* entries = array_at(root, "entry");
        if (!entries) {
            add(unreadable("entry is no list", root));
        } else {
            for (const auto& entry : *entries) read_entry(entry);
        }
        return std::move(delivery_);
    }

private:
    void add(Event event) { delivery_.events.push_back(std::move(event)); }

    void add_or_ignore(std::optional<Event> event) {
        if (event) {
            add(std::move(*event));
        } else {
            ++delivery_.ignored;
        }
    }

    void read_entry(const json::value& entry) {
        const auto* fields = entry.if_object();
        const auto* changes = fields ? array_at(*fields, "changes") : nullptr;
        if (!changes) return add(unreadable("an entry without changes", entry));
        for (const auto& change : *changes) read_change(change);
    }

    void read_change(const json::value& change) {
        const auto* fields = change.if_object();
        const auto* value = fields ? fields->if_contains("value") : nullptr;
        const auto field = fields ? string_at(*fields, "field") : std::string_view();
        if (!value || field.empty()) return add(unreadable("a change without field or value", change));
        if (field == "messages") return read_messages_field(*value, change);
        add_or_ignore(read_account_change(field, *value));
    }

    void read_messages_field(const json::value& value, const json::value& change) {
        const auto* fields = value.if_object();
        if (!fields) return add(unreadable("value is no object", change));
        Surroundings around{{}, array_at(*fields, "contacts"), now_};
        if (const auto* metadata = object_at(*fields, "metadata")) around.phone_number_id = text_at(*metadata, "phone_number_id");
        const auto before = delivery_.events.size() + static_cast<std::size_t>(delivery_.ignored);
        read_list(*fields, "messages", change, [&](const json::value& item) { add_or_ignore(read_message(item, around)); });
        read_list(*fields, "statuses", change, [&](const json::value& item) { add_or_ignore(read_status(item, around)); });
        read_list(*fields, "errors", change, [&](const json::value& item) { add(read_error(item)); });
        if (before == delivery_.events.size() + static_cast<std::size_t>(delivery_.ignored)) ++delivery_.ignored;
    }

    template <class ReadItem>
    void read_list(const json::object& fields, std::string_view key, const json::value& change, ReadItem read_item) {
        const auto* value = fields.if_contains(key);
        if (!value) return;
        const auto* items = value->if_array();
        if (!items) return add(unreadable(std::string(key) + " is no list", change));
        delivery_.events.reserve(delivery_.events.size() + items->size());
        for (const auto& item : *items) read_item(item);
    }

    flows::TimePoint now_;
    Delivery delivery_;
};

// So that a body full of nonsense does not become many thousands of rows: then it is kept once and whole.
void limit_unreadable(Delivery& delivery, std::string_view body) {
    const auto is_unreadable = [](const Event& event) { return std::holds_alternative<Unreadable>(event); };
    const auto count = std::ranges::count_if(delivery.events, is_unreadable);
    if (static_cast<std::size_t>(count) <= limits::unreadable_items) return;
    std::erase_if(delivery.events, is_unreadable);
    delivery.events.emplace_back(Unreadable{"too many unreadable items", std::string(body)});
}

std::optional<Delivery> try_read(std::string_view text, std::string_view body, flows::TimePoint now) {
    const Document document(text);
    if (!document.readable()) return std::nullopt;
    const auto* root = document.object();
    if (!root) return only({"not a JSON object", std::string(body)});
    if (string_at(*root, "object") != "whatsapp_business_account") {
        Delivery delivery;
        delivery.ignored = 1;
        return delivery;
    }
    Delivery delivery = Reader(now).read(*root);
    limit_unreadable(delivery, body);
    return delivery;
}

}  // namespace

Delivery read_delivery(std::string_view body, flows::TimePoint now) {
    if (auto delivery = try_read(body, body, now)) return std::move(*delivery);
    if (const std::string better = repaired(body); better != body) {
        if (auto delivery = try_read(better, body, now)) return std::move(*delivery);
    }
    return only({"not readable as JSON", std::string(body)});
}

}  // namespace webhooks
