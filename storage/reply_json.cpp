#include "storage/reply_json.hpp"

#include <boost/json.hpp>

#include <array>

namespace storage {
namespace {

namespace json = boost::json;

// t text · m body of a menu, o its options as [id, label, description], b button · p [latitude, longitude, name, address] ·
// n 1: a notice · s 1: settles · f [ticket, status] for a template
constexpr std::size_t arena_bytes = 8'192;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }
std::string copy(const json::string& text) { return {text.data(), text.size()}; }

void put(json::object& out, const flows::TextReply& text) { out.emplace("t", view(text.body)); }

void put(json::object& out, const flows::Menu& menu) {
    out.emplace("m", view(menu.body));
    auto& options = out.emplace("o", json::array_kind).first->value().get_array();
    options.reserve(menu.options.size());
    for (const auto& option : menu.options) {
        auto& row = options.emplace_back(json::array_kind).get_array();
        row.reserve(3);
        row.emplace_back(view(option.id));
        row.emplace_back(view(option.label));
        row.emplace_back(view(option.description));
    }
    out.emplace("b", view(menu.button));
}

void put(json::object& out, const flows::LocationPin& pin) {
    auto& row = out.emplace("p", json::array_kind).first->value().get_array();
    row.emplace_back(pin.latitude);
    row.emplace_back(pin.longitude);
    row.emplace_back(view(pin.name));
    row.emplace_back(view(pin.address));
}

std::string text_at(const json::array& row, std::size_t index) {
    const auto* value = row.if_contains(index);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? copy(*text) : std::string();
}

double number_at(const json::array& row, std::size_t index) {
    json::error_code wrong;
    const auto* value = row.if_contains(index);
    const double number = value ? value->to_number<double>(wrong) : 0.0;
    return wrong ? 0.0 : number;
}

const json::string* text_of(const json::object& in, json::string_view key) {
    const auto* value = in.if_contains(key);
    return value ? value->if_string() : nullptr;
}

const json::array* array_of(const json::object& in, json::string_view key) {
    const auto* value = in.if_contains(key);
    return value ? value->if_array() : nullptr;
}

flows::Menu menu_of(const json::object& in, const json::string& body) {
    flows::Menu menu{.body = copy(body), .options = {}, .button = {}};
    if (const auto* button = text_of(in, "b")) menu.button = copy(*button);
    const auto* options = array_of(in, "o");
    if (!options) return menu;
    menu.options.reserve(options->size());
    for (const auto& option : *options) {
        if (const auto* row = option.if_array()) {
            menu.options.push_back({.id = text_at(*row, 0), .label = text_at(*row, 1), .description = text_at(*row, 2)});
        }
    }
    return menu;
}

bool take_content(const json::object& in, flows::Reply& reply) {
    if (const auto* text = text_of(in, "t")) {
        reply.content = flows::TextReply{copy(*text)};
    } else if (const auto* body = text_of(in, "m")) {
        reply.content = menu_of(in, *body);
    } else if (const auto* pin = array_of(in, "p")) {
        reply.content = flows::LocationPin{
            .latitude = number_at(*pin, 0), .longitude = number_at(*pin, 1), .name = text_at(*pin, 2), .address = text_at(*pin, 3)};
    } else {
        return false;
    }
    return true;
}

}  // namespace

std::string to_json(const flows::Reply& reply) {
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    json::object out(&memory);
    out.reserve(6);
    std::visit([&](const auto& content) { put(out, content); }, reply.content);
    if (!reply.is_prompt) out.emplace("n", 1);
    if (reply.settles) out.emplace("s", 1);
    if (!reply.fallback.ticket.empty() || !reply.fallback.status.empty()) {
        auto& row = out.emplace("f", json::array_kind).first->value().get_array();
        row.emplace_back(view(reply.fallback.ticket));
        row.emplace_back(view(reply.fallback.status));
    }
    return json::serialize(out);
}

std::optional<flows::Reply> reply_from_json(std::string_view text) {
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    json::error_code wrong;
    const auto parsed = json::parse(view(text), wrong, &memory);
    const auto* in = wrong ? nullptr : parsed.if_object();
    flows::Reply reply;
    if (!in || !take_content(*in, reply)) return std::nullopt;
    reply.is_prompt = !in->contains("n");
    reply.settles = in->contains("s");
    if (const auto* fallback = array_of(*in, "f")) reply.fallback = {.ticket = text_at(*fallback, 0), .status = text_at(*fallback, 1)};
    return reply;
}

}  // namespace storage
