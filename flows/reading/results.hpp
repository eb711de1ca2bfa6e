// Short ways to say what became of an answer.
#pragma once
#include "flows/reading/reading.hpp"

#include <string>
#include <utility>

namespace flows::reading {

using Details = decltype(Reading::details);

inline Reading accepted(std::string value, std::string shown) {
    return {Reading::Kind::Accepted, Answer{std::move(value), std::move(shown), {}}, {}, {}};
}

inline Reading rejected(std::string phrase, Details details = {}) {
    return {Reading::Kind::Rejected, {}, std::move(phrase), std::move(details)};
}

// Turns an accepted reading into a doubtful one. The first doubt gives the sentence; every doubt is kept for the clerk.
inline void doubt(Reading& reading, std::string code, std::string phrase, Details details = {}) {
    if (reading.answer.doubts.empty()) {
        reading.kind = Reading::Kind::Doubtful;
        reading.phrase = std::move(phrase);
        reading.details = std::move(details);
    }
    reading.answer.doubts.push_back(std::move(code));
}

// What the question shows as an example; `usual` where the office wrote none.
inline Details example_of(const Field& field, std::string usual) {
    return {{"contoh", field.example.empty() ? std::move(usual) : field.example}};
}

}  // namespace flows::reading
