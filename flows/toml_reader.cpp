#include "flows/toml_reader.hpp"

#include "flows/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flows {

namespace {

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7F;
}

bool fits(std::string_view code, CodeStyle style) {
    const char first = style == CodeStyle::Upper ? 'A' : 'a';
    const auto letter = [first](char c) { return c >= first && c <= first + 25; };
    const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !code.empty() && code.size() <= 40 && letter(code.front()) && std::ranges::all_of(code, part);
}

std::string_view indonesian(toml::node_type type) {
    switch (type) {
        case toml::node_type::table:
            return "tabel";
        case toml::node_type::array:
            return "daftar [ … ]";
        case toml::node_type::string:
            return "teks";
        case toml::node_type::integer:
            return "bilangan bulat";
        case toml::node_type::floating_point:
            return "bilangan pecahan";
        case toml::node_type::boolean:
            return "true/false";
        case toml::node_type::date:
        case toml::node_type::date_time:
            return "tanggal";
        case toml::node_type::time:
            return "jam";
        case toml::node_type::none:
            break;
    }
    return "tidak dikenal";
}

void trim_line_ends(std::string& text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
}

}  // namespace

TomlTable::TomlTable(const toml::table& table, Place place, std::string path, Findings& findings)
    : table_{&table}, place_{std::move(place)}, path_{std::move(path)}, findings_{&findings} {
    findings_->remember(path_, place_);
}

bool TomlTable::has(std::string_view key) { return take(key) != nullptr; }

bool TomlTable::is_table(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node != nullptr && node->is_table();
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> names;
    for (auto&& [key, value] : *table_) names.emplace_back(key.str());
    return names;
}

const toml::node* TomlTable::take(std::string_view key) {
    if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
    const toml::node* node = table_->get(key);
    if (node != nullptr) findings_->remember(path_of(key), place_of(*node));
    return node;
}

Place TomlTable::place_of(const toml::node& node) const {
    const auto begin = node.source().begin;
    return {place_.file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

void TomlTable::wrong_type(const toml::node& node, std::string_view key, std::string_view expected) {
    findings_->mistake(place_of(node), fmt::format("`{}` harus {}, bukan {}", key, expected, indonesian(node.type())));
}

void TomlTable::check_text(const toml::node& node, std::string_view key, const std::string& text, const TextRule& rule) {
    const Place at = place_of(node);
    if (text.empty() && !rule.may_be_empty) findings_->mistake(at, fmt::format("`{}` kosong, isi teksnya atau hapus barisnya", key));
    if (std::ranges::any_of(text, is_control)) {
        findings_->mistake(
            at, fmt::format("`{}` berisi karakter kendali (tab atau garis miring terbalik seperti \\b); hapus karakter itu", key));
    }
    if (rule.one_line && text.find('\n') != std::string::npos) {
        findings_->mistake(at, fmt::format("`{}` harus satu baris saja", key));
    }
    if (const auto units = utf16_units(text); units > rule.units_most) {
        findings_->mistake(at, fmt::format("`{}` panjangnya {} huruf, paling banyak {}", key, units, rule.units_most));
    }
}

void TomlTable::text(std::string_view key, std::string& out, TextRule rule) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_string();
    if (value == nullptr) return wrong_type(*node, key, "teks dalam tanda kutip");
    out = value->get();
    trim_line_ends(out);
    check_text(*node, key, out, rule);
}

void TomlTable::code(std::string_view key, std::string& out, CodeStyle style) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_string();
    if (value == nullptr) return wrong_type(*node, key, "teks dalam tanda kutip");
    out = value->get();
    if (fits(out, style)) return;
    const auto letters = style == CodeStyle::Upper ? "huruf besar" : "huruf kecil";
    findings_->mistake(place_of(*node),
                       fmt::format("`{}` hanya boleh {}, angka, dan garis bawah, diawali huruf, paling banyak 40", key, letters));
}

