#include "desk/data.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

namespace desk {
namespace json = boost::json;

const json::value& value_in(const json::value& value, std::string_view name) {
    static const json::value none;
    if (!value.is_object()) return none;
    const json::value* found = value.as_object().if_contains(name);
    return found == nullptr ? none : *found;
}

std::string text_in(const json::value& value, std::string_view name) {
    const json::value& found = value_in(value, name);
    return found.is_string() ? std::string(found.as_string()) : std::string();
}

bool flag_in(const json::value& value, std::string_view name) {
    const json::value& found = value_in(value, name);
    return found.is_bool() && found.as_bool();
}

std::int64_t number_in(const json::value& value, std::string_view name) {
    const json::value& found = value_in(value, name);
    return found.is_int64() ? found.as_int64() : 0;
}

const json::array& list_in(const json::value& value, std::string_view name) {
    static const json::array none;
    const json::value& found = value_in(value, name);
    return found.is_array() ? found.as_array() : none;
}

int ask(Session& session, std::string_view verb, const json::object& args, json::value& data) {
    const Result result = session.client.call(verb, args);
    if (!result) return refused(session, result.error());
    data = json::parse(*result);
    return exit_ok;
}

bool has_arrived(const json::value& document) {
    const std::int64_t files = number_in(document, "files");
    return text_in(document, "state") == "diterima" && (files == 0 || number_in(document, "lost") < files);
}

std::string short_number(std::string_view ticket) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= ticket.size();) {
        const std::size_t end = std::min(ticket.find('-', at), ticket.size());
        parts.push_back(ticket.substr(at, end - at));
        at = end + 1;
    }
    if (parts.size() < 3) return std::string(ticket);
    std::string_view serial = parts[2];
    while (serial.size() > 1 && serial.front() == '0') serial.remove_prefix(1);
    const bool digits = !serial.empty() && std::ranges::all_of(serial, [](char c) { return c >= '0' && c <= '9'; });
    return std::string(digits ? serial : ticket);
}

}  // namespace desk
