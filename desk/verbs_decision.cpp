// approve, ready, done, reject: where a request goes after it was checked.
#include "desk/arguments.hpp"
#include "desk/change.hpp"
#include "desk/find.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
#include "flows/office_time.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

using flows::Status;

bool under_check(Status status) { return status == Status::Diterima || status == Status::Diperiksa; }

storage::Change change_by(const Desk& desk, std::string_view action, std::string note) {
    storage::Change change;
    change.actor = desk.caller.name;
    change.action = action;
    change.note = std::move(note);
    return change;
}

flows::TimePoint letter_due(const Desk& desk, const storage::Request& request) {
    const flows::Service* service = desk.catalog.service(request.service);
    constexpr int otherwise_minutes = 480;  // a service that was taken out of the files since
    return flows::add_working_minutes(desk.catalog.office, request.submitted_at,
                                      service == nullptr ? otherwise_minutes : service->letter_minutes);
}

// What a clerk should know before the letter is made; it does not stop anything.
json::value advice_before_letter(const Desk& desk, const storage::Request& request) {
    std::vector<std::string> parts;
    const OpenPapers papers = open_papers(desk, request);
    if (!papers.missing.empty()) parts.push_back(fmt::format("berkas belum ada: {}", fmt::join(papers.missing, ", ")));
    if (!papers.lost.empty()) parts.push_back(fmt::format("fotonya tidak sampai: {}", fmt::join(papers.lost, ", ")));
    if (!papers.brought.empty()) parts.push_back(fmt::format("dibawa ke loket, lihat aslinya: {}", fmt::join(papers.brought, ", ")));
    std::vector<std::string> fields;
    for (const flows::Field* field : fields_to_fill(desk, request)) fields.push_back(field->label);
    if (!fields.empty()) parts.push_back(fmt::format("isian petugas masih kosong: {}", fmt::join(fields, ", ")));
    return parts.empty() ? json::value(nullptr) : json::value(fmt::format("Perhatian, {}.", fmt::join(parts, "; ")));
}

Result move_on(Desk& desk, storage::Request request, Status to, std::string_view action, std::string note,
               std::optional<flows::TimePoint> due, json::object extra) {
    request.status = to;
    request.due_at = due;
    const Told told = tell_status(desk, request, {}, desk.now);
    storage::Change change = change_by(desk, action, std::move(note));
    change.due_at = due;
    change.notice = told.id;
    storage::change_status(desk.db, request.id, to, change, desk.now);
    storage::release(desk.db, request.id);
    return changed(desk, request, action, told, std::move(extra));
}

std::string collected_by(const std::string& name) { return name.empty() ? std::string() : "diambil oleh " + name; }

// Who came for the letter may be said later, too.
Result done_already(Desk& desk, const storage::Request& request, const std::string& by) {
    const std::string words = collected_by(by);
    const bool known = std::ranges::any_of(storage::history(desk.db, request.id),
                                           [&words](const storage::HistoryEntry& entry) { return entry.note == words; });
    if (by.empty() || known) return unchanged(desk, request, "done", "Memang sudah selesai.");
    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = "note";
    entry.note = words;
    storage::note_history(desk.db, request.id, entry);
    json::object extra;
    extra["advice"] = fmt::format("Sudah selesai sebelumnya; dicatat: {}.", words);
    return changed(desk, request, "done", {}, std::move(extra));
}

Refusal unknown_refusal_reason(const flows::Catalog& catalog, std::string_view given) {
    std::vector<std::string> codes;
    for (const flows::Reason& reason : catalog.reasons)
        if (reason.rejection) codes.push_back(reason.code);
    const std::string list = fmt::format("{}", fmt::join(codes, ", "));
    if (given.empty()) return usage("Sebutkan alasan penolakan: --alasan KODE. Yang ada: " + list);
    return usage(fmt::format("Alasan penolakan '{}' tidak dikenal. Yang ada: {}", inert(given), list));
}

}  // namespace

