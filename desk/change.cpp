#include "desk/change.hpp"

#include "desk/moments.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
#include "flows/notices.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <utility>
#include <variant>

namespace desk {
namespace json = boost::json;

namespace {

std::string body_of(const flows::Reply& reply) {
    if (const auto* text = std::get_if<flows::TextReply>(&reply.content)) return text->body;
    if (const auto* menu = std::get_if<flows::Menu>(&reply.content)) return menu->body;
    return std::get<flows::LocationPin>(reply.content).name;
}

}  // namespace

flows::TimePoint lease_end(const Desk& desk) { return desk.now + std::chrono::minutes{desk.catalog.office.claim_minutes}; }

std::optional<Refusal> held_by_colleague(const Desk& desk, const storage::Request& request) {
    if (request.claimed_by.empty() || request.claimed_by == desk.caller.name) return std::nullopt;
    const flows::TimePoint until = request.claimed_until.value_or(desk.now);
    json::object details;
    details["ticket"] = request.ticket;
    details["claimed_by"] = request.claimed_by;
    details["claimed_until"] = rfc3339(desk.catalog.office, until);
    return Refusal{
        Code::Taken,
        fmt::format("{} sedang dipegang {} sampai {} (sisa {} mnt). Hubungi {}, atau tunggu sampai bebas.", request.ticket,
                    inert(request.claimed_by), clock(desk.catalog.office, until), minutes_left(until, desk.now), inert(request.claimed_by)),
        json::serialize(details)};
}

void take_silently(Desk& desk, storage::Request& request) {
    storage::claim(desk.db, request.id, desk.caller.name, lease_end(desk), desk.now);
    if (request.status == flows::Status::Diterima) {
        storage::Change change;
        change.actor = desk.caller.name;
        change.action = "take";
        change.due_at = request.due_at;
        storage::change_status(desk.db, request.id, flows::Status::Diperiksa, change, desk.now);
        request.status = flows::Status::Diperiksa;
    }
    request.claimed_by = desk.caller.name;
    request.claimed_until = lease_end(desk);
}

Told tell(Desk& desk, flows::CitizenId citizen, const flows::Reply& reply, flows::TimePoint due) {
    flows::Reply notice = reply;
    notice.is_prompt = false;
    const bool at_once = due <= desk.now;
    storage::Enqueued enqueued = storage::enqueue(desk.db, citizen, notice, due, desk.now, at_once);
    if (enqueued.leased)
        desk.leased.push_back(*std::move(enqueued.leased));
    else
        desk.queued_later = true;
    return {enqueued.id, body_of(reply)};
}

Told tell_status(Desk& desk, const storage::Request& request, std::string_view refusal_sentence, flows::TimePoint due) {
    if (!request.citizen) return {};
    flows::OwnRequest own;
    own.ticket = request.ticket;
    own.service = request.service;
    own.status = request.status;
    own.subject = request.subject;
    own.submitted_at = request.submitted_at;
    own.due_at = request.due_at;
    own.wanted = request.wanted;
    own.reason = refusal_sentence;
    own.answers = request.answers;
    return tell(desk, *request.citizen, flows::status_notice(desk.catalog, own, desk.now), due);
}

Refusal wrong_state(const Desk&, const storage::Request& request, std::string_view wish, std::string_view advice) {
    return {Code::State,
            fmt::format("{} berstatus '{}', jadi tidak dapat {}. {}", request.ticket, flows::shown(request.status), wish, advice)};
}

std::string changed(Desk& desk, const storage::Request& request, std::string_view action, const Told& told, json::object extra) {
    json::object data = std::move(extra);
    data["action"] = action;
    data["changed"] = true;
    data["warning"] = nullptr;
    data["citizen_reads"] = told.id == 0 ? json::value(nullptr) : json::value(told.text);
    const std::optional<storage::Request> now = storage::request(desk.db, request.ticket, desk.now);
    data["request"] = summary_json(desk, now ? *now : request);
    data["claimed_until_shown"] =
        now && now->claimed_until ? json::value(clock(desk.catalog.office, *now->claimed_until)) : json::value(nullptr);
    return json::serialize(data);
}

std::string unchanged(Desk& desk, const storage::Request& request, std::string_view action, std::string_view warning) {
    json::object data;
    data["action"] = action;
    data["changed"] = false;
    data["warning"] = warning;
    data["citizen_reads"] = nullptr;
    data["request"] = summary_json(desk, request);
    return json::serialize(data);
}

}  // namespace desk
