// phrases.toml, words.toml, reasons.toml, cards.toml.
#include "flows/catalog_load.hpp"
#include "flows/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flows {

namespace {

// Sentences may be grouped in tables: [menu] greeting = "…" has the key menu.greeting.
void read_phrases(TomlTable& table, const std::string& prefix, Catalog& catalog) {
    for (const auto& key : table.keys()) {
        if (table.is_table(key)) {
            table.table(key, [&](TomlTable& inner) { read_phrases(inner, prefix + key + ".", catalog); });
            continue;
        }
        std::string sentence;
        table.text(key, sentence, {.units_most = limits::reply_units});
        catalog.phrases.insert_or_assign(prefix + key, std::move(sentence));
    }
}

}  // namespace

bool note_new_code(TomlTable& table, std::string_view what, const std::string& code, std::vector<std::string>& seen) {
    if (code.empty()) return false;
    if (std::ranges::find(seen, code) == seen.end()) {
        seen.push_back(code);
        return true;
    }
    table.findings().mistake(table.path_of("code"), fmt::format("{} `{}` sudah ada; kode tidak boleh berulang", what, code));
    return false;
}

void load_phrases(TomlTable& table, Catalog& catalog) { read_phrases(table, "", catalog); }

void load_words(TomlTable& table, Vocabulary& vocabulary) {
    table.require("synonyms");
    table.require("phrases");
    table.table("synonyms", [&](TomlTable& words) {
        for (const auto& word : words.keys()) {
            std::string standard;
            words.text(word, standard, {.units_most = 60, .may_be_empty = true, .one_line = true});
            vocabulary.synonyms.insert_or_assign(word, std::move(standard));
        }
    });
    table.table("phrases", [&](TomlTable& intents) {
        for (const auto& code : intents.keys()) intents.texts(code, vocabulary.phrases[code], {.units_most = 400, .one_line = true});
    });
}

void load_reasons(TomlTable& table, std::vector<Reason>& reasons) {
    std::vector<std::string> codes;
    table.require("reason");
    table.tables("reason", [&](TomlTable& entry) {
        Reason reason;
        for (const auto* key : {"code", "label", "sentence"}) entry.require(key);
        entry.code("code", reason.code, CodeStyle::Lower);
        entry.text("label", reason.label, {.units_most = 60, .one_line = true});
        entry.text("sentence", reason.sentence, {.units_most = 300});
        entry.flag("rejection", reason.rejection);
        if (note_new_code(entry, "alasan", reason.code, codes)) reasons.push_back(std::move(reason));
    });
}

void load_cards(TomlTable& table, std::vector<InfoCard>& cards) {
    std::vector<std::string> codes;
    table.tables("card", [&](TomlTable& entry) {
        InfoCard card;
        for (const auto* key : {"code", "title", "aliases", "text"}) entry.require(key);
        entry.code("code", card.code, CodeStyle::Lower);
        entry.text("title", card.title, {.units_most = limits::label_units, .one_line = true});
        entry.texts("aliases", card.aliases);
        entry.text("text", card.text, {.units_most = limits::interactive_units});
        entry.flag("in_menu", card.in_menu);
        if (note_new_code(entry, "kartu", card.code, codes)) cards.push_back(std::move(card));
    });
}

}  // namespace flows
