// A time of day. Without pagi, siang, sore, malam the hours are those of a clock of 24, as they were typed.
#include "flows/office_time.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace flows::reading {
namespace {

constexpr int minutes_of_a_day = 24 * 60;
constexpr int quarter = 15;

enum class Part { None, Morning, Noon, Afternoon, Night, Am, Pm };

std::optional<Part> part_of(std::string_view word) {
    if (one_of(word, {"pagi", "subuh", "dini", "pg", "pagikah", "isuk"})) return Part::Morning;
    if (one_of(word, {"siang", "tengahari", "awan"})) return Part::Noon;
    if (one_of(word, {"sore", "petang", "sorean"})) return Part::Afternoon;
    if (one_of(word, {"malam", "mlm", "malem", "mlam", "bengi"})) return Part::Night;
    if (word == "am") return Part::Am;
    if (word == "pm") return Part::Pm;
    return std::nullopt;
}

bool is_silent(std::string_view word) {
    return is_filler(word) || one_of(word, {"jam",  "pukul", "pkl",   "jm",  "wib",    "wita",     "wit",          "sekitar", "kira",
                                            "hari", "tadi",  "tepat", "pas", "di",     "pada",     "waktu",        "lahir",   "meninggal",
                                            "an",   "menit", "mnt",   "nya", "kurleb", "lahirnya", "meninggalnya", "kemarin", "semalam"});
}

// "7 lewat 10", "setengah 8", "14.30".
struct Spoken {
    std::vector<int> numbers;
    Part part = Part::None;
    bool half = false, to = false, past = false, quarter = false, unknown = false, two_parts = false;
};

Spoken listen(const Tokens& all) {
    Spoken spoken;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& word = all[i].text;
        const auto next = i + 1 < all.size() ? std::string_view{all[i + 1].text} : std::string_view{};
        if (all[i].number) {
            spoken.numbers.push_back(value_of(all[i]).value_or(-1));
        } else if (const auto part = part_of(word)) {
            spoken.two_parts = spoken.two_parts || (spoken.part != Part::None && spoken.part != *part);
            spoken.part = *part;
        } else if (word == "setengah") {
            spoken.half = true;
        } else if (word == "seperempat") {
            spoken.quarter = true;
        } else if ((word == "kurang" && next == "lebih") || (word == "lebih" && next == "kurang")) {
            ++i;
        } else if (word == "kurang") {
            spoken.to = true;
        } else if (one_of(word, {"lewat", "lebih", "lwt"})) {
            spoken.past = true;
        } else if (!is_silent(word)) {
            spoken.unknown = true;
        }
    }
    return spoken;
}

// The hour on a clock of 24; nothing where hour and part of the day contradict each other.
std::optional<int> hour_of(int hour, Part part) {
    if (hour < 0 || hour > 24) return std::nullopt;
    if (hour == 24) return part == Part::None || part == Part::Night ? std::optional{0} : std::nullopt;
    switch (part) {
        case Part::None:
            return hour;
        case Part::Morning:
        case Part::Am:
            return hour > 12 ? std::nullopt : std::optional{hour % 12};
        case Part::Noon:
            return hour >= 1 && hour <= 6 ? hour + 12 : hour >= 9 && hour <= 18 ? std::optional{hour} : std::nullopt;
        case Part::Afternoon:
            return hour >= 1 && hour <= 7 ? hour + 12 : hour >= 13 && hour <= 19 ? std::optional{hour} : std::nullopt;
        case Part::Night:
            if (hour == 12) return 0;
            if (hour >= 5 && hour < 12) return hour + 12;
            return hour < 5 || hour >= 17 ? std::optional{hour} : std::nullopt;
        case Part::Pm:
            return hour > 12 ? hour : hour % 12 + 12;
    }
    return std::nullopt;
}

bool says(const Tokens& all, std::string_view first, std::string_view second) {
    return std::ranges::adjacent_find(all, [&](const Token& a, const Token& b) { return a.text == first && b.text == second; }) !=
           all.end();
}

// Four digits alone: "0430", "1430".
void split_glued(Tokens& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].number || all[i].spelled || all[i].text.size() != 4) continue;
        const auto digits = all[i].text;
        all[i].text = digits.substr(0, 2);
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, Token{digits.substr(2), true, false});
    }
}

std::optional<int> minute_of_day(const Spoken& spoken) {
    const auto& numbers = spoken.numbers;
    const auto hour = numbers.empty() ? std::nullopt : hour_of(numbers[0], spoken.part);
    if (!hour || spoken.unknown || spoken.two_parts || (spoken.to && spoken.past)) return std::nullopt;
    const std::size_t expected = (spoken.to || spoken.past) && !spoken.quarter ? 2 : 1;
    const bool clock = !spoken.half && !spoken.to && !spoken.past && !spoken.quarter && numbers.size() == 2;
    if (numbers.size() != expected && !clock) return std::nullopt;
    int minute = *hour * 60;
    if (spoken.half) minute -= 30;
    const int more = numbers.size() == 2 ? numbers[1] : spoken.quarter ? quarter : 0;
    if (more < 0 || more > 59 || (spoken.half && more != 0)) return std::nullopt;
    minute += spoken.to ? -more : more;
    return (minute + minutes_of_a_day) % minutes_of_a_day;
}

}  // namespace

Reading read_time(const Field& field, std::string_view text, const ReadingContext& context) {
    auto all = tokens(text);
    split_glued(all);
    auto spoken = listen(all);
    if (spoken.numbers.empty() && says(all, "tengah", "malam")) spoken = {{0}};
    if (spoken.numbers.empty() && says(all, "tengah", "hari")) spoken = {{12}};
    if (spoken.numbers.size() > 2) return rejected("baca.jam.satu_saja");
    const auto minute = minute_of_day(spoken);
    if (!minute) return rejected("baca.jam.tidak_terbaca", {example_of(field, "14.30 atau jam 2 siang")});
    return accepted(fmt::format("{:02}:{:02}", *minute / 60, *minute % 60),
                    fmt::format("{} {}", show_minute(*minute), context.office.zone));
}

}  // namespace flows::reading
