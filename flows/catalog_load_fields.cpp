// Questions: [[field]] in documents.toml (shared) and in the services.
#include "flows/catalog_load.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace flows {

namespace {

constexpr std::size_t question_units = 300;
constexpr std::array<std::pair<std::string_view, FieldType>, 13> type_names{{{"text", FieldType::Text},
                                                                             {"name", FieldType::Name},
                                                                             {"nik", FieldType::Nik},
                                                                             {"family_card", FieldType::FamilyCard},
                                                                             {"phone", FieldType::Phone},
                                                                             {"date", FieldType::Date},
                                                                             {"month", FieldType::Month},
                                                                             {"time", FieldType::Time},
                                                                             {"rupiah", FieldType::Rupiah},
                                                                             {"integer", FieldType::Integer},
                                                                             {"decimal", FieldType::Decimal},
                                                                             {"choice", FieldType::Choice},
                                                                             {"rt_rw", FieldType::RtRw}}};
constexpr std::array<std::pair<std::string_view, DateRule>, 3> rule_names{
    {{"any", DateRule::Any}, {"past", DateRule::Past}, {"future", DateRule::Future}}};

// One word out of a closed set.
template <class Value, std::size_t Count>
void read_word(TomlTable& table, std::string_view key, const std::array<std::pair<std::string_view, Value>, Count>& names, Value& out) {
    std::string word;
    const auto before = table.findings().count();
    table.text(key, word, rules::line);
    if (word.empty() || table.findings().count() != before) return;
    const auto found = std::ranges::find(names, word, &std::pair<std::string_view, Value>::first);
    if (found != names.end()) {
        out = found->second;
        return;
    }
    std::vector<std::string> words;
    for (const auto& [name, value] : names) words.emplace_back(name);
    table.findings().mistake(table.path_of(key),
                             fmt::format("`{}` = \"{}\" tidak dikenal{} Yang ada: {}", key, word,
                                         did_you_mean(word, words).empty() ? "." : did_you_mean(word, words), fmt::join(words, ", ")));
}

void read_options(TomlTable& table, std::vector<FieldOption>& out) {
    if (!table.has("options")) return;
    out.clear();
    std::vector<std::string> codes;
    std::vector<std::string> labels;
    table.tables("options", [&](TomlTable& entry) {
        FieldOption option;
        entry.require("code");
        entry.require("label");
        entry.code("code", option.code, CodeStyle::Lower);
        entry.text("label", option.label, {.units_most = 24, .one_line = true});
        entry.texts("aliases", option.aliases);
        note_new_code(entry, "pilihan", option.code, codes);
        const auto shown = fold(option.label);
        if (!shown.empty() && std::ranges::find(labels, shown) != labels.end()) {
            entry.findings().mistake(entry.path_of("label"), fmt::format("label pilihan \"{}\" sudah dipakai pilihan lain", option.label));
        }
        labels.push_back(shown);
        out.push_back(std::move(option));
    });
}

void check_range(TomlTable& table, const Field& field) {
    if (field.least && field.most && *field.least > *field.most) {
        table.findings().mistake(table.path_of("least"),
                                 fmt::format("`least` ({}) lebih besar daripada `most` ({})", *field.least, *field.most));
    }
}

void read_references(TomlTable& table, Field& field) {
    if (table.has("differs_from")) {
        std::vector<std::string> others;
        table.texts("differs_from", others);
        field.differs_from = fmt::format("{}", fmt::join(others, " "));
    }
    table.text("not_before", field.not_before, rules::optional_line);
    table.text("born", field.born, rules::optional_line);
    table.text("age", field.age, rules::optional_line);
    table.text("age_on", field.age_on, rules::optional_line);
}

}  // namespace

Field read_field(TomlTable& table, Field field) {
    table.require("code");
    table.code("code", field.code, CodeStyle::Lower);
    table.text("label", field.label, {.units_most = 40, .one_line = true});
    table.text("question", field.question, {.units_most = question_units});
    table.text("example", field.example, rules::line);
    read_word(table, "type", type_names, field.type);
    table.flag("optional", field.optional);
    table.flag("by_clerk", field.by_clerk);
    table.flag("subject", field.subject);
    table.flag("sensitive", field.sensitive);
    read_when(table, field.when);
    read_options(table, field.options);
    table.number("least", field.least);
    table.number("most", field.most);
    table.whole("length_most", field.length_most, 1, 1'000);
    read_word(table, "date_rule", rule_names, field.date_rule);
    table.whole("warn_working_days", field.warn_working_days, 1, 60);
    read_references(table, field);
    table.text("warning", field.warning, {.units_most = question_units, .may_be_empty = true});
    check_range(table, field);
    return field;
}

}  // namespace flows