void TomlTable::texts(std::string_view key, std::vector<std::string>& out, TextRule rule) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    out.clear();
    if (const auto* one = node->as_string()) {
        check_text(*node, key, one->get(), rule);
        out.push_back(one->get());
        return;
    }
    const auto* list = node->as_array();
    if (list == nullptr) return wrong_type(*node, key, "teks atau daftar teks");
    for (const toml::node& item : *list) {
        const auto* value = item.as_string();
        if (value == nullptr) {
            wrong_type(item, key, "daftar teks");
            continue;
        }
        check_text(item, key, value->get(), rule);
        out.push_back(value->get());
    }
}

void TomlTable::flag(std::string_view key, bool& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_boolean();
    if (value == nullptr) return wrong_type(*node, key, "true atau false");
    out = value->get();
}

void TomlTable::whole(std::string_view key, int& out, int least, int most) {
    std::optional<int> value;
    whole(key, value, least, most);
    if (value) out = *value;
}

void TomlTable::whole(std::string_view key, std::optional<int>& out, int least, int most) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr) return wrong_type(*node, key, "bilangan bulat");
    if (value->get() < least || value->get() > most) {
        return findings_->mistake(place_of(*node), fmt::format("`{}` = {}, harus antara {} dan {}", key, value->get(), least, most));
    }
    out = static_cast<int>(value->get());
}

void TomlTable::number(std::string_view key, double& out) {
    std::optional<double> value;
    number(key, value);
    if (value) out = *value;
}

void TomlTable::number(std::string_view key, std::optional<double>& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto value = node->value<double>();
    if (!node->is_number() || !value || !std::isfinite(*value)) return wrong_type(*node, key, "bilangan");
    out = *value;
}

void TomlTable::date(std::string_view key, std::chrono::year_month_day& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_date();
    if (value == nullptr) return wrong_type(*node, key, "tanggal seperti 2026-12-25 (tanpa tanda kutip)");
    const toml::date& date = value->get();
    out = {std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

void TomlTable::minute(std::string_view key, int& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_string();
    const auto minute = value == nullptr ? std::nullopt : minute_of_day(value->get());
    if (!minute) return findings_->mistake(place_of(*node), fmt::format("`{}` harus jam dalam tanda kutip, seperti \"07.30\"", key));
    out = *minute;
}

void TomlTable::table(std::string_view key, const Visit& visit) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* table = node->as_table();
    if (table == nullptr) return wrong_type(*node, key, "tabel");
    TomlTable inner{*table, place_of(*node), path_of(key), *findings_};
    visit(inner);
    inner.finish();
}

void TomlTable::tables(std::string_view key, const Visit& visit) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return wrong_type(*node, key, fmt::format("daftar tabel, tulis [[{}]]", key));
    int index = 0;
    for (const toml::node& item : *list) {
        ++index;
        const auto* table = item.as_table();
        if (table == nullptr) {
            wrong_type(item, key, "daftar tabel");
            continue;
        }
        const auto code = table->get_as<std::string>("code");
        TomlTable inner{*table, place_of(item), path_of(key) + "|" + (code ? code->get() : fmt::format("#{}", index)), *findings_};
        visit(inner);
        inner.finish();
    }
}

void TomlTable::require(std::string_view key) {
    if (!has(key)) findings_->mistake(place_, fmt::format("kunci `{}` belum ada", key));
}

void TomlTable::finish() {
    for (auto&& [key, value] : *table_) {
        if (std::ranges::find(known_, key.str()) != known_.end()) continue;
        const auto begin = key.source().begin;
        const Place at{place_.file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
        findings_->mistake(at, fmt::format("kunci `{}` tidak dikenal{}", key.str(), did_you_mean(key.str(), known_)));
    }
}

std::optional<int> minute_of_day(std::string_view text) {
    const auto mark = text.find_first_of(".:");
    if (mark == std::string_view::npos || mark == 0 || mark > 2 || text.size() - mark != 3) return std::nullopt;
    const auto digits = [](std::string_view part) { return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }); };
    const auto hour_text = text.substr(0, mark);
    const auto minute_text = text.substr(mark + 1);
    if (!digits(hour_text) || !digits(minute_text)) return std::nullopt;
    const int hour = std::stoi(std::string{hour_text});
    const int minute = std::stoi(std::string{minute_text});
    if (hour > 24 || minute > 59 || (hour == 24 && minute != 0)) return std::nullopt;
    return hour * 60 + minute;
}

}  // namespace flows
