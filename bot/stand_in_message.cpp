#include "bot/stand_in_message.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>

namespace bot {
namespace {

namespace json = boost::json;

const json::value* at(const json::value* from, std::initializer_list<std::string_view> path) {
    for (const std::string_view key : path) {
        if (!from || !from->is_object()) return nullptr;
        from = from->as_object().if_contains(key);
    }
    return from;
}

std::string text_at(const json::value* from, std::initializer_list<std::string_view> path) {
    const json::value* found = at(from, path);
    return found && found->is_string() ? std::string(found->as_string()) : std::string{};
}

const json::array& list_at(const json::value* from, std::initializer_list<std::string_view> path) {
    static const json::array none;
    const json::value* found = at(from, path);
    return found && found->is_array() ? found->as_array() : none;
}

std::vector<flows::Option> options_of(const json::value& message) {
    std::vector<flows::Option> options;
    for (const json::value& button : list_at(&message, {"interactive", "action", "buttons"}))
        options.push_back({text_at(&button, {"reply", "id"}), text_at(&button, {"reply", "title"}), {}});
    for (const json::value& section : list_at(&message, {"interactive", "action", "sections"}))
        for (const json::value& row : list_at(&section, {"rows"}))
            options.push_back({text_at(&row, {"id"}), text_at(&row, {"title"}), text_at(&row, {"description"})});
    return options;
}

std::string template_text(const json::value& message) {
    std::string text = text_at(&message, {"template", "name"});
    for (const json::value& component : list_at(&message, {"template", "components"}))
        for (const json::value& parameter : list_at(&component, {"parameters"})) text += " " + text_at(&parameter, {"text"});
    return text;
}

std::string text_of(const json::value& message, const std::string& type) {
    if (type == "text") return text_at(&message, {"text", "body"});
    if (type == "interactive") return text_at(&message, {"interactive", "body", "text"});
    if (type == "template") return template_text(message);
    const std::string name = text_at(&message, {"location", "name"}), address = text_at(&message, {"location", "address"});
    return "📍 " + name + (address.empty() ? "" : ", " + address);
}

}  // namespace

std::optional<StandIn::Bubble> read_bubble(std::string_view body) {
    boost::system::error_code failed;
    const json::value message = json::parse(body, failed);
    if (failed || text_at(&message, {"messaging_product"}) != "whatsapp") return std::nullopt;
    StandIn::Bubble bubble;
    bubble.type = text_at(&message, {"type"});
    if (bubble.type.empty()) return std::nullopt;
    bubble.to = text_at(&message, {"to"});
    if (bubble.to.empty()) bubble.to = text_at(&message, {"recipient"});
    std::erase(bubble.to, '+');
    bubble.text = text_of(message, bubble.type);
    bubble.options = options_of(message);
    bubble.opaque = text_at(&message, {"biz_opaque_callback_data"});
    return bubble;
}

bool is_read_receipt(std::string_view body) {
    boost::system::error_code failed;
    const json::value message = json::parse(body, failed);
    return !failed && text_at(&message, {"status"}) == "read";
}

}  // namespace bot
