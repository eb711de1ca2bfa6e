// Any reply, however odd its words (ids are ours), becomes JSON that WhatsApp can read, within its limits. Input: bytes that choose the
// shape, lines that are the texts.
#include "webhooks/compose.hpp"

#include "flows/limits.hpp"
#include "flows/text.hpp"
#include "tests/fuzz/input.hpp"
#include "webhooks/limits.hpp"

#include <boost/json.hpp>

#include <set>
#include <string>

namespace {

namespace json = boost::json;

flows::Reply reply_of(fuzz::Input& input) {
    flows::Reply reply;
    const std::size_t shape = input.below(8);
    if (shape == 0) {
        reply.content = flows::TextReply{std::string(input.text())};
    } else if (shape == 1) {
        const double latitude = static_cast<double>(input.below(180)) - 90;
        const double longitude = static_cast<double>(input.below(250)) - 125;
        const std::string name(input.text());
        reply.content = flows::LocationPin{latitude, longitude, name, std::string(input.text())};
    } else {
        flows::Menu menu;
        const std::size_t options = input.below(13);
        const std::size_t repeated = 1 + input.below(40);
        const std::string_view body = input.text();
        for (std::size_t i = 0; i < repeated; ++i) menu.body += body;
        menu.button = input.text();
        for (std::size_t i = 0; i < options; ++i) {
            std::string id = fuzz::as_text(input.text());
            std::string label(input.text());
            menu.options.push_back({std::move(id), std::move(label), std::string(input.text())});
        }
        reply.content = std::move(menu);
    }
    return reply;
}

json::object parsed(const std::string& text) {
    boost::system::error_code failure;
    const json::value value = json::parse(text, failure);
    fuzz::promise(!failure && value.is_object(), "it is JSON");
    fuzz::promise(text.find('\n') == std::string::npos, "on one line");
    return value.as_object();
}

void check_text(const json::value& text, std::size_t most) {
    fuzz::promise(flows::utf16_units(std::string_view(text.as_string())) <= most, "texts fit");
}

void check_interactive(const json::object& interactive) {
    namespace limits = flows::limits;
    check_text(interactive.at("body").at("text"), limits::interactive_units);
    const json::object& action = interactive.at("action").as_object();
    std::set<std::string> ids;
    const auto note = [&](const json::value& option, std::size_t title_most) {
        const std::string id(option.at("id").as_string());
        fuzz::promise(!id.empty() && id.size() <= webhooks::limits::option_id_bytes, "an id has a size");
        fuzz::promise(ids.insert(id).second, "ids differ");
        fuzz::promise(!option.at("title").as_string().empty(), "a title has words");
        check_text(option.at("title"), title_most);
    };
    if (interactive.at("type").as_string() == "button") {
        const json::array& buttons = action.at("buttons").as_array();
        fuzz::promise(!buttons.empty() && buttons.size() <= limits::buttons, "one to three buttons");
        for (const json::value& button : buttons) note(button.at("reply"), limits::button_units);
        return;
    }
    check_text(action.at("button"), limits::button_units);
    const json::array& rows = action.at("sections").at(0).at("rows").as_array();
    fuzz::promise(!rows.empty() && rows.size() <= limits::rows, "one to ten rows");
    for (const json::value& row : rows) {
        note(row, limits::label_units);
        if (const json::value* description = row.as_object().if_contains("description"))
            check_text(*description, limits::description_units);
    }
}

void check(const json::object& message) {
    const auto type = message.at("type").as_string();
    if (type == "text") check_text(message.at("text").at("body"), flows::limits::reply_units);
    if (type == "interactive") check_interactive(message.at("interactive").as_object());
    if (const json::value* callback = message.if_contains("biz_opaque_callback_data"))
        fuzz::promise(callback->as_string().size() <= webhooks::limits::callback_bytes, "what is echoed is bounded");
}

void check_template(const json::object& message) {
    for (const json::value& parameter : message.at("template").at("components").at(0).at("parameters").as_array()) {
        check_text(parameter.at("text"), webhooks::limits::template_units);
        const std::string_view text(parameter.at("text").as_string());
        fuzz::promise(!text.empty() && text.find_first_of("\t\r\n") == std::string_view::npos, "a parameter is one line");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    flows::Address to;
    (input.coin() ? to.phone : to.user_id) = "62812000" + std::string(input.text());
    const std::string callback = fuzz::as_text(input.text());  // an id of ours
    const flows::TemplateParameters parameters{callback, std::string(input.text())};
    check(parsed(webhooks::compose(reply_of(input), to, callback)));
    check_template(parsed(webhooks::compose_template(parameters, to, "kabar", "id", callback)));
    parsed(webhooks::compose_read_receipt(callback, input.coin()));
    return 0;
}
