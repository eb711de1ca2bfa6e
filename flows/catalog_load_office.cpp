// office.toml: who we are, when we are open, how long things are kept.
#include "flows/catalog_load.hpp"
#include "flows/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flows {

namespace {

constexpr std::array<std::string_view, 7> day_names{"minggu", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu"};

void read_identity(TomlTable& table, Office& office) {
    for (const auto* key : {"code", "name", "district", "regency", "province", "region_code", "address", "latitude", "longitude", "zone"}) {
        table.require(key);
    }
    table.code("code", office.code, CodeStyle::Upper);
    if (office.code.size() > 8)
        table.findings().mistake(table.path_of("code"), "`code` paling banyak 8 huruf, karena menjadi awal nomor permohonan");
    table.text("name", office.name, rules::line);
    table.text("district", office.district, rules::line);
    table.text("regency", office.regency, rules::line);
    table.text("province", office.province, rules::line);
    table.text("region_code", office.region_code, rules::line);
    table.text("address", office.address, {.units_most = 200, .one_line = true});
    table.text("postcode", office.postcode, rules::optional_line);
    table.text("phone", office.phone, rules::optional_line);
    table.text("email", office.email, rules::optional_line);
    table.text("landmark", office.landmark, rules::optional_line);
    table.text("notice", office.notice, {.units_most = 300, .may_be_empty = true});
}

void read_position(TomlTable& table, Office& office) {
    table.number("latitude", office.latitude);
    table.number("longitude", office.longitude);
    if (office.latitude < -90 || office.latitude > 90)
        table.findings().mistake(table.path_of("latitude"), "`latitude` harus antara -90 dan 90");
    if (office.longitude < -180 || office.longitude > 180)
        table.findings().mistake(table.path_of("longitude"), "`longitude` harus antara -180 dan 180");
}

void read_zone(TomlTable& table, Office& office) {
    table.text("zone", office.zone, rules::line);
    constexpr std::array<std::string_view, 3> zones{"WIB", "WITA", "WIT"};
    const auto found = std::ranges::find(zones, office.zone);
    if (found == zones.end()) return table.findings().mistake(table.path_of("zone"), "`zone` harus \"WIB\", \"WITA\", atau \"WIT\"");
    office.utc_offset_minutes = 420 + 60 * static_cast<int>(found - zones.begin());
}

void read_break(TomlTable& table, OfficeHours& hours) {
    std::vector<std::string> times;
    table.texts("break", times);
    if (times.empty()) return;
    const auto from = minute_of_day(times.front());
    const auto until = minute_of_day(times.back());
    if (times.size() != 2 || !from || !until || *from >= *until || *from < hours.opens || *until > hours.closes) {
        return table.findings().mistake(
            table.path_of("break"), "`break` harus dua jam di dalam jam buka, seperti [\"12.00\", \"13.00\"], yang lebih awal di depan");
    }
    hours.break_starts = *from;
    hours.break_ends = *until;
}

void read_hours(TomlTable& table, Office& office, std::vector<std::string>& seen) {
    std::vector<std::string> days;
    OfficeHours hours;
    for (const auto* key : {"days", "opens", "closes"}) table.require(key);
    table.texts("days", days);
    table.minute("opens", hours.opens);
    table.minute("closes", hours.closes);
    if (hours.closes != 0 && hours.opens >= hours.closes) {
        table.findings().mistake(table.path_of("closes"), "`closes` harus lebih lambat daripada `opens`");
    }
    read_break(table, hours);
    for (const auto& day : days) {
        const auto found = std::ranges::find(day_names, day);
        if (found == day_names.end()) {
            table.findings().mistake(table.path_of("days"), fmt::format("hari \"{}\" tidak dikenal{}", day,
                                                                        did_you_mean(day, {day_names.begin(), day_names.end()})));
            continue;
        }
        if (std::ranges::find(seen, day) != seen.end()) {
            table.findings().mistake(table.path_of("days"), fmt::format("hari \"{}\" sudah punya jam kerja", day));
        }
        seen.push_back(day);
        office.hours[found - day_names.begin()] = hours;
    }
}

void read_holiday(TomlTable& table, Office& office) {
    std::chrono::year_month_day date{};
    std::string name;
    table.require("date");
    table.require("name");
    table.date("date", date);
    table.text("name", name, rules::line);
    if (!date.ok()) return;
    if (!office.holidays.insert(date).second) table.findings().mistake(table.path_of("date"), "tanggal ini sudah ada di daftar libur");
    office.holiday_names.insert_or_assign(date, std::move(name));
}

void read_official(TomlTable& table, Office& office) {
    Official official;
    table.require("position");
    table.require("name");
    table.text("position", official.position, rules::line);
    table.text("name", official.name, rules::line);
    office.officials.push_back(std::move(official));
}

void read_privacy(TomlTable& table, Office& office) {
    for (const auto* key : {"version", "contact", "retention"}) table.require(key);
    table.text("version", office.privacy_version, rules::line);
    table.text("contact", office.privacy_contact, rules::line);
    table.text("retention", office.retention, {.units_most = 300});
}

void read_conversation(TomlTable& table, Office& office) {
    table.whole("draft_days", office.draft_days, 1, 365);
    table.whole("open_requests_most", office.open_requests_most, 1, 50);
    table.whole("correction_days", office.correction_days, 1, 365);
    table.whole("officer_silence_minutes", office.officer_silence_minutes, 1, 10'080);
    table.whole("claim_minutes", office.claim_minutes, 1, 1'440);
    table.whole("undo_seconds", office.undo_seconds, 0, 600);
    table.whole("settle_milliseconds", office.settle_milliseconds, 0, 60'000);
}

}  // namespace

void load_office(TomlTable& table, Office& office) {
    read_identity(table, office);
    read_position(table, office);
    read_zone(table, office);
    table.require("hours");
    table.require("official");
    table.require("privacy");
    std::vector<std::string> days;
    table.tables("hours", [&](TomlTable& entry) { read_hours(entry, office, days); });
    table.tables("holidays", [&](TomlTable& entry) { read_holiday(entry, office); });
    table.tables("official", [&](TomlTable& entry) { read_official(entry, office); });
    table.table("privacy", [&](TomlTable& entry) { read_privacy(entry, office); });
    table.table("conversation", [&](TomlTable& entry) { read_conversation(entry, office); });
}

}  // namespace flows