Result approve(Desk& desk, const Args& args) {
    const auto found = find_request(desk, text_argument(args, "ticket"));
    if (!found) return std::unexpected(found.error());
    storage::Request request = *found;
    if (request.status == Status::Diproses) return unchanged(desk, request, "approve", "Sudah disetujui; suratnya sedang dibuat.");
    if (request.status == Status::Diterima)  // a slip of a number must not approve what nobody has looked at
        return std::unexpected(
            wrong_state(desk, request, "disetujui", fmt::format("Ambil dan lihat dahulu: sapa antrean ambil {}", request.ticket)));
    if (request.status != Status::Diperiksa)
        return std::unexpected(wrong_state(desk, request, "disetujui", "Yang disetujui hanya yang sedang diperiksa."));
    if (std::optional<Refusal> refusal = held_by_colleague(desk, request)) return std::unexpected(*std::move(refusal));
    json::object extra;
    extra["advice"] = advice_before_letter(desk, request);
    take_silently(desk, request);
    return move_on(desk, request, Status::Diproses, "approve", {}, letter_due(desk, request), std::move(extra));
}

Result ready(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    if (request->status == Status::Siap) return unchanged(desk, *request, "ready", "Memang sudah siap diambil.");
    if (request->status != Status::Diproses)
        return std::unexpected(
            wrong_state(desk, *request, "dinyatakan siap", fmt::format("Setujui dahulu: sapa antrean setujui {}", request->ticket)));
    return move_on(desk, *request, Status::Siap, "ready", {}, std::nullopt, {});
}

Result done(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const std::string by = without_identity_numbers(inert(text_argument(args, "by")));
    if (request->status == Status::Selesai) return done_already(desk, *request, by);
    if (request->status != Status::Siap)
        return std::unexpected(wrong_state(desk, *request, "diselesaikan", "Yang selesai hanya yang sudah siap diambil."));
    return move_on(desk, *request, Status::Selesai, "done", collected_by(by), std::nullopt, {});
}

Result reject(Desk& desk, const Args& args) {
    const auto found = find_request(desk, text_argument(args, "ticket"));
    if (!found) return std::unexpected(found.error());
    storage::Request request = *found;
    if (request.status == Status::Ditolak) return unchanged(desk, request, "reject", "Memang sudah ditolak.");
    if (!under_check(request.status) && request.status != Status::Diproses)
        return std::unexpected(wrong_state(desk, request, "ditolak", "Yang ditolak hanya yang sedang diperiksa atau diproses."));
    if (std::optional<Refusal> refusal = held_by_colleague(desk, request)) return std::unexpected(*std::move(refusal));
    const std::string code = text_argument(args, "reason");
    const flows::Reason* reason = desk.catalog.reason(code);
    if (reason == nullptr || !reason->rejection) return std::unexpected(unknown_refusal_reason(desk.catalog, code));

    take_silently(desk, request);
    const std::string note = without_identity_numbers(clean_argument(args, "note"));
    const flows::TimePoint leaves = desk.now + std::chrono::seconds{desk.catalog.office.undo_seconds};
    request.status = Status::Ditolak;
    request.due_at = std::nullopt;
    const Told told =
        tell_status(desk, request, note.empty() ? reason->sentence : fmt::format("{} {}", reason->sentence, flows::unmarked(note)), leaves);
    storage::Change change = change_by(desk, "reject", note.empty() ? reason->code : fmt::format("{} – {}", reason->code, note));
    change.reason = reason->code;
    change.notice = told.id;
    change.undo_until = leaves;
    storage::change_status(desk.db, request.id, Status::Ditolak, change, desk.now);
    json::object extra;
    extra["undo_seconds"] = desk.catalog.office.undo_seconds;
    return changed(desk, request, "reject", told, std::move(extra));
}

}  // namespace desk
