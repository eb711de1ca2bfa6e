// The main menu, the office's information, and the choice between two wishes.
#include "flows/conversation/info.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/states.hpp"

namespace flows {
namespace {

std::vector<Option> service_options(const Turn& turn) {
    std::vector<Option> out;
    for (const Service& service : turn.catalog.services)
        out.push_back({std::string(ids::service) + service.code, service.label, service.description});
    return out;
}

}  // namespace

// --- nothing is open --------------------------------------------------------------------------------------------------------------------

void show(Turn& turn, const asked::Nothing&) { go(turn, asked::MainMenu{}); }

bool answer(Turn& turn, const asked::Nothing&, const Input& input) {
    // A number without a question: on a first visit it can only come from a poster of the menu; later it would be a guess.
    const bool first_visit = to_millis(turn.session.last_at) == 0;
    if (first_visit) return answer(turn, asked::MainMenu{}, input);
    if (!read_option_number(input.text, 99)) return false;
    go(turn, asked::MainMenu{});
    return true;
}

// --- main menu --------------------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::MainMenu&) {
    std::vector<Option> out = service_options(turn);
    out.push_back({std::string(ids::status), turn.phrase("pilihan.status"), turn.phrase("pilihan.status_uraian")});
    out.push_back({std::string(ids::info), turn.phrase("pilihan.info"), turn.phrase("pilihan.info_uraian")});
    return out;
}

void show(Turn& turn, const asked::MainMenu& state) {
    turn.session.asked = state;
    turn.session.current = 0;
    const auto choices = options(turn, state);
    std::string body = turn.phrase("menu.utama", {{"pilihan", lines_of(choices)}});
    if (!turn.catalog.office.notice.empty()) body = turn.phrase("menu.pengumuman", {{"isi", turn.catalog.office.notice}}) + "\n\n" + body;
    turn.ask(std::move(body), choices);
}

bool answer(Turn& turn, const asked::MainMenu& state, const Input& input) {
    const auto index = pick(input, options(turn, state));
    if (!index) return false;
    const auto& services = turn.catalog.services;
    if (*index < services.size())
        go(turn, asked::Requirements{services[*index].code, ""});
    else if (*index == services.size())
        show_own_requests(turn);
    else
        go(turn, asked::InfoMenu{});
    return true;
}

// --- information ------------------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::InfoMenu&) {
    std::vector<Option> out{{std::string(ids::officer), turn.phrase("pilihan.petugas"), ""},
                            {"info:jam", turn.phrase("pilihan.jam"), ""},
                            {"info:alamat", turn.phrase("pilihan.alamat"), ""},
                            {"info:kontak", turn.phrase("pilihan.kontak"), ""},
                            {"info:pengaduan", turn.phrase("pilihan.pengaduan"), ""}};
    for (const InfoCard& card : turn.catalog.cards)
        if (card.in_menu) out.push_back({std::string(ids::card) + card.code, card.title, ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::InfoMenu& state) {
    turn.session.asked = state;
    turn.session.current = 0;
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("info.menu", {{"pilihan", lines_of(choices)}}), choices);
}

bool answer(Turn& turn, const asked::InfoMenu& state, const Input& input) {
    const auto choices = options(turn, state);
    const auto index = pick(input, choices);
    if (!index) return false;
    show_information(turn, choices[*index].id);
    return true;
}

// --- two wishes in one sentence ---------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::WhichService& state) {
    std::vector<Option> out;
    for (const auto& code : state.services)
        if (const Service* service = turn.catalog.service(code)) out.push_back({std::string(ids::service) + code, service->label, ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::WhichService& state) {
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("menu.dua_layanan", {{"pilihan", lines_of(choices)}}), choices);
}

bool answer(Turn& turn, const asked::WhichService& state, const Input& input) {
    const auto choices = options(turn, state);
    const auto index = pick(input, choices);
    if (!index) return false;
    if (choices[*index].id == ids::menu)
        go(turn, asked::MainMenu{});
    else
        go(turn, asked::Requirements{choices[*index].id.substr(ids::service.size()), ""});
    return true;
}

}  // namespace flows
