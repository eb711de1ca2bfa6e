#include "flows/conversation/own_requests.hpp"

#include "flows/conversation/draft.hpp"
#include "flows/conversation/states.hpp"
#include "flows/notices.hpp"
#include "flows/office_time.hpp"
#include "flows/ticket.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace flows {
namespace {

constexpr std::string_view draft_prefix = "draf:";

Draft* draft_of_item(Session& session, std::string_view item) {
    if (!item.starts_with(draft_prefix)) return nullptr;
    int number = 0;
    std::from_chars(item.data() + draft_prefix.size(), item.data() + item.size(), number);
    const auto it = std::ranges::find(session.drafts, number, &Draft::number);
    return it == session.drafts.end() ? nullptr : &*it;
}

std::string request_title(const Turn& turn, const OwnRequest& request) {
    const Service* service = turn.catalog.service(request.service);
    const std::string label = service ? service->title : request.service;
    const std::string subject = short_name(request.subject);
    return subject.empty() ? label : turn.phrase("draf.judul", {{"layanan", label}, {"nama", subject}});
}

std::string item_label(const Turn& turn, std::string_view item) {
    if (item.starts_with(draft_prefix)) {
        Session copy = turn.session;
        const Draft* draft = draft_of_item(copy, item);
        return draft ? turn.phrase("milik.baris_draf", {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}}) : "";
    }
    const OwnRequest* request = own_request(turn, item);
    return request ? turn.phrase("milik.baris",
                                 {{"judul", request_title(turn, *request)}, {"nomor", request->ticket}, {"status", shown(request->status)}})
                   : "";
}

}  // namespace

const OwnRequest* own_request(const Turn& turn, std::string_view ticket) {
    const auto it = std::ranges::find(turn.facts.requests, ticket, &OwnRequest::ticket);
    return it == turn.facts.requests.end() ? nullptr : &*it;
}

const OwnRequest* returned_request(const Turn& turn) {
    const auto it = std::ranges::find_if(turn.facts.requests, [](const OwnRequest& r) { return !r.wanted.empty(); });
    return it == turn.facts.requests.end() ? nullptr : &*it;
}

// --- the list ---

bool too_many_open(Turn& turn) {
    const auto open = std::ranges::count_if(turn.facts.requests, [](const OwnRequest& r) { return is_open(r.status); });
    if (open < turn.catalog.office.open_requests_most) return false;
    turn.session.asked = asked::Nothing{};
    turn.tell(turn.phrase("layanan.terlalu_banyak", {{"jumlah", fmt::to_string(open)}}));
    return true;
}

void show_own_requests(Turn& turn) {
    asked::OwnList state;
    for (const OwnRequest& request : turn.facts.requests)
        if (state.items.size() < 6) state.items.push_back(request.ticket);
    for (const Draft& draft : turn.session.drafts)
        if (!draft.agreed.empty()) state.items.push_back(fmt::format("{}{}", draft_prefix, draft.number));
    if (state.items.empty()) {
        const bool in_menu =
            std::holds_alternative<asked::MainMenu>(turn.session.asked) || std::holds_alternative<asked::Nothing>(turn.session.asked);
        turn.first(turn.phrase("milik.kosong"));
        return in_menu ? go(turn, asked::MainMenu{}) : show_again(turn);
    }
    if (state.items.size() == 1 && !turn.facts.requests.empty()) return go(turn, asked::OwnRequestCard{turn.facts.requests.front().ticket});
    go(turn, state);
}

std::vector<Option> options(const Turn& turn, const asked::OwnList& state) {
    std::vector<Option> out;
    for (const auto& item : state.items) {
        const OwnRequest* request = own_request(turn, item);
        out.push_back({std::string(ids::own) + item, request ? request->ticket : turn.phrase("pilihan.lanjutkan"), ""});
    }
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::OwnList& state) {
    std::string lines;
    for (std::size_t i = 0; i < state.items.size(); ++i) lines += fmt::format("*{}* {}\n", i + 1, item_label(turn, state.items[i]));
    turn.ask(turn.phrase("milik.daftar", {{"daftar", lines}}), options(turn, state));
}

