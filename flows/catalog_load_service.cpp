// One file of services/.
#include "flows/catalog_load.hpp"
#include "flows/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flows {

namespace {

template <class Item>
std::vector<std::string> codes_of(const std::map<std::string, Item>& items) {
    std::vector<std::string> codes;
    for (const auto& [code, item] : items) codes.push_back(code);
    return codes;
}

// The shared item of this code to start from. False: there is none and the table does not stand on its own either.
template <class Item>
bool find_base(TomlTable& entry, std::string_view what, const std::map<std::string, Item>& items, bool whole, std::string_view own_key,
               Item& base) {
    std::string code;
    if (entry.has("code") && !entry.is_table("code")) code = entry.path().substr(entry.path().rfind('|') + 1);
    if (const auto found = items.find(code); found != items.end()) {
        base = found->second;
        return true;
    }
    if (entry.has(own_key)) return true;
    if (whole && entry.has("code")) {
        entry.findings().mistake(entry.path_of("code"),
                                 fmt::format("{} `{}` tidak ada di documents.toml{}", what, code, did_you_mean(code, codes_of(items))));
    }
    return false;
}

void require_text(TomlTable& entry, std::string_view key, const std::string& value) {
    if (value.empty()) entry.require(key);
}

void load_document(TomlTable& entry, const Shared& shared, Service& service, std::vector<std::string>& codes) {
    Document base;
    const bool complete = find_base(entry, "dokumen", shared.documents, shared.whole, "name", base);
    auto document = read_document(entry, std::move(base));
    if (complete) {
        require_text(entry, "name", document.name);
        require_text(entry, "label", document.label);
        require_text(entry, "hint", document.hint);
        require_text(entry, "missing", document.missing);
        if (!document.when.empty()) require_text(entry, "because", document.because);
    }
    if (note_new_code(entry, "dokumen", document.code, codes)) service.documents.push_back(std::move(document));
}

void load_field(TomlTable& entry, const Shared& shared, Service& service, std::vector<std::string>& codes) {
    Field base;
    const bool known = shared.fields.contains(entry.path().substr(entry.path().rfind('|') + 1));
    const bool complete = find_base(entry, "isian", shared.fields, shared.whole, "label", base);
    auto field = read_field(entry, std::move(base));
    if (complete) {
        require_text(entry, "label", field.label);
        if (!known) entry.require("type");
        if (!field.by_clerk) require_text(entry, "question", field.question);
        if (!field.by_clerk && field.type != FieldType::Choice) require_text(entry, "example", field.example);
        if (field.type == FieldType::Choice && field.options.empty()) entry.require("options");
    }
    if (note_new_code(entry, "isian", field.code, codes)) service.fields.push_back(std::move(field));
}

void read_archive_code(TomlTable& table, std::string& out) {
    table.text("archive_code", out, rules::optional_line);
    const bool plain = std::ranges::all_of(out, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    if (out.empty() || (plain && out.size() >= 3 && out.size() <= 15)) return;
    table.findings().mistake(table.path_of("archive_code"),
                             "`archive_code` hanya angka dan titik, 3 sampai 15 karakter, seperti \"400.12.2.1\"");
}

void read_header(TomlTable& table, Service& service) {
    for (const auto* key : {"code", "name", "label", "description", "cost", "duration"}) table.require(key);
    table.code("code", service.code, CodeStyle::Upper);
    table.text("name", service.name, {.units_most = 80, .one_line = true});
    table.text("label", service.label, {.units_most = limits::label_units, .one_line = true});
    service.title = service.label;
    table.text("title", service.title, {.units_most = limits::label_units, .one_line = true});
    table.text("description", service.description, {.units_most = limits::description_units, .one_line = true});
    table.texts("aliases", service.aliases);
    table.text("cost", service.cost, rules::line);
    table.text("duration", service.duration, rules::line);
    table.whole("check_minutes", service.check_minutes, 1, 100'000);
    table.whole("letter_minutes", service.letter_minutes, 1, 100'000);
    table.text("validity", service.validity, rules::optional_line);
    table.text("note", service.note, {.units_most = 500, .may_be_empty = true});
    table.text("legal", service.legal, {.units_most = 400, .may_be_empty = true});
    table.date("review_by", service.review_by);
    table.flag("condolence", service.condolence);
    table.text("case_field", service.case_field, rules::optional_line);
    read_archive_code(table, service.archive_code);
    table.text("checked_by", service.checked_by, rules::optional_line);
    table.text("signed_by", service.signed_by, rules::optional_line);
    table.flag("countersigned", service.countersigned);
}

}  // namespace

LoadedService load_service(TomlTable& table, const Shared& shared) {
    LoadedService loaded{.service = {}, .path = table.path()};
    read_header(table, loaded.service);
    table.require("document");
    table.require("field");
    std::vector<std::string> codes;
    table.tables("document", [&](TomlTable& entry) { load_document(entry, shared, loaded.service, codes); });
    codes.clear();
    table.tables("field", [&](TomlTable& entry) { load_field(entry, shared, loaded.service, codes); });
    return loaded;
}

}  // namespace flows
