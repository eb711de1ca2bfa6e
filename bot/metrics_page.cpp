#include "bot/metrics_page.hpp"

#include <fmt/format.h>

#include <iterator>

namespace bot {

void MetricsPage::family(std::string_view name, std::string_view kind, std::string_view help) {
    fmt::format_to(std::back_inserter(text_), "# HELP sapa_{0} {1}\n# TYPE sapa_{0} {2}\n", name, help, kind);
}

void MetricsPage::line(std::string_view name, std::string_view labels, std::uint64_t value) {
    fmt::format_to(std::back_inserter(text_), "sapa_{}{{{}}} {}\n", name, labels, value);
}

void MetricsPage::single(std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value) {
    family(name, kind, help);
    fmt::format_to(std::back_inserter(text_), "sapa_{} {}\n", name, value);
}

void MetricsPage::counter(std::string_view name, std::string_view help, std::uint64_t value) { single(name, "counter", help, value); }

void MetricsPage::gauge(std::string_view name, std::string_view help, std::uint64_t value) { single(name, "gauge", help, value); }

void MetricsPage::latency(std::string_view name, std::string_view help, const Histogram& histogram_) {
    constexpr double microsecond = 1e-6;
    histogram(name, help, histogram_, microsecond);
}

void MetricsPage::sizes(std::string_view name, std::string_view help, const Histogram& histogram_) { histogram(name, help, histogram_, 1); }

// A bucket holds all that is not above its bound; the count is what the buckets say, so that the two agree whatever happens meanwhile.
void MetricsPage::histogram(std::string_view name, std::string_view help, const Histogram& counted, double unit) {
    family(name, "histogram", help);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counted.bounds().size(); ++i) {
        total += counted.count(i);
        line(fmt::format("{}_bucket", name), fmt::format("le=\"{:.6g}\"", static_cast<double>(counted.bounds()[i]) * unit), total);
    }
    total += counted.count(counted.bounds().size());
    line(fmt::format("{}_bucket", name), "le=\"+Inf\"", total);
    fmt::format_to(std::back_inserter(text_), "sapa_{0}_sum {1:.6f}\nsapa_{0}_count {2}\n", name, static_cast<double>(counted.sum()) * unit,
                   total);
}

}  // namespace bot
