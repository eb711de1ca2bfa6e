#include "webhooks/compose.hpp"

#include "flows/json_text.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"
#include "flows/utf8.hpp"
#include "webhooks/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace webhooks {

namespace {

constexpr std::size_t envelope_bytes = 256;  // what surrounds the texts
constexpr std::string_view list_button = "Pilih";

// A text has never more UTF-16 units than bytes, so most texts need no counting.
bool fits(std::string_view text, std::size_t units) { return text.size() <= units || flows::utf16_units(text) <= units; }

void append_cut(std::string& json, std::string_view text, std::size_t units) {
    if (fits(text, units)) {
        flows::append_quoted(json, text);
    } else {
        flows::append_quoted(json, flows::cut_units(text, units));
    }
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Labels stand on one line, without space at the ends.
std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

bool is_one_line(std::string_view text) {
    char before = ' ';
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == '\t' || (c == ' ' && before == ' ')) return false;
        before = c;
    }
    return text.empty() || before != ' ';
}

void append_label(std::string& json, std::string_view text, std::size_t units) {
    if (is_one_line(text)) {
        append_cut(json, text, units);
    } else {
        append_cut(json, one_line(text), units);
    }
}

void append_key(std::string& json, std::string_view key, std::string_view text) {
    if (text.empty()) return;  // WhatsApp refuses empty strings
    json += ",\"";
    json += key;
    json += "\":";
    flows::append_quoted(json, text);
}

std::string begin(const flows::Address& to, std::string_view callback_data, std::size_t texts) {
    std::string json;
    json.reserve(envelope_bytes + texts + texts / 8);
    json += R"({"messaging_product":"whatsapp","recipient_type":"individual")";
    if (!to.phone.empty()) {
        json += ",\"to\":";
        flows::append_quoted(json, to.phone.starts_with('+') ? to.phone : '+' + to.phone);
    } else {
        append_key(json, "recipient", to.user_id.empty() ? to.parent_user_id : to.user_id);
    }
    append_key(json, "biz_opaque_callback_data", flows::cut_bytes(callback_data, limits::callback_bytes));
    return json;
}

void append_text(std::string& json, std::string_view body) {
    json += R"(,"type":"text","text":{"preview_url":false,"body":)";
    append_cut(json, body, flows::limits::reply_units);
    json += "}}";
}

bool is_usable(const flows::Option& option) {
    return !option.id.empty() && option.id.size() <= limits::option_id_bytes && !option.id.starts_with(' ') && !option.id.ends_with(' ') &&
           !is_blank(option.label);
}

bool ids_differ(const std::vector<flows::Option>& options) {
    for (auto one = options.begin(); one != options.end(); ++one) {
        if (std::any_of(one + 1, options.end(), [&](const flows::Option& other) { return other.id == one->id; })) return false;
    }
    return true;
}

enum class Shape { Plain, Buttons, List };

Shape shape_of(const flows::Menu& menu) {
    const auto& options = menu.options;
    const bool interactive = !options.empty() && options.size() <= flows::limits::rows && std::ranges::all_of(options, is_usable) &&
                             ids_differ(options) && !is_blank(menu.body) && fits(menu.body, flows::limits::interactive_units);
    if (!interactive) return Shape::Plain;
    if (options.size() > flows::limits::buttons) return Shape::List;
    std::vector<std::string> titles;
    for (const auto& option : options) {
        titles.push_back(one_line(option.label));
        if (!fits(titles.back(), flows::limits::button_units)) return Shape::List;
    }
    std::ranges::sort(titles);
    return std::ranges::adjacent_find(titles) == titles.end() ? Shape::Buttons : Shape::List;
}

