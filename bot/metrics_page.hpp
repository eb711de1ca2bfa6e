// Prometheus' text format, one metric after the other.
#pragma once
#include "bot/histogram.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bot {

class MetricsPage {
public:
    // `name` without the `sapa_` that all of them bear.
    void counter(std::string_view name, std::string_view help, std::uint64_t value);
    void gauge(std::string_view name, std::string_view help, std::uint64_t value);
    void latency(std::string_view name, std::string_view help, const Histogram&);  // of microseconds, shown in seconds
    void sizes(std::string_view name, std::string_view help, const Histogram&);
    // The head of a metric with labels, then its lines.
    void family(std::string_view name, std::string_view kind, std::string_view help);
    void line(std::string_view name, std::string_view labels, std::uint64_t value);

    std::string text() && { return std::move(text_); }

private:
    void single(std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value);
    void histogram(std::string_view name, std::string_view help, const Histogram&, double unit);
    std::string text_;
};

}  // namespace bot