bool answer(Turn& turn, const asked::OwnList& state, const Input& input) {
    const auto index = pick(input, options(turn, state));
    if (!index) return false;
    if (*index >= state.items.size()) {
        go(turn, asked::MainMenu{});
    } else if (Draft* draft = draft_of_item(turn.session, state.items[*index])) {
        resume_draft(turn, *draft);
    } else {
        go(turn, asked::OwnRequestCard{state.items[*index]});
    }
    return true;
}

// --- one request ---

namespace {

std::string next_step_of(const Turn& turn, const OwnRequest& request) {
    const Office& office = turn.catalog.office;
    switch (request.status) {
        case Status::Diterima:
        case Status::Diperiksa:
        case Status::Diproses:
            return request.due_at ? turn.phrase("milik.langkah.tunggu", {{"kapan", show_moment(office, *request.due_at)}}) : "";
        case Status::PerluPerbaikan:
            return turn.phrase("milik.langkah.perbaiki", {{"daftar", wanted_lines(turn.catalog, request)}});
        case Status::Siap:
            return turn.phrase("milik.langkah.ambil", {{"jam", show_hours(office)}});
        case Status::Ditolak: {
            const Reason* reason = turn.catalog.reason(request.reason);
            return reason ? fill(reason->sentence, {}) : "";
        }
        default:
            return "";
    }
}

}  // namespace

std::vector<Option> options(const Turn& turn, const asked::OwnRequestCard& state) {
    std::vector<Option> out;
    const OwnRequest* request = own_request(turn, state.ticket);
    if (request && !request->wanted.empty()) out.push_back({"fix:" + state.ticket, turn.phrase("pilihan.perbaiki"), ""});
    if (request && citizen_may_cancel(request->status)) out.push_back({"cancel:" + state.ticket, turn.phrase("pilihan.batalkan"), ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::OwnRequestCard& state) {
    const OwnRequest* request = own_request(turn, state.ticket);
    if (!request) return go(turn, asked::MainMenu{});
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("milik.kartu", {{"nomor", request->ticket},
                                         {"judul", request_title(turn, *request)},
                                         {"status", shown(request->status)},
                                         {"langkah", next_step_of(turn, *request)},
                                         {"pilihan", inline_of(choices)}}),
             choices);
}

bool answer(Turn& turn, const asked::OwnRequestCard& state, const Input& input) {
    const auto choices = options(turn, state);
    const auto index = pick(input, choices);
    if (!index) return false;
    const OwnRequest* request = own_request(turn, state.ticket);
    const std::string& id = choices[*index].id;
    if (id.starts_with("fix:") && request)
        start_correction(turn, *request);
    else if (id.starts_with("cancel:"))
        go(turn, asked::ConfirmCancel{state.ticket});
    else
        go(turn, asked::MainMenu{});
    return true;
}

bool show_ticket(Turn& turn, std::string_view text) {
    const auto parts = read_ticket(text, turn.catalog.office.code);
    if (!parts) return false;
    for (const OwnRequest& request : turn.facts.requests) {
        const auto own = read_ticket(request.ticket, turn.catalog.office.code);
        if (own && own->year == parts->year && own->month == parts->month && own->serial == parts->serial) {
            go(turn, asked::OwnRequestCard{request.ticket});
            return true;
        }
    }
    turn.tell(turn.phrase("milik.tidak_ditemukan"));
    return true;
}

// --- cancelling ---

void cancel_something(Turn& turn) {
    if (turn.draft()) {
        if (!turn.draft()->agreed.empty()) return go(turn, asked::ConfirmDrop{});
        drop_draft(turn, turn.session.current);
        turn.first(turn.phrase("batal.sudah"));
        return go(turn, asked::MainMenu{});
    }
    const auto* card = std::get_if<asked::OwnRequestCard>(&turn.session.asked);
    const auto cancellable = [](const OwnRequest& r) { return citizen_may_cancel(r.status); };
    if (card) {
        const OwnRequest* request = own_request(turn, card->ticket);
        if (request && cancellable(*request)) return go(turn, asked::ConfirmCancel{request->ticket});
    }
    const auto count = std::ranges::count_if(turn.facts.requests, cancellable);
    if (count == 1 && turn.session.drafts.empty()) {
        const std::string ticket = std::ranges::find_if(turn.facts.requests, cancellable)->ticket;
        return go(turn, asked::ConfirmCancel{ticket});
    }
    if (turn.session.drafts.size() == 1 && count == 0) {
        turn.session.current = turn.session.drafts.front().number;
        return go(turn, asked::ConfirmDrop{});
    }
    if (count > 0 || !turn.session.drafts.empty()) {
        turn.first(turn.phrase("batal.yang_mana"));
        return show_own_requests(turn);
    }
    turn.first(turn.phrase("batal.tidak_ada"));
    go(turn, asked::MainMenu{});
}

std::vector<Option> options(const Turn& turn, const asked::ConfirmDrop&) {
    return {{fmt::format("drop:{}", turn.session.current), turn.phrase("pilihan.ya_batalkan"), ""},
            {fmt::format("keep:{}", turn.session.current), turn.phrase("pilihan.tidak_lanjut"), ""}};
}

void show(Turn& turn, const asked::ConfirmDrop& state) {
    if (!turn.draft()) return go(turn, asked::MainMenu{});
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("batal.draf", {{"judul", draft_title(turn, *turn.draft())}, {"pilihan", inline_of(choices)}}), choices);
}

