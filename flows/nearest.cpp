#include "flows/nearest.hpp"

#include "flows/text.hpp"

#include <fmt/format.h>

namespace flows {

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const int most = word.size() < 4 ? 1 : word.size() < 8 ? 2 : 3;
    std::string best;
    int best_distance = most + 1;
    for (const auto& candidate : candidates) {
        const int found = distance(word, candidate, most);
        if (found < best_distance) {
            best = candidate;
            best_distance = found;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto best = nearest(word, candidates);
    return best.empty() ? "" : fmt::format(", maksud Anda `{}`?", best);
}

}  // namespace flows
