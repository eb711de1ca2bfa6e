#include "bot/alarms.hpp"
#include "bot/metrics_page.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <sstream>

using namespace system_tests;

namespace {

// The value in the line that begins with this; -1: there is no such line.
double value(const std::string& page, const std::string& line) {
    const std::size_t at = page.find("\n" + line + " ");
    return at == std::string::npos ? -1 : std::stod(page.substr(at + line.size() + 2));
}

// Every line is a comment or `name{labels} number`, and the name was introduced by a TYPE line.
bool well_formed(const std::string& page) {
    std::istringstream lines(page);
    std::string type;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# TYPE ")) type = line.substr(7, line.find(' ', 7) - 7);
        if (line.starts_with('#')) continue;
        const std::size_t blank = line.rfind(' ');
        if (type.empty() || !line.starts_with(type) || blank == std::string::npos) return false;
        double number = 0;
        const char* end = line.data() + line.size();
        if (std::from_chars(line.data() + blank + 1, end, number).ptr != end) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("a histogram is shown the way Prometheus reads it: running totals") {
    static constexpr std::array<std::uint64_t, 2> bounds{1'000, 2'000};
    bot::Histogram histogram(bounds);
    for (const std::uint64_t value : {500U, 1'500U, 1'500U, 9'000U}) histogram.add(value);
    bot::MetricsPage page;
    page.latency("x_seconds", "Help", histogram);
    CHECK(std::move(page).text() ==
          "# HELP sapa_x_seconds Help\n# TYPE sapa_x_seconds histogram\n"
          "sapa_x_seconds_bucket{le=\"0.001\"} 1\nsapa_x_seconds_bucket{le=\"0.002\"} 3\nsapa_x_seconds_bucket{le=\"+Inf\"} 4\n"
          "sapa_x_seconds_sum 0.012500\nsapa_x_seconds_count 4\n");
}

TEST_CASE("the page follows a message through its stages") {
    Running running;
    CHECK(well_formed(running.service().metrics()));
    CHECK_FALSE(well_formed("# TYPE sapa_a counter\nsapa_b 1\n"));  // the check can fail
    running.ask(phone(1), "halo");
    REQUIRE(running.wait_quiet());
    const std::string page = running.service().metrics();
    INFO(page);
    CHECK(well_formed(page));
    CHECK(value(page, "sapa_messages_total") == 1);
    CHECK(value(page, "sapa_received_to_committed_seconds_count") >= 1);
    CHECK(value(page, "sapa_commit_seconds_count") >= 2);
    CHECK(value(page, "sapa_commit_jobs_count") >= 2);
    CHECK(value(page, "sapa_committed_to_accepted_seconds_count") == 1);
    CHECK(value(page, "sapa_graph_round_trip_seconds_count") == 1);
    CHECK(value(page, "sapa_send_outcomes_total{kind=\"accepted\"}") == 1);
    CHECK(value(page, "sapa_outbox_rows{state=\"queued\"}") == 0);
    CHECK(value(page, "sapa_requests_rows{state=\"siap\"}") == 0);
    CHECK(value(page, "sapa_resident_memory_bytes") > 1'000'000);
    CHECK(value(page, "sapa_open_descriptors") > 5);
    CHECK(page.find("schema=\"2\"") != std::string::npos);
    CHECK(page.find(phone(1)) == std::string::npos);
}

TEST_CASE("an alarm that comes again and again is counted each time and written now and then") {
    using namespace std::chrono_literals;
    constexpr auto which = bot::Alarm::OutcomeNotWritten;
    const std::uint64_t before = bot::raised(which);
    const auto start = std::chrono::steady_clock::now();
    int written = 0;
    for (int i = 0; i < 100; ++i) written += bot::raise(which, start + i * 1ms) ? 1 : 0;
    CHECK(written == 5);
    CHECK(bot::raised(which) == before + 100);
    CHECK(bot::raise(which, start + 10s) == 95U);
    CHECK(bot::raise(which, start + 10s) == 0U);
}

TEST_CASE("an alarm is counted by its id") {
    Running running;
    const std::string line = "sapa_alarms_total{id=\"disk_low\"}";
    const double before = value(running.service().metrics(), line);
    bot::log::alarm(bot::Alarm::DiskLow, "free_mib={}", 1);
    CHECK(value(running.service().metrics(), line) == before + 1);
}
