#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/payload_parts.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

namespace json = boost::json;

namespace webhooks {

namespace {

// Changes of the account that cost messages or money when nobody looks.
constexpr std::string_view watched_fields[] = {
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "template_category_update",
};

// What may be shown of them: words and codes, never the name or the number of a person.
constexpr std::string_view telling_keys[] = {
    "event",
    "reason",
    "decision",
    "current_limit",
    "alert_type",
    "alert_severity",
    "alert_status",
    "message_template_name",
    "message_template_language",
    "previous_quality_score",
    "new_quality_score",
    "previous_category",
    "new_category",
    "max_daily_conversation_per_phone",
    "ban_state",
    "waba_ban_state",
    "violation_type",
    "restriction_type",
    "entity_type",
};

void tell(std::string& what, const json::object& fields) {
    for (const auto key : telling_keys) {
        const auto text = text_at(fields, key);
        if (!text.empty()) what += fmt::format("{}{}={}", what.empty() ? "" : " ", key, clean_line(text, limits::title_bytes));
    }
}

void tell_all(std::string& what, const json::object& fields) {
    tell(what, fields);
    for (const auto& [key, value] : fields) {  // ban_info, violation_info, restriction_info: [ … ]
        if (const auto* inner = value.if_object()) tell(what, *inner);
        if (const auto* list = value.if_array(); list && !list->empty() && list->front().is_object())
            tell(what, list->front().get_object());
    }
}

std::optional<DeliveryStatus::State> state_of(std::string_view status) {
    using State = DeliveryStatus::State;
    if (status == "sent") return State::Sent;
    if (status == "delivered") return State::Delivered;
    if (status == "read" || status == "played") return State::Read;
    if (status == "failed") return State::Failed;
    return std::nullopt;
}

std::string title_of(const json::object& error) {
    const auto title = string_at(error, "title");
    return clean_line(title.empty() ? string_at(error, "message") : title, limits::title_bytes);
}

int code_of(const json::object& error) {
    return static_cast<int>(std::clamp<std::int64_t>(number_at(error, "code").value_or(0), 0, 999'999'999));
}

}  // namespace

std::optional<Event> read_status(const json::value& item, const Surroundings& around) {
    const auto* fields = item.if_object();
    if (!fields) return unreadable("a status that is no object", item);
    if (string_at(*fields, "recipient_type") == "group") return std::nullopt;
    DeliveryStatus status;
    status.phone_number_id = around.phone_number_id;
    status.message_id = text_at(*fields, "id");
    status.opaque = text_at(*fields, "biz_opaque_callback_data");
    const bool usable = is_storable_id(status.message_id) && is_storable_id(status.opaque);
    if (!usable || (status.message_id.empty() && status.opaque.empty())) return unreadable("a status without a usable id", item);
    const auto word = string_at(*fields, "status");
    if (word.empty()) return unreadable("a status without a state", item);
    const auto state = state_of(word);
    if (!state) return std::nullopt;
    status.state = *state;
    status.at = time_at(*fields, "timestamp", around.now).value_or(around.now);
    const auto* errors = array_at(*fields, "errors");
    const auto* error = errors && !errors->empty() ? errors->front().if_object() : nullptr;
    if (error) {
        status.error_code = code_of(*error);
        status.error = title_of(*error);
    }
    return status;
}

AccountAlert read_error(const json::value& item) {
    const auto* error = item.if_object();
    if (!error) return {"messages", "an error without details"};
    return {"messages", fmt::format("{} {}", code_of(*error), title_of(*error))};
}

std::optional<Event> read_account_change(std::string_view field, const json::value& value) {
    if (std::ranges::find(watched_fields, field) == std::end(watched_fields)) return std::nullopt;
    AccountAlert alert{std::string(field), {}};
    if (const auto* fields = value.if_object()) tell_all(alert.what, *fields);
    return alert;
}

}  // namespace webhooks
