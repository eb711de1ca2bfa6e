// return: exactly these papers and answers are asked for again, each with its reason; nothing else.
#include "desk/arguments.hpp"
#include "desk/change.hpp"
#include "desk/find.hpp"
#include "desk/plain_text.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

using flows::Status;
using Wanted = std::vector<flows::Wanted>;

// The reasons that make sense for an answer; every other one speaks of a photograph or a paper.
constexpr std::array<std::string_view, 2> field_reasons{"isian_tidak_jelas", "data_beda"};
constexpr std::string_view only_for_fields = "isian_tidak_jelas";

bool suits(const flows::Reason& reason, bool is_field) {
    if (reason.rejection) return false;
    return is_field ? std::ranges::find(field_reasons, reason.code) != field_reasons.end() : reason.code != only_for_fields;
}

bool has_alias(const flows::Document& document, std::string_view folded) {
    return std::ranges::any_of(document.aliases, [folded](const std::string& alias) { return flows::fold(alias) == folded; });
}

bool has_paper(const storage::Request& request, std::string_view code) {
    return std::ranges::any_of(request.papers, [code](const flows::Paper& paper) { return paper.code == code; });
}

// A paper of this request or an answer that the citizen gave. What is written exactly as a code wins over labels, and these over aliases:
// "nik" is the answer, although people also call the card so.
std::optional<flows::Wanted> wanted_named(const flows::Service& service, const storage::Request& request, std::string_view name) {
    const std::string folded = flows::fold(name);
    const auto document = [&](auto&& is_meant) -> std::optional<flows::Wanted> {
        for (const flows::Document& each : service.documents)
            if (has_paper(request, each.code) && is_meant(each)) return flows::Wanted{each.code, false, {}, {}};
        return std::nullopt;
    };
    const auto field = [&](auto&& is_meant) -> std::optional<flows::Wanted> {
        for (const flows::Field& each : service.fields)
            if (!each.by_clerk && is_meant(each)) return flows::Wanted{each.code, true, {}, {}};
        return std::nullopt;
    };
    const auto by_code = [&folded](const auto& each) { return flows::fold(each.code) == folded; };
    const auto by_label = [&folded](const auto& each) { return flows::fold(each.label) == folded; };
    if (auto found = document(by_code)) return found;
    if (auto found = field(by_code)) return found;
    if (auto found = document(by_label)) return found;
    if (auto found = field(by_label)) return found;
    return document([&folded](const flows::Document& each) { return has_alias(each, folded); });
}

Refusal unknown_thing(const flows::Service& service, const storage::Request& request, std::string_view name) {
    std::vector<std::string> papers, fields;
    for (const flows::Paper& paper : request.papers) papers.push_back(paper.code);
    for (const flows::Field& field : service.fields)
        if (!field.by_clerk && request.answers.contains(field.code)) fields.push_back(field.code);
    return usage(fmt::format("'{}' bukan berkas atau isian pada {}. Berkas: {}. Isian: {}", inert(name), request.ticket,
                             fmt::join(papers, ", "), fmt::join(fields, ", ")));
}

Refusal wrong_reason(const flows::Catalog& catalog, const flows::Wanted& wanted) {
    std::vector<std::string> codes;
    for (const flows::Reason& reason : catalog.reasons)
        if (suits(reason, wanted.is_field)) codes.push_back(reason.code);
    const std::string list = fmt::format("{} (sapa antrean alasan)", fmt::join(codes, ", "));
    const flows::Reason* reason = catalog.reason(wanted.reason);
    if (wanted.reason.empty()) return usage("Sebutkan alasannya: --alasan KODE. Yang ada: " + list);
    if (reason == nullptr || reason->rejection)
        return usage(fmt::format("Alasan '{}' tidak dikenal. Yang ada: {}", inert(wanted.reason), list));
    return usage(fmt::format("Alasan '{}' tidak cocok untuk {} {}. Yang cocok: {}", inert(wanted.reason),
                             wanted.is_field ? "isian" : "berkas", wanted.code, list));
}

Refusal two_reasons(const flows::Wanted& earlier, const flows::Wanted& later) {
    return usage(
        fmt::format("{} disebut dua kali dengan alasan berbeda ({} dan {}); pilih satu.", later.code, earlier.reason, later.reason));
}