namespace {

std::optional<bool> confirmed(const Input& input, const std::vector<Option>& choices) {
    if (const auto index = pick(input, choices)) return *index == 0;
    const YesNo said = read_yes_no(input.text);
    if (said == YesNo::Yes || input.folded.starts_with("batal")) return true;
    if (said == YesNo::No || input.folded.ends_with(" jadi") || input.folded.starts_with("lanjut")) return false;
    return std::nullopt;
}

}  // namespace

bool answer(Turn& turn, const asked::ConfirmDrop& state, const Input& input) {
    const auto yes = confirmed(input, options(turn, state));
    if (!yes) return false;
    if (*yes) {
        drop_draft(turn, turn.session.current);
        turn.first(turn.phrase("batal.sudah"));
        go(turn, asked::MainMenu{});
    } else {
        advance(turn);
    }
    return true;
}

std::vector<Option> options(const Turn& turn, const asked::ConfirmCancel& state) {
    return {{"really:" + state.ticket, turn.phrase("pilihan.ya_batalkan"), ""},
            {"notreally:" + state.ticket, turn.phrase("pilihan.tidak_jadi"), ""}};
}

void show(Turn& turn, const asked::ConfirmCancel& state) {
    const OwnRequest* request = own_request(turn, state.ticket);
    if (!request) return go(turn, asked::MainMenu{});
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("batal.permohonan",
                         {{"nomor", request->ticket}, {"judul", request_title(turn, *request)}, {"pilihan", inline_of(choices)}}),
             choices);
}

bool answer(Turn& turn, const asked::ConfirmCancel& state, const Input& input) {
    const auto yes = confirmed(input, options(turn, state));
    if (!yes) return false;
    const OwnRequest* request = own_request(turn, state.ticket);
    turn.session.asked = asked::Nothing{};
    if (!*yes || !request) {
        turn.tell(turn.phrase("batal.tetap", {{"nomor", state.ticket}}));
    } else if (!citizen_may_cancel(request->status)) {
        turn.tell(turn.phrase("batal.terlambat", {{"nomor", state.ticket}, {"status", shown(request->status)}}));
    } else {
        turn.effects.push_back(CancelRequest{state.ticket});
        turn.inform(turn.phrase("batal.permohonan_sudah", {{"nomor", state.ticket}}));
    }
    return true;
}

}  // namespace flows
