#include "bot/phone_payload.hpp"

#include <boost/json.hpp>

#include <string>

namespace bot {
namespace {

namespace json = boost::json;

std::string seconds(flows::TimePoint at) { return std::to_string(flows::to_millis(at) / 1000); }

json::object envelope(std::string_view phone_number_id, json::object value) {
    value["messaging_product"] = "whatsapp";
    value["metadata"] = json::object{{"display_phone_number", "627760000001"}, {"phone_number_id", phone_number_id}};
    json::object change{{"value", std::move(value)}, {"field", "messages"}};
    json::object entry{{"id", "100000000000002"}, {"changes", json::array{std::move(change)}}};
    return json::object{{"object", "whatsapp_business_account"}, {"entry", json::array{std::move(entry)}}};
}

const char* type_of(flows::MediaKind kind) {
    switch (kind) {
        case flows::MediaKind::Image:
            return "image";
        case flows::MediaKind::Document:
            return "document";
        case flows::MediaKind::Audio:
            return "audio";
        case flows::MediaKind::Video:
            return "video";
        case flows::MediaKind::Sticker:
            return "sticker";
    }
    return "image";
}

struct Fill {
    json::object& message;

    void operator()(const flows::Text& text) const {
        message["type"] = "text";
        message["text"] = json::object{{"body", text.body}};
    }
    void operator()(const flows::Choice& choice) const {
        message["type"] = "interactive";
        message["interactive"] =
            json::object{{"type", "list_reply"}, {"list_reply", json::object{{"id", choice.id}, {"title", choice.title}}}};
    }
    void operator()(const flows::Media& media) const {
        json::object file{{"id", media.media_id}, {"mime_type", media.mime}};
        if (!media.caption.empty()) file["caption"] = media.caption;
        if (!media.filename.empty()) file["filename"] = media.filename;
        message["type"] = type_of(media.kind);
        message[type_of(media.kind)] = std::move(file);
    }
    void operator()(const flows::Location& place) const {
        json::object location{{"latitude", place.latitude}, {"longitude", place.longitude}};
        if (!place.name.empty()) location["name"] = place.name;
        message["type"] = "location";
        message["location"] = std::move(location);
    }
    void operator()(const flows::Unsupported&) const {
        message["type"] = "unsupported";
        message["errors"] = json::array{json::object{{"code", 131051}, {"title", "Message type unknown"}}};
    }
};

}  // namespace

std::string message_payload(std::string_view phone_number_id, const std::vector<PhoneMessage>& list) {
    json::array contacts, messages;
    for (const PhoneMessage& one : list) {
        contacts.push_back(json::object{{"profile", json::object{{"name", one.name}}}, {"wa_id", one.phone}});
        json::object message{{"from", one.phone}, {"id", one.id}, {"timestamp", seconds(one.at)}};
        std::visit(Fill{message}, one.content);
        messages.push_back(std::move(message));
    }
    return json::serialize(envelope(phone_number_id, json::object{{"contacts", std::move(contacts)}, {"messages", std::move(messages)}}));
}

std::string message_payload(std::string_view phone_number_id, const PhoneMessage& message) {
    return message_payload(phone_number_id, std::vector{message});
}

std::string status_payload(std::string_view phone_number_id, std::string_view message_id, std::string_view phone, std::string_view opaque,
                           std::string_view status, flows::TimePoint at, int error_code) {
    json::object item{{"id", message_id}, {"status", status}, {"timestamp", seconds(at)}, {"recipient_id", phone}};
    if (!opaque.empty()) item["biz_opaque_callback_data"] = opaque;
    if (error_code != 0) item["errors"] = json::array{json::object{{"code", error_code}, {"title", "scripted"}}};
    return json::serialize(envelope(phone_number_id, json::object{{"statuses", json::array{std::move(item)}}}));
}

}  // namespace bot
