#include "storage/request_json.hpp"

#include <boost/json.hpp>

namespace storage {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

std::string text_of(const json::object& in, json::string_view key) {
    const auto* value = in.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

template <class Item, class Read>
std::vector<Item> read_all(std::string_view text, Read read) {
    std::vector<Item> items;
    json::error_code wrong;
    const auto parsed = json::parse(view(text), wrong);
    if (wrong || !parsed.is_array()) return items;
    for (const auto& value : parsed.get_array()) {
        if (const auto* object = value.if_object()) items.push_back(read(*object));
    }
    return items;
}

flows::Paper read_paper(const json::object& in) {
    flows::Paper paper{.code = text_of(in, "code"),
                       .state = flows::paper_state_from_key(text_of(in, "state")).value_or(flows::PaperState::Belum),
                       .reason = text_of(in, "reason"),
                       .files = {}};
    const auto* files = in.if_contains("files");
    if (!files || !files->is_array()) return paper;
    for (const auto& file : files->get_array()) {
        if (const auto* id = file.if_int64()) paper.files.push_back(*id);
    }
    return paper;
}

flows::Wanted read_wanted(const json::object& in) {
    const auto* is_field = in.if_contains("is_field");
    return {.code = text_of(in, "code"),
            .is_field = is_field && is_field->is_bool() && is_field->get_bool(),
            .reason = text_of(in, "reason"),
            .note = text_of(in, "note")};
}

}  // namespace

std::string to_json(const std::vector<flows::Paper>& papers) {
    json::array out;
    for (const auto& paper : papers) {
        json::array files(paper.files.begin(), paper.files.end());
        out.push_back(
            {{"code", view(paper.code)}, {"state", view(key(paper.state))}, {"reason", view(paper.reason)}, {"files", std::move(files)}});
    }
    return json::serialize(out);
}

std::string to_json(const std::vector<flows::Wanted>& wanted) {
    json::array out;
    for (const auto& thing : wanted) {
        out.push_back(
            {{"code", view(thing.code)}, {"is_field", thing.is_field}, {"reason", view(thing.reason)}, {"note", view(thing.note)}});
    }
    return json::serialize(out);
}

std::string to_json(const std::vector<flows::Status>& statuses) {
    json::array out;
    for (const auto status : statuses) out.push_back(view(key(status)));
    return json::serialize(out);
}

std::vector<flows::Paper> papers_from_json(std::string_view text) { return read_all<flows::Paper>(text, read_paper); }
std::vector<flows::Wanted> wanted_from_json(std::string_view text) { return read_all<flows::Wanted>(text, read_wanted); }

}  // namespace storage
