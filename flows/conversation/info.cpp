#include "flows/conversation/info.hpp"

#include "flows/conversation/states.hpp"
#include "flows/office_time.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

std::string officials_of(const Office& office) {
    std::string out;
    for (const Official& official : office.officials)
        out += fmt::format("{}{}: {}", out.empty() ? "" : "\n", official.position, official.name);
    return out;
}

// Information answers keep the open question open: they come first, the question follows in the same bubble.
void inform_and_come_back(Turn& turn, std::string text) {
    turn.first(std::move(text));
    come_back(turn);
}

void show_address(Turn& turn) {
    const Office& office = turn.catalog.office;
    inform_and_come_back(turn, turn.phrase("info.alamat", {{"alamat", office.address}, {"patokan", office.landmark}}));
    if (office.latitude != 0 || office.longitude != 0)
        turn.replies.push_back({LocationPin{office.latitude, office.longitude, office.name, office.address}, false, false, {}});
}

}  // namespace

void come_back(Turn& turn) {
    const Asked& asked = turn.session.asked;
    const bool menu_like = std::holds_alternative<asked::Nothing>(asked) || std::holds_alternative<asked::MainMenu>(asked) ||
                           std::holds_alternative<asked::InfoMenu>(asked);
    if (!menu_like) return remind(turn);
    turn.ask(turn.phrase("info.kembali"), {menu_option(turn)});  // the numbers of the menu on the screen stay understood
}

void remind(Turn& turn) {
    if (const auto* card = std::get_if<asked::Requirements>(&turn.session.asked)) {
        const asked::Requirements state = *card;
        return remind(turn, state);
    }
    show_again(turn);
}

void show_information(Turn& turn, std::string_view id) {
    if (id == ids::menu) return go(turn, asked::MainMenu{});
    if (id == ids::officer) return call_officer(turn, "petugas", "");
    if (id == "info:jam") return show_hours_information(turn);
    if (id == "info:alamat") return show_address(turn);
    if (id == "info:kontak") return show_contact_information(turn);
    if (id == "info:pengaduan") return inform_and_come_back(turn, turn.phrase("pengaduan.ajakan"));
    if (id.starts_with(ids::card))
        if (const InfoCard* card = turn.catalog.card(id.substr(ids::card.size()))) return show_card(turn, *card);
    go(turn, asked::InfoMenu{});
}

void show_hours_information(Turn& turn) {
    const Office& office = turn.catalog.office;
    const auto today = local_time(office, turn.facts.now).date;
    std::string next_holidays;
    int listed = 0;
    for (const auto& [day, name] : office.holiday_names)
        if (day >= today && listed++ < 3) next_holidays += fmt::format("\n• {} ({})", show_date(day), name);
    const auto state = turn.phrase(is_open(office, turn.facts.now) ? "info.sedang_buka" : "info.sedang_tutup");
    inform_and_come_back(turn, turn.phrase("info.jam", {{"keadaan", state}, {"jam", show_hours(office)}, {"libur", next_holidays}}));
}

void show_contact_information(Turn& turn) {
    const Office& office = turn.catalog.office;
    inform_and_come_back(turn, turn.phrase("info.kontak", {{"kantor", office.name},
                                                           {"alamat", office.address},
                                                           {"patokan", office.landmark},
                                                           {"telepon", office.phone},
                                                           {"email", office.email},
                                                           {"pejabat", officials_of(office)}}));
    if (office.latitude != 0 || office.longitude != 0)
        turn.replies.push_back({LocationPin{office.latitude, office.longitude, office.name, office.address}, false, false, {}});
}

void show_card(Turn& turn, const InfoCard& card) { inform_and_come_back(turn, card.text); }

void show_privacy(Turn& turn) {
    const Office& office = turn.catalog.office;
    inform_and_come_back(
        turn, turn.phrase("privasi.lengkap", {{"kantor", office.name}, {"simpan", office.retention}, {"kontak", office.privacy_contact}}));
}

void take_complaint(Turn& turn, std::string_view said, bool urgent) {
    if (urgent) turn.first(turn.phrase("darurat.nomor"));
    call_officer(turn, urgent ? "darurat" : "pengaduan", said);
}

void call_officer(Turn& turn, std::string_view topic, std::string_view said) {
    const Office& office = turn.catalog.office;
    std::string words(said);
    if (words.empty()) words = turn.session.unclear;
    turn.effects.push_back(CallOfficer{std::string(topic), std::move(words)});
    turn.session.officer_until = turn.facts.now + std::chrono::minutes(office.officer_silence_minutes);
    turn.session.misses = 0;
    turn.session.unclear.clear();
    turn.session.asked = asked::Nothing{};
    const bool open = is_open(office, turn.facts.now);
    const TimePoint opens = add_working_minutes(office, turn.facts.now, 1) - std::chrono::minutes(1);
    const std::string when = open ? turn.phrase("petugas.segera") : turn.phrase("petugas.mulai", {{"waktu", show_moment(office, opens)}});
    std::string body = turn.phrase(topic == "petugas"   ? "petugas.dipanggil"
                                   : topic == "darurat" ? "darurat.diteruskan"
                                                        : "pengaduan.diteruskan",
                                   {{"kapan", when}, {"telepon", office.phone}});
    if (turn.draft() && turn.service()) body += "\n" + turn.phrase("petugas.draf_tetap");
    turn.tell(std::move(body));
}

void tell_officer(Turn& turn, std::string_view said) {
    turn.effects.push_back(TellOfficer{std::string(said)});
    turn.session.officer_until = turn.facts.now + std::chrono::minutes(turn.catalog.office.officer_silence_minutes);
}

}  // namespace flows
