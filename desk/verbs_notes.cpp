// note and fill: what the clerk adds to a request.
#include "desk/arguments.hpp"
#include "desk/change.hpp"
#include "desk/find.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
#include "flows/phrases.hpp"
#include "flows/reading/reading.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

storage::HistoryEntry entry_by(const Desk& desk, std::string_view action, std::string note) {
    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = action;
    entry.note = std::move(note);
    return entry;
}

const flows::Field* field_named(const flows::Service& service, std::string_view name) {
    const std::string folded = flows::fold(name);
    for (const flows::Field& field : service.fields)
        if (flows::fold(field.code) == folded || flows::fold(field.label) == folded) return &field;
    return nullptr;
}

Refusal not_for_clerk(const flows::Service& service, const storage::Request& request, std::string_view name) {
    std::vector<std::string> codes;
    for (const flows::Field& field : service.fields)
        if (field.by_clerk) codes.push_back(field.code);
    return usage(fmt::format(
        "'{}' bukan isian petugas pada {}. Isian petugas: {}. Jawaban warga dimintakan perbaikan dengan: sapa antrean kembalikan",
        inert(name), request.ticket, codes.empty() ? std::string("tidak ada") : fmt::format("{}", fmt::join(codes, ", "))));
}

Refusal unreadable(const Desk& desk, const flows::Field& field, const flows::Reading& reading) {
    std::vector<flows::Placeholder> details;
    for (const auto& [name, value] : reading.details) details.push_back({name, value});
    std::string message = fmt::format("{}: {}", field.label, flows::say(desk.catalog, reading.phrase, details));
    if (!field.options.empty()) {
        std::vector<std::string> codes;
        for (const flows::FieldOption& option : field.options) codes.push_back(option.code);
        message += fmt::format(" Pilihan: {}", fmt::join(codes, ", "));
    }
    return usage(std::move(message));
}

bool is_finished(flows::Status status) {
    return status == flows::Status::Selesai || status == flows::Status::Ditolak || status == flows::Status::Batal ||
           status == flows::Status::Kedaluwarsa;
}

}  // namespace

Result note(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const std::string text = without_identity_numbers(clean_argument(args, "text"));
    if (text.empty())
        return std::unexpected(usage(fmt::format("Catatannya apa? Misalnya: sapa antrean catat {} \"sudah ditelepon\"", request->ticket)));
    storage::note_history(desk.db, request->id, entry_by(desk, "note", text));
    json::object extra;
    extra["note"] = text;
    return changed(desk, *request, "note", {}, std::move(extra));
}

Result fill(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const flows::Service* service = desk.catalog.service(request->service);
    const std::string name = text_argument(args, "field");
    const flows::Field* field = service == nullptr ? nullptr : field_named(*service, name);
    if (field == nullptr || !field->by_clerk) {
        if (service == nullptr) return std::unexpected(Refusal{Code::State, "Layanan ini tidak ada lagi di berkas kantor."});
        return std::unexpected(not_for_clerk(*service, *request, name));
    }
    if (is_finished(request->status)) return std::unexpected(wrong_state(desk, *request, "diisi", "Permohonan ini sudah ditutup."));
    if (std::optional<Refusal> refusal = held_by_colleague(desk, *request)) return std::unexpected(*std::move(refusal));

    const flows::ReadingContext context{desk.catalog.office, request->answers, desk.now};
    const flows::Reading reading = flows::read_answer(*field, text_argument(args, "value"), context);
    if (reading.kind == flows::Reading::Kind::Rejected) return std::unexpected(unreadable(desk, *field, reading));
    if (const auto old = request->answers.find(field->code); old != request->answers.end() && old->second.value == reading.answer.value)
        return unchanged(desk, *request, "fill", fmt::format("{} memang sudah berisi itu.", field->label));
    storage::amend_answer(desk.db, request->id, field->code, reading.answer);
    storage::note_history(desk.db, request->id, entry_by(desk, "amend", field->code));
    json::object extra;
    extra["field"] = field->code;
    extra["label"] = field->label;
    extra["shown"] = is_masked(*field) ? json::value("••••") : json::value(without_identity_numbers(inert(reading.answer.shown)));
    extra["doubtful"] = reading.kind == flows::Reading::Kind::Doubtful;
    return changed(desk, *request, "fill", {}, std::move(extra));
}

}  // namespace desk
