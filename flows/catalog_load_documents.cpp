// Papers: [[document]] in documents.toml (shared) and in the services.
#include "flows/catalog_load.hpp"

namespace flows {

namespace {

constexpr std::size_t hint_units = 120;
constexpr std::size_t missing_units = 300;
constexpr std::size_t sample_units = 1'200;

}  // namespace

Document read_document(TomlTable& table, Document document) {
    table.require("code");
    table.code("code", document.code, CodeStyle::Upper);
    table.text("name", document.name, {.units_most = 80, .one_line = true});
    table.text("label", document.label, {.units_most = 24, .one_line = true});
    table.text("hint", document.hint, {.units_most = hint_units, .one_line = true});
    table.text("missing", document.missing, {.units_most = missing_units});
    table.text("sample", document.sample, {.units_most = sample_units, .may_be_empty = true});
    table.texts("aliases", document.aliases);
    table.text("because", document.because, {.units_most = 60, .one_line = true});
    table.flag("optional", document.optional);
    table.flag("may_bring", document.may_bring);
    table.whole("files_most", document.files_most, 1, 10);
    table.whole("files_least", document.files_least, 1, document.files_most);
    read_when(table, document.when);
    return document;
}

void load_shared(TomlTable& table, Shared& shared) {
    std::vector<std::string> codes;
    table.tables("document", [&](TomlTable& entry) {
        auto document = read_document(entry, {});
        for (const auto* key : {"name", "label", "hint", "missing"}) entry.require(key);
        if (note_new_code(entry, "dokumen", document.code, codes)) shared.documents.emplace(document.code, std::move(document));
    });
    codes.clear();
    table.tables("field", [&](TomlTable& entry) {
        auto field = read_field(entry, {});
        for (const auto* key : {"label", "type"}) entry.require(key);
        if (note_new_code(entry, "isian", field.code, codes)) shared.fields.emplace(field.code, std::move(field));
    });
}

}  // namespace flows
