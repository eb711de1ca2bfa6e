// list, show, history, reasons: nothing changes, except that the history says who has looked and what was revealed to whom.
#include "desk/arguments.hpp"
#include "desk/find.hpp"
#include "desk/moments.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
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

// Looking again within this time is the same look, so that the history stays readable.
constexpr std::chrono::hours one_look{1};

const flows::Service* service_named(const flows::Catalog& catalog, std::string_view name) {
    const std::string wanted = flows::fold(name);
    for (const flows::Service& service : catalog.services) {
        if (flows::fold(service.code) == wanted || flows::fold(service.label) == wanted) return &service;
        for (const std::string& alias : service.aliases)
            if (flows::fold(alias) == wanted) return &service;
    }
    return nullptr;
}

std::string service_codes(const flows::Catalog& catalog) {
    std::vector<std::string> codes;
    for (const flows::Service& service : catalog.services) codes.push_back(service.code);
    return fmt::format("{}", fmt::join(codes, ", "));
}

std::expected<storage::Filter, Refusal> filter_of(const Desk& desk, const Args& args) {
    storage::Filter filter;
    filter.include_closed = flag_argument(args, "all");
    if (flag_argument(args, "mine")) filter.claimed_by = desk.caller.name;
    if (const std::string name = text_argument(args, "service"); !name.empty()) {
        const flows::Service* service = service_named(desk.catalog, name);
        if (service == nullptr)
            return std::unexpected(
                usage(fmt::format("Layanan '{}' tidak dikenal. Yang ada: {}", inert(name), service_codes(desk.catalog))));
        filter.service = service->code;
    }
    for (const std::string& name : texts_argument(args, "status")) {
        const std::optional<flows::Status> status = flows::status_from_key(name);
        if (!status)
            return std::unexpected(
                usage(fmt::format("Status '{}' tidak dikenal. Yang ada: diterima, diperiksa, perlu_perbaikan, diproses, siap, "
                                  "selesai, ditolak, batal, kedaluwarsa",
                                  inert(name))));
        filter.statuses.push_back(*status);
        filter.include_closed = filter.include_closed || !flows::is_open(*status);
    }
    return filter;
}

// The most urgent first; what has no deadline last.
bool more_urgent(const storage::Request& a, const storage::Request& b) {
    if (a.due_at.has_value() != b.due_at.has_value()) return a.due_at.has_value();
    if (a.due_at && *a.due_at != *b.due_at) return *a.due_at < *b.due_at;
    return a.submitted_at != b.submitted_at ? a.submitted_at < b.submitted_at : a.id < b.id;
}

bool is_named(std::string_view folded, std::string_view code, const flows::Field* field) {
    return folded == "semua" || folded == flows::fold(code) || (field != nullptr && folded == flows::fold(field->label));
}

bool is_of_kind(std::string_view folded, const flows::Field* field) {
    if (field == nullptr) return false;
    return (folded == "nik" && field->type == flows::FieldType::Nik) || (folded == "kk" && field->type == flows::FieldType::FamilyCard);
}

// By code or by label; "nik" and "kk", where no field has that very name, mean every number of the kind; "semua" everything.
Revealed meant_by(const flows::Service* service, const flows::Answers& answers, std::string_view name) {
    const std::string folded = flows::fold(name);
    Revealed named, of_kind;
    for (const auto& [code, answer] : answers) {
        const flows::Field* field = service == nullptr ? nullptr : service->field(code);
        if (is_named(folded, code, field)) named.insert(code);
        if (is_of_kind(folded, field)) of_kind.insert(code);
    }
    return named.empty() ? of_kind : named;
}

std::expected<Revealed, Refusal> fields_to_reveal(const Desk& desk, const storage::Request& request,
                                                  const std::vector<std::string>& names) {
    Revealed revealed;
    for (const std::string& name : names) {
        Revealed meant = meant_by(desk.catalog.service(request.service), request.answers, name);
        if (meant.empty()) {
            std::vector<std::string> codes;
            for (const auto& [code, answer] : request.answers) codes.push_back(code);
            return std::unexpected(
                usage(fmt::format("Isian '{}' tidak ada pada {}. Yang ada: {}", inert(name), request.ticket, fmt::join(codes, ", "))));
        }
        revealed.merge(meant);
    }
    return revealed;
}

std::expected<Revealed, Refusal> reveal(Desk& desk, const storage::Request& request, const Args& args) {
    const std::vector<std::string> names = texts_argument(args, "reveal");
    if (names.empty()) return Revealed{};
    if (!desk.caller.may(Right::Work)) return std::unexpected(denied(desk.caller, Right::Work));
    const std::string why = clean_argument(args, "reason");
    if (why.empty())
        return std::unexpected(
            usage("Data pribadi hanya dibuka dengan alasan, dan dicatat: --tampilkan nik --alasan \"mencocokkan dengan KK\""));
    std::expected<Revealed, Refusal> revealed = fields_to_reveal(desk, request, names);
    if (!revealed) return revealed;
    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = "reveal";
    entry.note = fmt::format("{}: {}", fmt::join(*revealed, ", "), without_identity_numbers(why));
    storage::note_history(desk.db, request.id, entry);
    return revealed;
}

bool looked_lately(Desk& desk, storage::RequestId id) {
    return std::ranges::any_of(storage::history(desk.db, id), [&](const storage::HistoryEntry& entry) {
        return entry.action == "show" && entry.actor == desk.caller.name && desk.now - entry.at < one_look;
    });
}

void write_look(Desk& desk, storage::RequestId id) {
    if (looked_lately(desk, id)) return;
    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = "show";
    storage::note_history(desk.db, id, entry);
}

}  // namespace

Result list(Desk& desk, const Args& args) {
    const std::expected<storage::Filter, Refusal> filter = filter_of(desk, args);
    if (!filter) return std::unexpected(filter.error());
    std::vector<storage::Request> requests = storage::list_requests(desk.db, *filter, desk.now);
    std::ranges::sort(requests, more_urgent);
    json::array rows;
    for (const storage::Request& request : requests) rows.push_back(summary_json(desk, request));
    json::object data;
    data["requests"] = std::move(rows);
    data["calls"] = std::ranges::count_if(storage::open_calls(desk.db), [](const storage::Call& call) { return call.answered_by.empty(); });
    data["truncated"] = requests.size() >= static_cast<std::size_t>(filter->most);
    return json::serialize(data);
}

Result show(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const std::expected<Revealed, Refusal> revealed = reveal(desk, *request, args);
    if (!revealed) return std::unexpected(revealed.error());
    std::string data = json::serialize(detail_json(desk, *request, *revealed));
    if (revealed->empty()) write_look(desk, request->id);  // a reveal has its own line
    return data;
}

Result history(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    json::object data;
    data["ticket"] = request->ticket;
    data["history"] = history_json(desk, request->id);
    return json::serialize(data);
}

Result reasons(Desk& desk, const Args&) {
    json::array list;
    for (const flows::Reason& reason : desk.catalog.reasons) {
        json::object item;
        item["code"] = reason.code;
        item["label"] = reason.label;
        item["sentence"] = reason.sentence;
        item["rejection"] = reason.rejection;
        list.push_back(std::move(item));
    }
    return json::serialize(list);
}

}  // namespace desk
