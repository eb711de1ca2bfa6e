#include "flows/office_time.hpp"
#include "flows/reading/calendar.hpp"
#include "flows/reading/dates.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <charconv>
#include <expected>

#include <fmt/format.h>

namespace flows::reading {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int year_least = 1900;
constexpr int years_ahead_most = 10;
constexpr std::chrono::days newborn_most{90};

// A date, and whether it is only what the text most likely means.
struct Found {
    year_month_day date;
    bool guessed = false;
    bool told = false;  // from today: "besok"
};
using FoundOrNot = std::expected<Found, Reading>;

std::unexpected<Reading> refused(std::string phrase, Details details = {}) {
    return std::unexpected{rejected(std::move(phrase), std::move(details))};
}

std::string iso(year_month_day date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::optional<year_month_day> from_iso(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + size, value);
        return value;
    };
    if (text.size() != 10) return std::nullopt;
    const year_month_day date{std::chrono::year{number(0, 4)}, std::chrono::month{static_cast<unsigned>(number(5, 2))},
                              std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

// A question for a birth: by its derived age, or by the office's naming.
YearOf year_of(const Field& field) {
    if (!field.age.empty() || field.code.contains("lahir")) return YearOf::Birth;
    if (field.date_rule == DateRule::Future) return YearOf::ComingEvent;
    return field.date_rule == DateRule::Past ? YearOf::PastEvent : YearOf::AnyEvent;
}

year_month_day make(int year, int month, int day) {
    return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
}

bool is_impossible(int year, int month, int day) { return month < 1 || month > 12 || day < 1 || !make(year, month, day).ok(); }

// "tgl 20"
bool is_labelled_day(const Tokens& all) {
    return std::ranges::adjacent_find(all, [](const Token& a, const Token& b) {
               return b.number && one_of(a.text, {"tgl", "tanggal", "tg", "tngl"});
           }) != all.end();
}

// "tahun ini", "tahun depan", "tahun lalu"
std::optional<int> told_year(const Tokens& all, year_month_day today) {
    const auto year = static_cast<int>(today.year());
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (!one_of(all[i - 1].text, {"tahun", "thn", "th"})) continue;
        if (one_of(all[i].text, {"ini", "ni"})) return year;
        if (one_of(all[i].text, {"depan", "datang"})) return year + 1;
        if (one_of(all[i].text, {"lalu", "kemarin", "lepas"})) return year - 1;
    }
    return std::nullopt;
}

// "20 November" of something that has happened is the last one. Of a birth only when it is recent: an adult's year must be asked.
FoundOrNot latest(const WrittenDate& written, const Field& field, year_month_day today) {
    for (auto year = static_cast<int>(today.year()); year > static_cast<int>(today.year()) - 5; --year) {
        const auto date = make(year, written.month, written.day);
        if (!date.ok() || sys_days{date} > sys_days{today}) continue;
        const bool recent = sys_days{today} - sys_days{date} <= newborn_most;
        if (year_of(field) == YearOf::Birth && !recent) break;
        return Found{date, true};
    }
    return refused("baca.tanggal.tanpa_tahun");
}

// "tgl 20 bulan ini", "tanggal 3 bulan lalu" (but "3 bulan lalu" is a length of time): months from this one.
std::optional<int> told_month(const Tokens& all) {
    const bool labelled = is_labelled_day(all);
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (!one_of(all[i - 1].text, {"bulan", "bln"})) continue;
        if (one_of(all[i].text, {"ini", "ni"})) return 0;
        if (labelled && one_of(all[i].text, {"depan", "datang"})) return 1;
        if (labelled && one_of(all[i].text, {"lalu", "kemarin", "kemaren", "kmrn", "lepas"})) return -1;
    }
    return std::nullopt;
}

FoundOrNot in_told_month(int day, int months, year_month_day today) {
    const auto month = std::chrono::year_month{today.year(), today.month()} + std::chrono::months{months};
    const year_month_day date{month.year(), month.month(), std::chrono::day{static_cast<unsigned>(day)}};
    if (day < 1 || !date.ok()) return refused("baca.tanggal.mustahil");
    return Found{date, false, true};
}

// "12 Maret tahun ini"; "12 Maret" of a coming event is the next one.
FoundOrNot without_year(const WrittenDate& written, const Field& field, const Tokens& all, year_month_day today) {
    if (is_impossible(2000, written.month, written.day)) return refused("baca.tanggal.mustahil");
    if (const auto year = told_year(all, today)) {
        if (is_impossible(*year, written.month, written.day)) return refused("baca.tanggal.mustahil");
        return Found{make(*year, written.month, written.day)};
    }
    if (field.date_rule == DateRule::Past) return latest(written, field, today);
    if (field.date_rule != DateRule::Future) return refused("baca.tanggal.tanpa_tahun");
    for (auto year = static_cast<int>(today.year()); year <= static_cast<int>(today.year()) + 4; ++year) {
        const auto date = make(year, written.month, written.day);
        if (date.ok() && sys_days{date} >= sys_days{today}) return Found{date, true};
    }
    return refused("baca.tanggal.tanpa_tahun");
}

