#include "flows/reading/calendar.hpp"

#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace flows::reading {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;

constexpr std::size_t typo_letters_least = 5;
constexpr std::size_t long_word_letters = 8;

constexpr auto months = std::to_array<std::pair<std::string_view, unsigned>>(
    {{"januari", 1},   {"jan", 1},     {"january", 1},   {"jenuari", 1},   {"februari", 2}, {"pebruari", 2}, {"feb", 2},       {"peb", 2},
     {"february", 2},  {"febuari", 2}, {"maret", 3},     {"mar", 3},       {"mrt", 3},      {"march", 3},    {"mac", 3},       {"april", 4},
     {"apr", 4},       {"mei", 5},     {"may", 5},       {"juni", 6},      {"jun", 6},      {"june", 6},     {"juli", 7},      {"jul", 7},
     {"july", 7},      {"julai", 7},   {"agustus", 8},   {"agt", 8},       {"agu", 8},      {"ags", 8},      {"agus", 8},      {"agst", 8},
     {"aug", 8},       {"august", 8},  {"ogos", 8},      {"september", 9}, {"sept", 9},     {"sep", 9},      {"oktober", 10},  {"okt", 10},
     {"october", 10},  {"oct", 10},    {"november", 11}, {"nopember", 11}, {"nov", 11},     {"nop", 11},     {"desember", 12}, {"des", 12},
     {"december", 12}, {"dec", 12},    {"disember", 12}, {"dis", 12}});

constexpr auto weekdays = std::to_array<std::pair<std::string_view, unsigned>>({{"minggu", 0},
                                                                                {"ahad", 0},
                                                                                {"senin", 1},
                                                                                {"senen", 1},
                                                                                {"isnin", 1},
                                                                                {"selasa", 2},
                                                                                {"slasa", 2},
                                                                                {"rabu", 3},
                                                                                {"rebo", 3},
                                                                                {"kamis", 4},
                                                                                {"kemis", 4},
                                                                                {"khamis", 4},
                                                                                {"jumat", 5},
                                                                                {"jumaat", 5},
                                                                                {"jmt", 5},
                                                                                {"sabtu", 6},
                                                                                {"saptu", 6},
                                                                                {"sabtuh", 6}});

struct Words {
    const Tokens& all;

    bool has(std::initializer_list<std::string_view> set) const {
        return std::ranges::any_of(all, [&](const Token& t) { return one_of(t.text, set); });
    }
    std::optional<int> number_before(std::initializer_list<std::string_view> set) const {
        for (std::size_t i = 1; i < all.size(); ++i)
            if (one_of(all[i].text, set) && all[i - 1].number) return value_of(all[i - 1]);
        return std::nullopt;
    }
    bool past() const {
        return has({"lalu", "lepas", "kemarin", "kemaren", "kmrn", "kmarin", "kemren", "tadi", "td", "tdi", "barusan", "sudah", "silam"});
    }
    bool coming() const { return has({"depan", "besok", "bsk", "esok", "nanti", "nnti", "lagi", "mendatang", "datang"}); }
};

ToldDay sure(sys_days day) { return {ToldDay::Kind::Sure, day}; }
ToldDay unclear() { return {ToldDay::Kind::Unclear, {}}; }

// "3 hari yang lalu", "seminggu lagi"
std::optional<ToldDay> counted(const Words& words, sys_days today) {
    auto distance = words.number_before({"hari", "hr"});
    if (!distance && words.has({"sehari"})) distance = 1;
    const auto weeks = words.number_before({"minggu", "mgg"});
    if (!distance && weeks) distance = *weeks * 7;
    if (!distance && words.has({"seminggu"})) distance = 7;
    if (!distance) return std::nullopt;
    if (*distance > 3660 || words.past() == words.coming()) return unclear();
    return sure(words.past() ? today - days{*distance} : today + days{*distance});
}

