#include "flows/limits.hpp"
#include "webhooks/digest.hpp"
#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/payload_parts.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace json = boost::json;

namespace webhooks {

namespace {

using Content = decltype(flows::Inbound::content);

// `what` is a word of WhatsApp's that may end in a log or a phrase's name: letters, digits and underscores only.
flows::Unsupported unsupported(std::string_view what) {
    constexpr std::size_t longest = 40;
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (what.empty() || what.size() > longest || !std::ranges::all_of(what, is_plain)) return {"unknown"};
    return {std::string(what)};
}

Content read_text(const json::object& message) {
    return flows::Text{clean_text(string_at(*object_at(message, "text"), "body"), flows::limits::text_bytes)};
}

Content choice(std::string_view id, std::string_view title) {
    if (id.empty() || id.size() > limits::id_bytes) return unsupported("interactive");
    return flows::Choice{clean_line(id, limits::id_bytes), clean_line(title, limits::name_bytes)};
}

Content read_interactive(const json::object& message) {
    const auto* interactive = object_at(message, "interactive");
    if (!interactive) return unsupported("interactive");
    const auto type = string_at(*interactive, "type");
    if (type == "nfm_reply") return unsupported("formulir");
    const bool is_reply = type == "button_reply" || type == "list_reply";
    const auto* reply = is_reply ? object_at(*interactive, type) : nullptr;
    if (!reply) return unsupported("interactive");
    return choice(text_at(*reply, "id"), string_at(*reply, "title"));
}

// The quick reply of a template.
Content read_button(const json::object& message) {
    const auto* button = object_at(message, "button");
    if (!button) return unsupported("button");
    const auto text = string_at(*button, "text");
    const auto payload = text_at(*button, "payload");
    return choice(payload.empty() ? text : std::string_view(payload), text);
}

// Base64 in webhooks, hexadecimal in the answers to a request for media.
std::string hash_of(const json::object& media) {
    const auto text = string_at(media, "sha256");
    const auto digest = text.size() == 64 ? digest_from_hex(text) : digest_from_base64(text);
    return digest ? to_hex(*digest) : std::string();
}

Content read_media(const json::object& message, std::string_view type, flows::MediaKind kind) {
    const auto* fields = object_at(message, type);
    const auto id = fields ? text_at(*fields, "id") : std::string();
    if (id.empty() || !is_storable_id(id)) return unsupported(type);  // WhatsApp could not fetch it itself
    flows::Media media;
    media.kind = kind;
    media.media_id = id;
    media.mime = clean_line(string_at(*fields, "mime_type"), limits::name_bytes);
    media.filename = clean_line(string_at(*fields, "filename"), limits::name_bytes);
    media.caption = clean_text(string_at(*fields, "caption"), flows::limits::text_bytes);
    media.sha256 = hash_of(*fields);
    const auto url = string_at(*fields, "url");
    if (url.size() <= limits::url_bytes) media.url = url;
    return media;
}

Content read_location(const json::object& message) {
    const auto* fields = object_at(message, "location");
    const auto latitude = fields ? real_at(*fields, "latitude") : std::nullopt;
    const auto longitude = fields ? real_at(*fields, "longitude") : std::nullopt;
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return unsupported("location");
    return flows::Location{*latitude, *longitude, clean_line(string_at(*fields, "name"), limits::name_bytes),
                           clean_line(string_at(*fields, "address"), limits::name_bytes)};
}

Content read_unsupported(const json::object& message, std::string_view type) {
    const auto* details = object_at(message, "unsupported");
    const auto inner = details ? string_at(*details, "type") : std::string_view();
    return unsupported(inner.empty() ? type : inner);
}

struct MediaType {
    std::string_view name;
    flows::MediaKind kind;
};

constexpr MediaType media_types[] = {
    {"image", flows::MediaKind::Image}, {"document", flows::MediaKind::Document}, {"audio", flows::MediaKind::Audio},
    {"voice", flows::MediaKind::Audio}, {"video", flows::MediaKind::Video},       {"sticker", flows::MediaKind::Sticker},
};

Content content_of(const json::object& message, std::string_view type) {
    if (type == "text") return read_text(message);
    if (type == "interactive") return read_interactive(message);
    if (type == "button") return read_button(message);
    if (type == "location") return read_location(message);
    if (type == "unsupported" || type == "unknown") return read_unsupported(message, type);
    const auto* media = std::ranges::find(media_types, type, &MediaType::name);
    if (media != std::end(media_types)) return read_media(message, type, media->kind);
    return unsupported(type);
}

}  // namespace

flows::Inbound read_content(const json::object& message, std::string_view type) {
    flows::Inbound inbound;
    inbound.content = content_of(message, type);
    return inbound;
}

}  // namespace webhooks
