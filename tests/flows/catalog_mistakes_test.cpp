// Every mistake that an office can make, one at a time: catalog_mistakes/cases.txt.
#include "tests/flows/catalog_office.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

struct Change {
    std::string file, old, fresh;
};

struct Case {
    std::string name;
    std::vector<Change> changes;
    std::vector<std::string> mistakes, advice;
};

std::string joined(const std::string& text, const std::string& line) { return text.empty() ? line : text + '\n' + line; }

void read_line(Case& current, const std::string& line) {
    const std::string rest = line.size() > 2 ? line.substr(2) : "";
    if (line.front() == '@') current.changes.push_back({rest, "", ""});
    if (line.front() == '-') current.changes.back().old = joined(current.changes.back().old, rest);
    if (line.front() == '+') current.changes.back().fresh = joined(current.changes.back().fresh, rest);
    if (line.front() == '!') current.mistakes.push_back(rest);
    if (line.front() == '?') current.advice.push_back(rest);
}

// A case begins with a comment and ends with an empty line; comments at the head of the file are no case.
std::vector<Case> read_cases() {
    std::ifstream in{SAPA_SOURCE_DIR "/tests/flows/catalog_mistakes/cases.txt"};
    std::vector<Case> cases;
    Case current;
    const auto close = [&] {
        if (!current.changes.empty()) cases.push_back(current);
        current = {};
    };
    for (std::string line; std::getline(in, line);) {
        if (line.empty()) {
            close();
        } else if (line.front() == '#') {
            current.name = line.substr(1);
        } else {
            read_line(current, line);
        }
    }
    close();
    return cases;
}

void check(const std::vector<std::string>& expected, const flows::Diagnostics& found) {
    INFO("reported:\n" << tests::listed(found));
    REQUIRE(found.size() == expected.size());
    for (const auto& wanted : expected) {
        INFO("expected: " << wanted);
        bool there = false;
        for (const auto& diagnostic : found) there = there || to_string(diagnostic).starts_with(wanted);
        CHECK(there);
    }
}

}  // namespace

TEST_CASE("every mistake of an office's file is told with its place, and nothing else is") {
    const auto cases = read_cases();
    REQUIRE(cases.size() > 60);
    for (const auto& one : cases) {
        DYNAMIC_SECTION(one.name) {
            tests::OfficeCopy office;
            for (const auto& change : one.changes) {
                if (change.old.empty()) {
                    office.remove(change.file);
                } else {
                    office.replace(change.file, change.old, change.fresh);
                }
            }
            const auto loaded = office.load();
            check(one.mistakes, loaded.mistakes);
            if (one.mistakes.empty() || !one.advice.empty()) check(one.advice, loaded.advice);
            CHECK((loaded.catalog == nullptr) == !one.mistakes.empty());
        }
    }
}