void append_buttons(std::string& json, const flows::Menu& menu) {
    json += R"(,"type":"interactive","interactive":{"type":"button","body":{"text":)";
    flows::append_quoted(json, menu.body);
    json += R"(},"action":{"buttons":[)";
    for (const auto& option : menu.options) {
        json += R"({"type":"reply","reply":{"id":)";
        flows::append_quoted(json, option.id);
        json += R"(,"title":)";
        append_label(json, option.label, flows::limits::button_units);
        json += "}},";
    }
    json.back() = ']';
    json += "}}}";
}

void append_list(std::string& json, const flows::Menu& menu) {
    json += R"(,"type":"interactive","interactive":{"type":"list","body":{"text":)";
    flows::append_quoted(json, menu.body);
    json += R"(},"action":{"button":)";
    append_label(json, is_blank(menu.button) ? list_button : std::string_view(menu.button), flows::limits::button_units);
    json += R"(,"sections":[{"rows":[)";
    for (const auto& option : menu.options) {
        json += R"({"id":)";
        flows::append_quoted(json, option.id);
        json += R"(,"title":)";
        append_label(json, option.label, flows::limits::label_units);
        if (!is_blank(option.description)) {
            json += R"(,"description":)";
            append_label(json, option.description, flows::limits::description_units);
        }
        json += "},";
    }
    json.back() = ']';
    json += "}]}}}";
}

std::size_t bytes_of(const flows::Menu& menu) {
    std::size_t bytes = menu.body.size();
    for (const auto& option : menu.options) bytes += option.id.size() + option.label.size() + option.description.size() + 64;
    return bytes;
}

struct Composer {
    const flows::Address& to;
    std::string_view callback_data;

    std::string operator()(const flows::TextReply& reply) const {
        std::string json = begin(to, callback_data, reply.body.size());
        append_text(json, reply.body);
        return json;
    }

    std::string operator()(const flows::Menu& menu) const {
        std::string json = begin(to, callback_data, bytes_of(menu));
        switch (shape_of(menu)) {
            case Shape::Plain:
                append_text(json, menu.body);
                break;
            case Shape::Buttons:
                append_buttons(json, menu);
                break;
            case Shape::List:
                append_list(json, menu);
                break;
        }
        return json;
    }

    std::string operator()(const flows::LocationPin& pin) const {
        std::string json = begin(to, callback_data, pin.name.size() + pin.address.size());
        json += fmt::format(R"(,"type":"location","location":{{"latitude":"{:.6f}","longitude":"{:.6f}")", pin.latitude, pin.longitude);
        append_key(json, "name", pin.name);
        append_key(json, "address", pin.address);
        json += "}}";
        return json;
    }
};

void append_parameter(std::string& json, std::string_view text) {
    const std::string clean = one_line(text);  // WhatsApp refuses line ends, tabs and runs of spaces in parameters
    json += R"({"type":"text","text":)";
    append_cut(json, clean.empty() ? "-" : std::string_view(clean), limits::template_units);
    json += '}';
}

}  // namespace

std::string compose(const flows::Reply& reply, const flows::Address& to, std::string_view callback_data) {
    return std::visit(Composer{to, callback_data}, reply.content);
}

std::string compose_template(const flows::TemplateParameters& parameters, const flows::Address& to, std::string_view template_name,
                             std::string_view language, std::string_view callback_data) {
    std::string json = begin(to, callback_data, parameters.ticket.size() + parameters.status.size() + template_name.size());
    json += R"(,"type":"template","template":{"name":)";
    flows::append_quoted(json, template_name);
    json += R"(,"language":{"code":)";
    flows::append_quoted(json, language);
    json += R"(},"components":[{"type":"body","parameters":[)";
    append_parameter(json, parameters.ticket);
    json += ',';
    append_parameter(json, parameters.status);
    json += "]}]}}";
    return json;
}

std::string compose_read_receipt(std::string_view message_id, bool typing) {
    std::string json = R"({"messaging_product":"whatsapp","status":"read","message_id":)";
    flows::append_quoted(json, message_id);
    if (typing) json += R"(,"typing_indicator":{"type":"text"})";
    json += '}';
    return json;
}

}  // namespace webhooks
