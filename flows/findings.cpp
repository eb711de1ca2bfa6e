#include "flows/findings.hpp"

#include <algorithm>
#include <tuple>

namespace flows {

namespace {

Diagnostics in_order(Diagnostics diagnostics) {
    const auto key = [](const Diagnostic& d) { return std::tie(d.file, d.line, d.column, d.message); };
    std::ranges::sort(diagnostics, {}, key);
    const auto repeated = std::ranges::unique(diagnostics, {}, key);
    diagnostics.erase(repeated.begin(), repeated.end());
    return diagnostics;
}

}  // namespace

void Findings::mistake(const Place& at, std::string message) { mistakes_.push_back({at.file, at.line, at.column, std::move(message)}); }

void Findings::advise(const Place& at, std::string message) { advice_.push_back({at.file, at.line, at.column, std::move(message)}); }

void Findings::remember(const std::string& path, const Place& at) { places_.insert_or_assign(path, at); }

Place Findings::place(std::string_view path) const {
    for (;;) {
        if (const auto found = places_.find(path); found != places_.end()) return found->second;
        const auto bar = path.rfind('|');
        if (bar == std::string_view::npos) return {std::string{path}, 0, 0};
        path = path.substr(0, bar);
    }
}

Diagnostics Findings::mistakes() const { return in_order(mistakes_); }
Diagnostics Findings::advice() const { return in_order(advice_); }

}  // namespace flows
