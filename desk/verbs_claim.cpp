// take, release, undo.
#include "desk/arguments.hpp"
#include "desk/change.hpp"
#include "desk/find.hpp"
#include "desk/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

using flows::Status;

bool can_be_held(Status status) { return status == Status::Diterima || status == Status::Diperiksa || status == Status::Diproses; }

// Nobody holds it and it waits to be checked; the nearest deadline first, then the longest waiting.
std::optional<storage::Request> most_urgent_free(Desk& desk) {
    storage::Filter filter;
    filter.statuses = {Status::Diterima, Status::Diperiksa};
    std::vector<storage::Request> requests = storage::list_requests(desk.db, filter, desk.now);
    std::erase_if(requests, [](const storage::Request& request) { return !request.claimed_by.empty(); });
    if (requests.empty()) return std::nullopt;
    return *std::ranges::min_element(requests, [](const storage::Request& a, const storage::Request& b) {
        if (a.due_at.has_value() != b.due_at.has_value()) return a.due_at.has_value();
        return a.due_at && *a.due_at != *b.due_at ? *a.due_at < *b.due_at : a.submitted_at < b.submitted_at;
    });
}

void write_history(Desk& desk, const storage::Request& request, std::string_view action) {
    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = action;
    storage::note_history(desk.db, request.id, entry);
}

std::string nothing_to_take() {
    json::object data;
    data["action"] = "take";
    data["changed"] = false;
    data["warning"] = "Tidak ada permohonan bebas yang menunggu diperiksa.";
    data["citizen_reads"] = nullptr;
    data["request"] = nullptr;
    return json::serialize(data);
}

// The citizen hears "sedang diperiksa" once after each submission: only this edge follows a submission.
Result take_received(Desk& desk, storage::Request request) {
    request.status = Status::Diperiksa;
    const Told told = tell_status(desk, request, {}, desk.now);
    storage::claim(desk.db, request.id, desk.caller.name, lease_end(desk), desk.now);
    storage::Change change;
    change.actor = desk.caller.name;
    change.action = "take";
    change.due_at = request.due_at;
    change.notice = told.id;
    storage::change_status(desk.db, request.id, Status::Diperiksa, change, desk.now);
    return changed(desk, request, "take", told, {});
}

Result take_request(Desk& desk, const storage::Request& request) {
    if (!can_be_held(request.status))
        return std::unexpected(wrong_state(
            desk, request, "diambil",
            request.status == Status::PerluPerbaikan ? "Menunggu warga melengkapi berkas." : "Tidak ada yang perlu diperiksa."));
    if (std::optional<Refusal> refusal = held_by_colleague(desk, request)) return std::unexpected(*std::move(refusal));
    const bool mine = request.claimed_by == desk.caller.name;
    if (request.status == Status::Diterima) return take_received(desk, request);
    storage::claim(desk.db, request.id, desk.caller.name, lease_end(desk), desk.now);
    if (!mine) write_history(desk, request, "take");
    json::object extra;
    extra["renewed"] = mine;
    return changed(desk, request, "take", {}, std::move(extra));
}

}  // namespace

Result take(Desk& desk, const Args& args) {
    const std::string ticket = text_argument(args, "ticket");
    if (ticket.empty()) {
        const std::optional<storage::Request> urgent = most_urgent_free(desk);
        return urgent ? take_request(desk, *urgent) : Result(nothing_to_take());
    }
    const auto request = find_request(desk, ticket);
    if (!request) return std::unexpected(request.error());
    return take_request(desk, *request);
}

Result release(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    if (request->claimed_by.empty()) return unchanged(desk, *request, "release", "Permohonan ini memang sedang tidak dipegang siapa pun.");
    // An admin may free what an absent colleague holds.
    if (!desk.caller.may(Right::Admin))
        if (std::optional<Refusal> refusal = held_by_colleague(desk, *request)) return std::unexpected(*std::move(refusal));
    storage::release(desk.db, request->id);
    write_history(desk, *request, "release");
    return changed(desk, *request, "release", {}, {});
}

Result undo(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const std::optional<storage::Undone> undone = storage::undo(desk.db, request->id, desk.caller.name, desk.now);
    if (!undone)
        return std::unexpected(
            Refusal{Code::State, fmt::format("Tidak ada yang dapat dibatalkan pada {}: kabarnya sudah terkirim ke warga, atau belum ada "
                                             "perubahan. Bila keliru, tulis ke warga: sapa antrean balas {} \"…\"",
                                             request->ticket, request->ticket)});
    json::object extra;
    extra["undone"] = undone->action;
    extra["restored"] = flows::key(undone->restored);
    return changed(desk, *request, "undo", {}, std::move(extra));
}

}  // namespace desk
