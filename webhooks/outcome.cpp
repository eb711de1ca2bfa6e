#include "webhooks/outcome.hpp"

#include "flows/utf8.hpp"
#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace webhooks {

namespace {

using Kind = SendOutcome::Kind;

struct Rule {
    int first, last;
    Kind kind;
    int retry_after = 0;
};

constexpr int an_hour = 3'600;

// The error table of the Cloud API, by code. What is not here is permanent, unless the HTTP status says otherwise.
constexpr auto rules = std::to_array<Rule>({
    {0, 0, Kind::Halt},                                // authentication
    {1, 2, Kind::Temporary},                           // unknown, service down
    {3, 3, Kind::Halt},                                // capability missing
    {4, 4, Kind::ThrottledNumber},                     // calls of the app
    {10, 10, Kind::Halt},                              // permission
    {33, 33, Kind::Rejected},                          // object gone or not ours
    {100, 100, Kind::Rejected},                        // bad parameter
    {190, 190, Kind::Halt},                            // token expired
    {200, 299, Kind::Halt},                            // permission
    {368, 368, Kind::Halt},                            // account restricted
    {80007, 80007, Kind::ThrottledNumber},             // account's rate
    {130429, 130429, Kind::ThrottledNumber},           // number's rate
    {130472, 130472, Kind::Rejected},                  // citizen is in an experiment
    {130497, 130497, Kind::Halt},                      // country restriction
    {131000, 131000, Kind::Temporary},                 // something went wrong
    {131005, 131005, Kind::Halt},                      // permission
    {131008, 131009, Kind::Rejected},                  // parameter missing, wrong
    {131016, 131016, Kind::Temporary},                 // overloaded
    {131021, 131021, Kind::Rejected},                  // to ourselves
    {131026, 131026, Kind::Rejected},                  // undeliverable
    {131030, 131030, Kind::Rejected},                  // not on the list of test numbers
    {131031, 131031, Kind::Halt},                      // account locked
    {131037, 131037, Kind::Halt},                      // display name not approved
    {131042, 131042, Kind::Halt},                      // payment
    {131044, 131045, Kind::Halt},                      // credit, registration
    {131047, 131047, Kind::WindowClosed},              // more than 24 hours
    {131048, 131048, Kind::ThrottledNumber, an_hour},  // spam limit
    {131049, 131052, Kind::Rejected},                  // marketing limit, opt-out, type, inbound media
    {131053, 131053, Kind::Temporary},                 // media could not be fetched or uploaded
    {131056, 131056, Kind::ThrottledPair},             // this citizen's rate
    {131057, 131057, Kind::Temporary},                 // maintenance
    {131062, 131062, Kind::Rejected},                  // needs a phone number
    {131064, 131064, Kind::ThrottledNumber, an_hour},  // messaging limit
    {132000, 132999, Kind::Rejected},                  // templates, flows
    {133004, 133004, Kind::Temporary},                 // server unavailable
    {133010, 133010, Kind::Halt},                      // number not registered
    {133016, 133016, Kind::ThrottledNumber, an_hour},  // too many registrations
    {135000, 135000, Kind::Rejected},                  // generic, bad request
    {137000, 137000, Kind::Rejected},                  // identity changed
});

std::optional<Rule> rule_of(int code) {
    const auto found = std::ranges::find_if(rules, [code](const Rule& rule) { return rule.first <= code && code <= rule.last; });
    if (found == rules.end()) return std::nullopt;
    return *found;
}

Kind by_http_status(int status, Kind otherwise) {
    if (status == 429) return Kind::ThrottledNumber;
    if (status >= 500) return Kind::Temporary;
    return otherwise;
}

// Error texts are for the log: digits that could be somebody's number go, and so does whatever could break a line.
std::string harmless(std::string_view text) {
    std::string clean;
    std::size_t digits = 0;
    for (const char c : flows::cut_bytes(text, limits::title_bytes)) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits == 8) clean.replace(clean.size() - 7, 7, "#");
        if (digits < 8) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
    return clean;
}

SendOutcome failed(int status, const boost::json::object& error) {
    SendOutcome outcome;
    const auto code = number_at(error, "code");
    if (!code) {
        outcome.kind = by_http_status(status, Kind::Temporary);
        outcome.error = fmt::format("HTTP {}, an error without a code", status);
        return outcome;
    }
    outcome.code = static_cast<int>(std::clamp<std::int64_t>(*code, -1, 999'999'999));
    const auto rule = rule_of(outcome.code);
    const auto* transient = error.if_contains("is_transient");
    const bool temporary = transient && transient->is_bool() && transient->get_bool();
    outcome.kind = rule ? rule->kind : by_http_status(status, temporary ? Kind::Temporary : Kind::Rejected);
    outcome.retry_after_seconds = rule ? rule->retry_after : 0;
    outcome.error = fmt::format("{} {}", outcome.code, harmless(string_at(error, "message")));
    const auto trace = string_at(error, "fbtrace_id");
    if (!trace.empty()) outcome.error += fmt::format(" (fbtrace_id {})", harmless(trace));
    return outcome;
}

SendOutcome succeeded(const boost::json::object& answer) {
    SendOutcome outcome;
    const auto* messages = array_at(answer, "messages");
    const auto* first = messages && !messages->empty() ? messages->front().if_object() : nullptr;
    if (first) outcome.message_id = string_at(*first, "id");
    outcome.kind = outcome.message_id.empty() ? Kind::Unknown : Kind::Accepted;
    if (outcome.message_id.empty()) outcome.error = "accepted without a message id";
    return outcome;
}

}  // namespace

SendOutcome classify(int http_status, std::string_view body) {
    const bool ok = http_status >= 200 && http_status < 300;
    Document document(body);
    const auto* answer = document.object();
    if (answer) {
        if (const auto* error = object_at(*answer, "error")) return failed(http_status, *error);
        if (ok) return succeeded(*answer);
    }
    SendOutcome outcome;
    outcome.kind = ok ? Kind::Unknown : by_http_status(http_status, Kind::Temporary);
    outcome.error = fmt::format("HTTP {}, an answer that cannot be read", http_status);
    return outcome;
}

SendOutcome::Kind classify_code(int error_code) {
    const auto rule = rule_of(error_code);
    return rule ? rule->kind : Kind::Rejected;
}

}  // namespace webhooks
