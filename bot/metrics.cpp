#include "bot/metrics.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace bot {
namespace {

struct Page {
    std::string text;

    void add(std::string_view kind, std::string_view name, std::string_view help, std::uint64_t value) {
        fmt::format_to(std::back_inserter(text), "# HELP sapa_{0} {1}\n# TYPE sapa_{0} {2}\nsapa_{0} {3}\n", name, help, kind, value);
    }
    void counter(std::string_view name, std::string_view help, std::uint64_t value) { add("counter", name, help, value); }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value) { add("gauge", name, help, value); }
    void queue(std::string_view state, std::int64_t rows) {
        fmt::format_to(std::back_inserter(text), "sapa_outbox_rows{{state=\"{}\"}} {}\n", state, rows);
    }
};

void add_inbound(Page& page, const Counters& count, const webhooks::ListenerCounters& listener) {
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
}

void add_outbound(Page& page, const Counters& count) {
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

void add_gauges(Page& page, const Gauges& gauges) {
    page.gauge("sender_waiting", "Messages in the sender's memory", gauges.sender_waiting);
    page.gauge("graph_in_flight", "Requests to WhatsApp under way", gauges.graph_in_flight);
    page.gauge("writer_waiting", "Jobs that wait for the database", gauges.writer_waiting);
    page.gauge("breaker_open", "1 while nothing is sent because WhatsApp is out of reach",
               gauges.breaker == Breaker::State::Closed ? 0 : 1);
    page.gauge("disk_free_bytes", "Room left where the data lie", gauges.disk_free);
    page.text += "# HELP sapa_outbox_rows Messages by state, as of the page before\n# TYPE sapa_outbox_rows gauge\n";
    page.queue("queued", gauges.outbox.queued);
    page.queue("leased", gauges.outbox.leased);
    page.queue("uncertain", gauges.outbox.uncertain);
    page.queue("parked", gauges.outbox.parked);
    page.queue("expired", gauges.outbox.expired);
}

}  // namespace

std::string metrics_page(const Counters& count, const webhooks::ListenerCounters& listener, const Gauges& gauges) {
    Page page;
    add_inbound(page, count, listener);
    add_outbound(page, count);
    add_gauges(page, gauges);
    return std::move(page.text);
}

}  // namespace bot
