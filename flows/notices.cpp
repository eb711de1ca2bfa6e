#include "flows/notices.hpp"

#include "flows/office_time.hpp"
#include "flows/phrases.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flows {
namespace {

std::string title_of(const Catalog& catalog, const OwnRequest& request) {
    const Service* service = catalog.service(request.service);
    const std::string label = service ? service->title : request.service;
    const std::string subject = cut_units(unmarked(tidy(request.subject)), 40);
    return subject.empty() ? label : say(catalog, "draf.judul", {{"layanan", label}, {"nama", subject}});
}

std::string returned(const Catalog& catalog, const OwnRequest& request, const std::string& title) {
    const bool any_file = std::ranges::any_of(request.wanted, [](const Wanted& w) { return !w.is_field; });
    return say(catalog, "kabar.perlu_perbaikan",
               {{"nomor", request.ticket},
                {"judul", title},
                {"daftar", wanted_lines(catalog, request)},
                {"ajakan", say(catalog, any_file ? "kabar.kirim_foto" : "kabar.jawab_lagi")}});
}

std::string approved(const Catalog& catalog, const OwnRequest& request, const std::string& title) {
    const std::string when = request.due_at ? say(catalog, "kabar.kapan", {{"waktu", show_moment(catalog.office, *request.due_at)}}) : "";
    return say(catalog, "kabar.diproses", {{"nomor", request.ticket}, {"judul", title}, {"kapan", when}});
}

std::string ready(const Catalog& catalog, const OwnRequest& request, const std::string& title) {
    return say(catalog, "kabar.siap", {{"nomor", request.ticket}, {"judul", title}, {"jam", show_hours(catalog.office)}});
}

std::string collected(const Catalog& catalog, const OwnRequest& request, const std::string& title) {
    const Service* service = catalog.service(request.service);
    return say(catalog, service && service->condolence ? "kabar.selesai_duka" : "kabar.selesai",
               {{"nomor", request.ticket}, {"judul", title}});
}

std::string news(const Catalog& catalog, const OwnRequest& request) {
    const std::string title = title_of(catalog, request);
    switch (request.status) {
        case Status::PerluPerbaikan:
            return returned(catalog, request, title);
        case Status::Diproses:
            return approved(catalog, request, title);
        case Status::Siap:
            return ready(catalog, request, title);
        case Status::Selesai:
            return collected(catalog, request, title);
        case Status::Ditolak:
            return say(catalog, "kabar.ditolak", {{"nomor", request.ticket}, {"judul", title}, {"alasan", request.reason}});
        case Status::Diterima:
        case Status::Diperiksa:
        case Status::Batal:
        case Status::Kedaluwarsa:
            return say(catalog, fmt::format("kabar.{}", key(request.status)), {{"nomor", request.ticket}, {"judul", title}});
    }
    return {};
}

Reply notice(std::string body) { return {TextReply{std::move(body)}, false, false, {}}; }

}  // namespace

std::string wanted_lines(const Catalog& catalog, const OwnRequest& request) {
    const Service* service = catalog.service(request.service);
    std::string out;
    for (const Wanted& wanted : request.wanted) {
        const Document* document = service ? service->document(wanted.code) : nullptr;
        const Field* field = service ? service->field(wanted.code) : nullptr;
        const std::string name = document ? document->name : field ? field->label : wanted.code;
        const Reason* reason = catalog.reason(wanted.reason);
        std::string why = reason ? fill(reason->sentence, {{"dokumen", name}}) : "";
        if (!wanted.note.empty()) why += (why.empty() ? "" : " ") + unmarked(wanted.note);
        out += fmt::format("{}• *{}*{}", out.empty() ? "" : "\n", name, why.empty() ? "" : ": " + why);
    }
    return out;
}

Reply status_notice(const Catalog& catalog, const OwnRequest& request, TimePoint) {
    Reply reply = notice(news(catalog, request));
    reply.fallback = {request.ticket, std::string(shown(request.status))};
    return reply;
}

Reply officer_message(const Catalog& catalog, std::string_view clerk, std::string_view text) {
    return notice(say(catalog, "kabar.petugas", {{"nama", unmarked(tidy(clerk))}, {"isi", text}}));
}

Reply officer_left(const Catalog& catalog) { return notice(say(catalog, "kabar.petugas_selesai")); }

}  // namespace flows