FoundOrNot with_year(const WrittenDate& written, const Field& field, year_month_day today) {
    int year = 0;
    std::from_chars(written.year.data(), written.year.data() + std::min<std::size_t>(written.year.size(), 4), year);
    if (written.year.size() != 2 && written.year.size() != 4) return refused("baca.tanggal.tahun");
    if (is_impossible(written.year.size() == 2 ? 2000 + year : year, written.month, written.day)) return refused("baca.tanggal.mustahil");
    if (written.year.size() == 2) {
        const auto centuries =
            complete_year(year, static_cast<unsigned>(written.month), static_cast<unsigned>(written.day), year_of(field), today);
        if (centuries.other)
            return refused("baca.tanggal.abad",
                           {{"tahun_lama", std::to_string(centuries.year)}, {"tahun_baru", std::to_string(*centuries.other)}});
        year = centuries.year;
    }
    const int most = static_cast<int>(today.year()) + years_ahead_most;
    if (year < year_least || (year > most && field.date_rule != DateRule::Past)) return refused("baca.tanggal.tahun");
    const auto date = make(year, written.month, written.day);
    if (!date.ok()) return refused("baca.tanggal.mustahil");
    return Found{date};
}

FoundOrNot find_date(const Tokens& all, const Field& field, year_month_day today) {
    const auto unreadable = refused("baca.tanggal.tidak_terbaca", {example_of(field, "12 Maret 1985")});
    const auto written = written_date(all);
    using Problem = WrittenDate::Problem;
    if (written.problem == Problem::None) return with_year(written, field, today);
    if (written.problem == Problem::NoYear) return without_year(written, field, all, today);
    const bool day_alone = written.problem == Problem::NoMonth;
    if (const auto months = told_month(all); months && day_alone) return in_told_month(written.day, *months, today);
    const auto told = told_day(all, today, field.date_rule);
    const bool other_day = static_cast<int>(static_cast<unsigned>(told.date.day())) != written.day;
    if (day_alone && is_labelled_day(all) && other_day) return refused("baca.tanggal.tanpa_bulan");
    if (told.kind == ToldDay::Kind::Unclear) return refused("baca.tanggal.kurang_jelas", {example_of(field, "12 Maret 1985")});
    if (told.kind != ToldDay::Kind::NotTold) return Found{told.date, told.kind == ToldDay::Kind::Doubtful, true};
    switch (written.problem) {
        case Problem::NoDay:
            return refused("baca.tanggal.tanpa_tanggal");
        case Problem::NoMonth:
            return refused("baca.tanggal.tanpa_bulan");
        case Problem::Several:
            return refused("baca.tanggal.satu_saja");
        default:
            return unreadable;
    }
}

std::optional<std::string_view> broken_rule(const Field& field, const Found& found, year_month_day today) {
    const bool later = sys_days{found.date} > sys_days{today};
    if (field.date_rule == DateRule::Past && later) return found.told ? "baca.tanggal.belum" : "baca.tanggal.depan";
    if (field.date_rule == DateRule::Future && sys_days{found.date} < sys_days{today}) return "baca.tanggal.lampau";
    return std::nullopt;
}

std::optional<year_month_day> earliest(const Field& field, const ReadingContext& context) {
    const auto found = context.answers.find(field.not_before);
    if (found == context.answers.end()) return std::nullopt;
    return from_iso(found->second.value);
}

// The weekday that was written beside the date, if it is another one.
bool differs_in_weekday(const Tokens& all, year_month_day date) {
    const auto said = said_weekdays(all);
    return !said.empty() && !said.front().maybe_week && said.front().day != std::chrono::weekday{sys_days{date}};
}

void add_doubts(Reading& reading, const Found& found, const Field& field, const Tokens& all, const ReadingContext& context) {
    const Details date{{"tanggal", show_day_and_date(found.date)}};
    if (found.guessed) doubt(reading, "tanggal_perkiraan", "baca.tanggal.maksud", date);
    if (differs_in_weekday(all, found.date)) doubt(reading, "tanggal_beda_hari", "baca.tanggal.beda_hari", date);
    if (!field.warn_working_days) return;
    const int left = working_days_until(context.office, context.now, found.date);
    if (left < *field.warn_working_days)
        doubt(reading, "tanggal_mepet", "baca.tanggal.mepet",
              {{"hari", std::to_string(left)}, {"perlu", std::to_string(*field.warn_working_days)}});
}

}  // namespace

Reading read_date(const Field& field, std::string_view text, const ReadingContext& context) {
    const auto today = local_time(context.office, context.now).date;
    const auto all = calendar_tokens(text);
    const auto found = find_date(all, field, today);
    if (!found) return found.error();
    if (const auto phrase = broken_rule(field, *found, today)) return rejected(std::string{*phrase}, {{"tanggal", show_date(found->date)}});
    if (const auto least = earliest(field, context); least && sys_days{found->date} < sys_days{*least})
        return rejected("baca.tanggal.sebelum", {{"tanggal", show_date(found->date)}, {"paling_awal", show_date(*least)}});
    auto reading = accepted(iso(found->date), show_date(found->date));
    add_doubts(reading, *found, field, all, context);
    return reading;
}

}  // namespace flows::reading