// "senin lalu", "jumat depan", "hari senin", "kamis malam jumat"
std::optional<ToldDay> on_weekday(const Words& words, sys_days today, DateRule rule) {
    const auto said = said_weekdays(words.all);
    if (said.empty()) return std::nullopt;
    const auto day = said.front().day;
    if (said.back().maybe_week || std::ranges::any_of(said, [&](const SaidWeekday& s) { return s.day != day; })) return unclear();
    const bool past = words.past() || (!words.coming() && rule == DateRule::Past);
    const bool coming = words.coming() || (!words.past() && rule == DateRule::Future);
    if (past == coming) return unclear();
    const auto back = (weekday{today} - day).count();
    const auto ahead = (day - weekday{today}).count();
    const bool certain = std::ranges::any_of(said, [](const SaidWeekday& s) { return !s.evening_before; });
    const auto date = past ? today - days{back == 0 ? 7 : back} : today + days{ahead == 0 ? 7 : ahead};
    return ToldDay{certain ? ToldDay::Kind::Sure : ToldDay::Kind::Doubtful, date};
}

}  // namespace

std::optional<unsigned> month_of(std::string_view word) {
    for (const auto& [name, month] : months)
        if (name == word) return month;
    if (word.size() < typo_letters_least) return std::nullopt;
    for (const auto& [name, month] : months) {
        const int most = name.size() >= long_word_letters ? 2 : 1;
        if (name.size() >= typo_letters_least && distance(word, name, most) <= most) return month;
    }
    return std::nullopt;
}

std::optional<weekday> weekday_of(std::string_view word) {
    const auto found = std::ranges::find(weekdays, word, &std::pair<std::string_view, unsigned>::first);
    if (found == weekdays.end()) return std::nullopt;
    return weekday{found->second};
}

std::vector<SaidWeekday> said_weekdays(const Tokens& all) {
    std::vector<SaidWeekday> result;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto found = weekday_of(all[i].text);
        if (!found) continue;
        const std::string_view before = i > 0 ? std::string_view{all[i - 1].text} : std::string_view{};
        if (one_of(before, {"malam", "mlm", "malem"}))
            result.push_back({*found - days{1}, true, false});
        else
            result.push_back({*found, false, all[i].text == "minggu" && before != "hari"});
    }
    return result;
}

Tokens calendar_tokens(std::string_view text) {
    auto all = tokens(text);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i].text != "jum" || all[i + 1].text != "at") continue;
        all[i].text = "jumat";
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return all;
}

ToldDay told_day(const Tokens& all, std::chrono::year_month_day today_date, DateRule rule) {
    const Words words{all};
    const sys_days today{today_date};
    if (const auto day = counted(words, today)) return *day;
    if (const auto day = on_weekday(words, today, rule)) return *day;
    if (words.has({"seminggu", "sebulan", "setahun", "bulan", "tahun", "thn", "bln"})) return {};
    const bool night = words.has({"malam", "mlm", "malem"});
    if (words.has({"lusa"})) return words.past() ? sure(today - days{2}) : sure(today + days{2});
    if (words.has({"kemarin", "kemaren", "kmrn", "kmarin", "kemren", "semalam", "smlm", "semalem"})) {
        if (words.has({"dulu", "dulunya", "dl"})) return sure(today - days{2});
        const bool last_night = words.has({"semalam", "smlm", "semalem"});
        return {last_night ? ToldDay::Kind::Doubtful : ToldDay::Kind::Sure, today - days{1}};
    }
    if (night && words.has({"tadi", "td", "tdi"})) return {ToldDay::Kind::Doubtful, today - days{1}};
    if (words.has({"besok", "bsk", "esok", "bsok"})) return sure(today + days{1});
    const bool part_of_today = words.has({"pagi", "siang", "sore", "malam", "subuh"}) && words.has({"ini", "nanti"});
    const bool just_now =
        words.has({"barusan", "brusan", "tadi", "td", "tdi", "sekarang"}) || (words.has({"baru"}) && words.has({"saja", "aja"}));
    if (part_of_today || just_now || (words.has({"hari"}) && words.has({"ini", "ni"}))) return sure(today);
    return {};
}

}  // namespace flows::reading
