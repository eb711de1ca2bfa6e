#include "tests/bench/load/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bench {

void Latencies::add(Clock::duration time) {
    microseconds_.push_back(static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(time).count()));
}

double Latencies::milliseconds_at(double share) {
    if (microseconds_.empty()) return 0;
    const auto place = std::min(microseconds_.size() - 1, static_cast<std::size_t>(static_cast<double>(microseconds_.size()) * share));
    const auto found = microseconds_.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(microseconds_.begin(), found, microseconds_.end());
    return *found / 1000.0;
}

void Record::set(std::string name, double value, int decimals) {
    values_.emplace_back(std::move(name), fmt::format("{:.{}f}", value, decimals));
}

void Record::set(std::string name, std::uint64_t value) { values_.emplace_back(std::move(name), fmt::to_string(value)); }

std::string Record::json() const {
    std::string text;
    for (const auto& [name, value] : values_) text += fmt::format("{}\"{}\":{}", text.empty() ? "{" : ",", name, value);
    return text + "}";
}

std::string Record::lines() const {
    std::string text;
    for (const auto& [name, value] : values_) text += fmt::format("{:<22}{:>14}\n", name, value);
    return text;
}

void set_latencies(Record& record, const std::string& name, Latencies& latencies) {
    for (const auto& [suffix, share] : {std::pair{"p50", 0.5}, std::pair{"p90", 0.9}, std::pair{"p99", 0.99}, std::pair{"max", 1.0}})
        record.set(fmt::format("{}_{}_ms", name, suffix), latencies.milliseconds_at(share));
}

}  // namespace bench
