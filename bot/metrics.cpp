#include "bot/metrics.hpp"

#include "bot/alarms.hpp"
#include "bot/metrics_page.hpp"
#include "storage/sqlite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace bot {
namespace {

void add_inbound(MetricsPage& page, const Counters& count, const webhooks::ListenerCounters& listener) {
    page.counter("http_connections_total", "Connections to the public listener", listener.connections);
    page.counter("http_requests_total", "Requests to the public listener", listener.requests);
    page.counter("http_bad_signature_total", "Requests whose signature did not hold", listener.bad_signature);
    page.counter("http_refused_total", "Requests refused for their form", listener.refused);
    page.counter("http_accepted_total", "Deliveries answered 200 after the commit", listener.answered_200);
    page.counter("http_try_later_total", "Deliveries answered 503", listener.answered_503);
    page.counter("messages_total", "Messages of citizens handled", count.messages);
    page.counter("duplicates_total", "Redelivered events without a second effect", count.duplicates);
    page.counter("statuses_total", "Delivery statuses merged", count.statuses);
    page.counter("foreign_total", "Events for another phone number id", count.foreign);
    page.counter("quarantined_total", "Events kept for an operator", count.quarantined);
    page.counter("address_changes_total", "Citizens with a new number or user id", count.address_changes);
    page.counter("account_alerts_total", "Warnings of WhatsApp about the account", count.alerts);
    page.counter("not_committed_total", "Events that the database did not take", count.not_committed);
    page.counter("refused_for_room_total", "Deliveries put off because the disk is full", count.refused_for_room);
}

void add_outbound(MetricsPage& page, const Counters& count) {
    page.counter("sent_total", "Messages that WhatsApp accepted", count.sent);
    page.counter("templates_total", "Of these tries, as a template outside the window", count.templates);
    page.counter("retried_total", "Attempts put off", count.retried);
    page.counter("uncertain_total", "Attempts without an answer", count.uncertain);
    page.counter("parked_total", "Messages given up, shown to a clerk", count.parked);
    page.counter("expired_total", "Messages whose 24 hours were over", count.expired);
    page.counter("failed_after_sending_total", "Messages that WhatsApp could not deliver", count.failed_after_sending);
    page.counter("throttled_total", "Times WhatsApp asked for a slower pace", count.throttled);
    page.counter("breaker_opened_total", "Times sending paused because WhatsApp was out of reach", count.breaker_opened);
    page.counter("attachments_stored_total", "Files kept", count.attachments_stored);
    page.counter("attachments_refused_total", "Files that could not be used", count.attachments_refused);
    page.counter("attachments_postponed_total", "Downloads put off", count.attachments_postponed);
    page.counter("reminders_total", "Reminders of a draft", count.reminders);
    page.counter("drafts_forgotten_total", "Citizens whose old drafts were dropped", count.drafts_forgotten);
    page.counter("requests_expired_total", "Returned requests that waited too long", count.requests_expired);
}

// In the order of SendOutcome::Kind.
constexpr std::array<std::string_view, Counters::outcome_kinds> outcome_names{
    "accepted", "not_sent", "temporary", "throttled_number", "throttled_pair", "halt", "window_closed", "rejected", "unknown"};

void add_labelled(MetricsPage& page, const Counters& count) {
    page.family("send_outcomes_total", "counter", "Attempts to send, by what became of them");
    for (std::size_t i = 0; i < outcome_names.size(); ++i)
        page.line("send_outcomes_total", fmt::format("kind=\"{}\"", outcome_names[i]), count.outcomes[i]);
    page.family("alarms_total", "counter", "Alarms, by their id: see docs/operations.md");
    for (int i = 0; i < alarms; ++i)
        page.line("alarms_total", fmt::format("id=\"{}\"", id_of(static_cast<Alarm>(i))), raised(static_cast<Alarm>(i)));
}

void add_stages(MetricsPage& page, const Counters& count) {
    page.latency("received_to_committed_seconds", "From a delivery's last byte to its commit", count.received_to_committed);
    page.latency("commit_seconds", "One COMMIT, flush to disk included", count.commit);
    page.sizes("commit_jobs", "Jobs in one transaction", count.batch);
    page.latency("committed_to_accepted_seconds", "From a reply in the sender's hands to its acceptance", count.committed_to_accepted);
    page.latency("graph_round_trip_seconds", "One request to send, to WhatsApp and back", count.graph_round_trip);
}

std::int64_t age(const storage::Queue& queue, flows::TimePoint now) {
    if (!queue.oldest || *queue.oldest >= now) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(now - *queue.oldest).count();
}

void add_queue(MetricsPage& page, const Gauges& gauges, std::string_view name, std::string_view rows, std::string_view oldest) {
    const auto each = [&](std::string_view metric, std::string_view help, auto value) {
        page.family(metric, "gauge", help);
        for (const storage::Queue& queue : gauges.queues)
            if (queue.name == name) page.line(metric, fmt::format("state=\"{}\"", queue.state), static_cast<std::uint64_t>(value(queue)));
    };
    each(rows, "What waits in the database, as of the page before", [](const storage::Queue& queue) { return queue.rows; });
    each(oldest, "How long the oldest of them has waited", [&](const storage::Queue& queue) { return age(queue, gauges.now); });
}

void add_queues(MetricsPage& page, const Gauges& gauges) {
    add_queue(page, gauges, "outbox", "outbox_rows", "outbox_oldest_seconds");
    add_queue(page, gauges, "requests", "requests_rows", "requests_oldest_seconds");
    add_queue(page, gauges, "attachments", "attachments_rows", "attachments_oldest_seconds");
    add_queue(page, gauges, "calls", "calls_rows", "calls_oldest_seconds");
}

void add_process(MetricsPage& page, const Gauges& gauges) {
    page.gauge("resident_memory_bytes", "Memory of the process", gauges.process.resident_bytes);
    page.gauge("open_descriptors", "Files and sockets of the process", gauges.process.descriptors);
    page.family("build_info", "gauge", "Always 1: what runs here");
    page.line("build_info",
              fmt::format("version=\"{}\",schema=\"{}\",sqlite=\"{}\"", SAPA_VERSION, gauges.schema, storage::sqlite::library_version()),
              1);
}

void add_gauges(MetricsPage& page, const Gauges& gauges) {
    page.gauge("sender_waiting", "Messages in the sender's memory", gauges.sender_waiting);
    page.gauge("graph_in_flight", "Requests to WhatsApp under way", gauges.graph_in_flight);
    page.gauge("writer_waiting", "Jobs that wait for the database", gauges.writer_waiting);
    page.gauge("writer_backlog_seconds", "Since when the database always had something to do",
               static_cast<std::uint64_t>(gauges.writer_backlog.count()));
    page.gauge("breaker_open", "1 while nothing is sent because WhatsApp is out of reach",
               gauges.breaker == Breaker::State::Closed ? 0 : 1);
    page.gauge("disk_free_bytes", "Room left where the data lie", gauges.disk_free);
}

}  // namespace

std::string metrics_page(const Counters& count, const webhooks::ListenerCounters& listener, const Gauges& gauges) {
    MetricsPage page;
    add_inbound(page, count, listener);
    add_outbound(page, count);
    add_labelled(page, count);
    add_stages(page, count);
    add_gauges(page, gauges);
    add_queues(page, gauges);
    add_process(page, gauges);
    return std::move(page).text();
}

}  // namespace bot