// items: "RT", or "RT=pengantar_rt_tanpa_stempel"; `reason` is for those without their own.
std::expected<Wanted, Refusal> read_wanted(const Desk& desk, const storage::Request& request, const Args& args) {
    const flows::Service* service = desk.catalog.service(request.service);
    if (service == nullptr)
        return std::unexpected(Refusal{Code::State, fmt::format("Layanan {} tidak ada lagi di berkas kantor.", request.service)});
    const std::string shared_reason = text_argument(args, "reason");
    const std::string note = without_identity_numbers(clean_argument(args, "note"));
    Wanted list;
    for (const std::string& item : texts_argument(args, "items")) {
        const std::size_t equals = item.find('=');
        std::optional<flows::Wanted> wanted = wanted_named(*service, request, item.substr(0, equals));
        if (!wanted) return std::unexpected(unknown_thing(*service, request, item.substr(0, equals)));
        wanted->reason = equals == std::string::npos ? shared_reason : item.substr(equals + 1);
        const flows::Reason* reason = desk.catalog.reason(wanted->reason);
        if (reason == nullptr || !suits(*reason, wanted->is_field)) return std::unexpected(wrong_reason(desk.catalog, *wanted));
        const auto earlier = std::ranges::find(list, wanted->code, &flows::Wanted::code);
        if (earlier == list.end())
            list.push_back(*std::move(wanted));
        else if (earlier->reason != wanted->reason)
            return std::unexpected(two_reasons(*earlier, *wanted));
    }
    if (list.empty())
        return std::unexpected(
            usage(fmt::format("Sebutkan apa yang harus diperbaiki, misalnya: sapa antrean kembalikan {} RT --alasan "
                              "pengantar_rt_tanpa_stempel",
                              request.ticket)));
    list.back().note = note;  // once, at the end of what the citizen reads
    return list;
}

bool same_things(const Wanted& a, const Wanted& b) {
    return a.size() == b.size() && std::ranges::all_of(a, [&b](const flows::Wanted& wanted) {
               return std::ranges::any_of(
                   b, [&wanted](const flows::Wanted& other) { return other.code == wanted.code && other.reason == wanted.reason; });
           });
}

std::string summary_note(const Wanted& list, const std::string& note) {
    std::vector<std::string> parts;
    for (const flows::Wanted& wanted : list) parts.push_back(fmt::format("{}: {}", wanted.code, wanted.reason));
    const std::string summary = fmt::format("{}", fmt::join(parts, ", "));
    return note.empty() ? summary : fmt::format("{} – {}", summary, note);
}

}  // namespace

Result give_back(Desk& desk, const Args& args) {
    const auto found = find_request(desk, text_argument(args, "ticket"));
    if (!found) return std::unexpected(found.error());
    storage::Request request = *found;
    std::expected<Wanted, Refusal> wanted = read_wanted(desk, request, args);
    if (!wanted) return std::unexpected(wanted.error());
    if (request.status == Status::PerluPerbaikan && same_things(*wanted, request.wanted))
        return unchanged(desk, request, "return", "Memang sudah dikembalikan dengan alasan itu; menunggu warga.");
    if (request.status != Status::Diterima && request.status != Status::Diperiksa && request.status != Status::Diproses)
        return std::unexpected(
            wrong_state(desk, request, "dikembalikan",
                        request.status == Status::PerluPerbaikan ? "Menunggu warga. Hal lain dapat ditulis: sapa antrean balas." : ""));
    if (std::optional<Refusal> refusal = held_by_colleague(desk, request)) return std::unexpected(*std::move(refusal));

    take_silently(desk, request);
    const flows::TimePoint leaves = desk.now + std::chrono::seconds{desk.catalog.office.undo_seconds};
    request.status = Status::PerluPerbaikan;
    request.due_at = std::nullopt;
    request.wanted = *wanted;
    const Told told = tell_status(desk, request, {}, leaves);
    storage::Change change;
    change.actor = desk.caller.name;
    change.action = "return";
    change.note = summary_note(*wanted, wanted->back().note);
    change.notice = told.id;
    change.undo_until = leaves;
    storage::change_status(desk.db, request.id, Status::PerluPerbaikan, change, desk.now);
    storage::want(desk.db, request.id, *wanted);
    json::object extra;
    extra["undo_seconds"] = desk.catalog.office.undo_seconds;
    return changed(desk, request, "return", told, std::move(extra));
}

}  // namespace desk
