#include "storage/reply_json.hpp"

#include "flows/json_text.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

namespace storage {
namespace {

namespace json = boost::json;

// t text · m body of a menu, o its options as [id, label, description], b button · p [latitude, longitude, name, address] ·
// n 1: a notice · s 1: settles · f [ticket, status] for a template
constexpr std::size_t arena_bytes = 8'192;
constexpr std::size_t bytes_expected = 1'536;

std::string copy(const json::string& text) { return {text.data(), text.size()}; }

void put(std::string& out, std::string_view key, std::string_view text) {
    out += out.size() > 1 ? ",\"" : "\"";
    out.append(key).append("\":");
    flows::append_quoted(out, text);
}

void put_list(std::string& out, std::string_view key) {
    out += out.size() > 1 ? ",\"" : "\"";
    out.append(key).append("\":[");
}

void put(std::string& out, const flows::TextReply& text) { put(out, "t", text.body); }

void put(std::string& out, const flows::Menu& menu) {
    put(out, "m", menu.body);
    put_list(out, "o");
    for (const auto& option : menu.options) {
        out += out.back() == '[' ? "[" : ",[";
        flows::append_quoted(out, option.id);
        out += ',';
        flows::append_quoted(out, option.label);
        out += ',';
        flows::append_quoted(out, option.description);
        out += ']';
    }
    out += ']';
    put(out, "b", menu.button);
}

void put(std::string& out, const flows::LocationPin& pin) {
    put_list(out, "p");
    out += fmt::format("{},{},", pin.latitude, pin.longitude);
    flows::append_quoted(out, pin.name);
    out += ',';
    flows::append_quoted(out, pin.address);
    out += ']';
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
    std::string out;
    out.reserve(bytes_expected);
    out += '{';
    std::visit([&](const auto& content) { put(out, content); }, reply.content);
    if (!reply.is_prompt) out += ",\"n\":1";
    if (reply.settles) out += ",\"s\":1";
    if (!reply.fallback.ticket.empty() || !reply.fallback.status.empty()) {
        put_list(out, "f");
        flows::append_quoted(out, reply.fallback.ticket);
        out += ',';
        flows::append_quoted(out, reply.fallback.status);
        out += ']';
    }
    return out += '}';
}

std::optional<flows::Reply> reply_from_json(std::string_view text) {
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    json::error_code wrong;
    const auto parsed = json::parse({text.data(), text.size()}, wrong, &memory);
    const auto* in = wrong ? nullptr : parsed.if_object();
    flows::Reply reply;
    if (!in || !take_content(*in, reply)) return std::nullopt;
    reply.is_prompt = !in->contains("n");
    reply.settles = in->contains("s");
    if (const auto* fallback = array_of(*in, "f")) reply.fallback = {.ticket = text_at(*fallback, 0), .status = text_at(*fallback, 1)};
    return reply;
}

}  // namespace storage
