// Accepted answers of one draft or request.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace flows {

struct Answer {
    std::string value;                // canonical: what conditions compare and letters use ("2026-11-22", "kesehatan", "003/002")
    std::string shown;                // as people read it ("22 November 2026", "Berobat", "RT 003/RW 002")
    std::vector<std::string> doubts;  // codes of warnings the citizen confirmed; a clerk should look (see flows/reading/reading.hpp)

    bool operator==(const Answer&) const = default;
};

using Answers = std::map<std::string, Answer, std::less<>>;  // field code → answer

}  // namespace flows
