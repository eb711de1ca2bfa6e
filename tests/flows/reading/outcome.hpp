// Readings as one line, so that tables of cases stay readable: "value", "? doubts: value", "! phrase".
#pragma once
#include "flows/office_time.hpp"
#include "flows/reading/phrases.hpp"
#include "flows/reading/reading.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace flows::test {

struct Case {
    std::string text;
    std::string expected;
};

inline Office office() {
    Office office;
    office.code = "DABO";
    for (int day = 1; day <= 4; ++day) office.hours[day] = {8 * 60, 16 * 60, 12 * 60, 13 * 60};
    office.hours[5] = {8 * 60, 16 * 60 + 30, 11 * 60 + 30, 13 * 60};
    return office;
}

inline std::chrono::year_month_day date(int year, unsigned month, unsigned day) {
    return {std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

// Wednesday 25 November 2026, 10.00 WIB
inline TimePoint wednesday() { return to_utc(office(), date(2026, 11, 25), 10 * 60); }

inline Field field(FieldType type, std::string code = "isian") {
    Field result;
    result.code = std::move(code);
    result.type = type;
    return result;
}

// Every sentence must be known, and its placeholders filled, no more and no less.
inline void check_phrase(const Reading& reading) {
    const auto spec = std::ranges::find(reading_phrases, reading.phrase, &PhraseSpec::key);
    INFO("phrase " << reading.phrase);
    REQUIRE(spec != std::end(reading_phrases));
    std::istringstream wanted{std::string{spec->placeholders}};
    std::set<std::string> names{std::istream_iterator<std::string>{wanted}, {}};
    std::set<std::string> given;
    for (const auto& [name, value] : reading.details) given.insert(name);
    CHECK(given == names);
}

inline std::string outcome(const Reading& reading) {
    if (reading.kind == Reading::Kind::Accepted) {
        CHECK(reading.phrase.empty());
        CHECK(reading.answer.doubts.empty());
        return reading.answer.value;
    }
    check_phrase(reading);
    if (reading.kind == Reading::Kind::Rejected) return "! " + reading.phrase.substr(5);
    CHECK_FALSE(reading.answer.doubts.empty());
    std::string line = "?";
    for (const auto& doubt : reading.answer.doubts) line += " " + doubt;
    return line + ": " + reading.answer.value;
}

inline Reading read(const Field& field, const std::string& text, const Answers& answers = {}, TimePoint now = wednesday()) {
    const auto here = office();
    return read_answer(field, text, {here, answers, now});
}

inline void check(const Field& field, const Case& example, const Answers& answers = {}) {
    INFO("text: " << example.text);
    CHECK(outcome(read(field, example.text, answers)) == example.expected);
}

inline std::string shown(const Field& field, const std::string& text) { return read(field, text).answer.shown; }

}  // namespace flows::test
