#include "flows/conversation/commands.hpp"

#include "flows/conversation/draft.hpp"
#include "flows/conversation/info.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/review.hpp"
#include "flows/conversation/states.hpp"
#include "flows/limits.hpp"
#include "flows/office_time.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <array>

namespace flows {
namespace {

struct Spelling {
    std::string_view word;
    Command command;
};

constexpr std::array spellings{
    Spelling{"menu", Command::Menu},           Spelling{"menu utama", Command::Menu},
    Spelling{"ke menu", Command::Menu},        Spelling{"kembali ke menu", Command::Menu},
    Spelling{"daftar layanan", Command::Menu}, Spelling{"beranda", Command::Menu},
    Spelling{"mulai lagi", Command::Menu},     Spelling{"kembali", Command::Back},
    Spelling{"balik", Command::Back},          Spelling{"mundur", Command::Back},
    Spelling{"back", Command::Back},           Spelling{"sebelumnya", Command::Back},
    Spelling{"batal", Command::Cancel},        Spelling{"batalkan", Command::Cancel},
    Spelling{"cancel", Command::Cancel},       Spelling{"stop", Command::Cancel},
    Spelling{"berhenti", Command::Cancel},     Spelling{"tidak jadi", Command::Cancel},
    Spelling{"gak jadi", Command::Cancel},     Spelling{"tak jadi", Command::Cancel},
    Spelling{"btal", Command::Cancel},         Spelling{"status", Command::Status},
    Spelling{"cek status", Command::Status},   Spelling{"permohonan saya", Command::Status},
    Spelling{"petugas", Command::Officer},     Spelling{"admin", Command::Officer},
    Spelling{"operator", Command::Officer},    Spelling{"bicara dengan petugas", Command::Officer},
    Spelling{"bantuan", Command::Help},        Spelling{"bantu", Command::Help},
    Spelling{"help", Command::Help},           Spelling{"privasi", Command::Privacy},
    Spelling{"lanjut", Command::Resume},       Spelling{"lanjutkan", Command::Resume},
    Spelling{"perbaiki", Command::Correct},
};

bool is_menu_like(const Asked& asked) {
    return std::holds_alternative<asked::Nothing>(asked) || std::holds_alternative<asked::MainMenu>(asked) ||
           std::holds_alternative<asked::InfoMenu>(asked);
}

void show_menu(Turn& turn) {
    if (const Draft* draft = turn.draft(); draft && !draft->agreed.empty())
        turn.first(turn.phrase("draf.disimpan", {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}}));
    turn.session.officer_until = {};
    go(turn, asked::MainMenu{});
}

}  // namespace

void help(Turn& turn) {
    turn.session.misses = 0;
    if (is_menu_like(turn.session.asked)) {
        turn.first(turn.phrase("bantuan.umum"));
        return go(turn, asked::MainMenu{});
    }
    const auto* question = std::get_if<asked::Question>(&turn.session.asked);
    const Field* field = question && turn.service() ? turn.service()->field(question->field) : nullptr;
    const bool show_example = field && field->options.empty() && !field->example.empty();
    const std::string example = show_example ? " " + turn.phrase("tanya.contoh", {{"contoh", field->example}}) : "";
    turn.first(turn.phrase("bantuan.langkah", {{"contoh", example}}));
    remind(turn);
}

namespace {

void resume(Turn& turn) {
    turn.session.officer_until = {};
    if (turn.draft()) return resume_draft(turn, *turn.draft());
    if (Draft* draft = latest_draft(turn.session)) return resume_draft(turn, *draft);
    if (const OwnRequest* request = returned_request(turn)) return start_correction(turn, *request);
    turn.first(turn.phrase("milik.kosong"));
    go(turn, asked::MainMenu{});
}

void correct(Turn& turn) {
    if (const OwnRequest* request = returned_request(turn)) return start_correction(turn, *request);
    show_own_requests(turn);
}

}  // namespace

Command read_command(std::string_view folded, bool zero_is_menu) {
    if (folded == "0") return zero_is_menu ? Command::Menu : Command::None;
    const auto it = std::ranges::find(spellings, folded, &Spelling::word);
    return it == spellings.end() ? Command::None : it->command;
}

void run(Turn& turn, Command command) {
    switch (command) {
        case Command::Menu:
            return show_menu(turn);
        case Command::Back:
            return step_back(turn);
        case Command::Cancel:
            return cancel_something(turn);
        case Command::Status:
            return show_own_requests(turn);
        case Command::Officer:
            return call_officer(turn, "petugas", "");
        case Command::Help:
            return help(turn);
        case Command::Privacy:
            return show_privacy(turn);
        case Command::Resume:
            return resume(turn);
        case Command::Correct:
            return correct(turn);
        case Command::None:
            return;
    }
}

// --- sentences ---

namespace {

std::string greeting_of(const Turn& turn, const Intent& intent) {
    return turn.phrase(intent.salam ? "salam.walaikum" : "salam.waktu",
                       {{"waktu", greeting_of_day(turn.catalog.office, turn.facts.now)}, {"kantor", turn.catalog.office.name}});
}

void greet(Turn& turn, const Intent& intent) {
    turn.first(greeting_of(turn, intent));
    if (!is_menu_like(turn.session.asked)) return show_again(turn);
    turn.first(turn.phrase("salam.perkenalan", {{"kantor", turn.catalog.office.name}}));
    if (const OwnRequest* request = returned_request(turn))
        turn.first(turn.phrase("salam.ada_perbaikan", {{"nomor", request->ticket}}));
    else if (const Draft* draft = latest_draft(turn.session); draft && !draft->agreed.empty())
        turn.first(turn.phrase("draf.disimpan", {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}}));
    go(turn, asked::MainMenu{});
}

// The longest name of an option that stands in the sentence; empty: none.
std::string mention(const FieldOption& option, const std::string& padded) {
    std::string longest;
    auto names = option.aliases;
    names.push_back(option.label);
    for (const auto& name : names) {
        const std::string wanted = " " + fold(name) + " ";
        if (wanted.size() > 2 && wanted.size() > longest.size() && padded.find(wanted) != std::string::npos) longest = wanted;
    }
    return longest;
}

// "sktm buat berobat" names the case, too: when only one fits, and nothing is denied or corrected.
std::string case_named(const Service& service, std::string_view text) {
    const Field* field = service.field(service.case_field);
    if (!field) return {};
    std::string padded = " " + fold(text) + " ";
    const FieldOption* best = nullptr;
    std::string best_mention;
    for (const FieldOption& option : field->options)
        if (const std::string found = mention(option, padded); found.size() > best_mention.size()) {
            best = &option;
            best_mention = found;
        }
    if (!best) return {};
    padded.replace(padded.find(best_mention), best_mention.size(), " ");
    constexpr std::string_view denials[] = {" bukan ", " tidak ", " tanpa ", " belum ", " tak ", " gak ", " ga ", " tapi "};
    const bool denied = std::ranges::any_of(denials, [&](std::string_view word) { return padded.find(word) != std::string::npos; });
    const bool another =
        std::ranges::any_of(field->options, [&](const FieldOption& o) { return &o != best && !mention(o, padded).empty(); });
    return denied || another ? "" : best->code;
}

// An answer to a question can sound like a service ("janda"); only a wish leaves the question.
bool sounds_like_a_wish(const Input& input) {
    constexpr std::string_view wishes[] = {"mau", "nak", "ingin", "buat", "bikin", "urus", "minta", "surat", "perlu", "pengantar", "ganti"};
    const auto said = words(input.text);
    return said.size() > 4 ||
           std::ranges::any_of(said, [&](const std::string& word) { return std::ranges::find(wishes, word) != std::end(wishes); });
}

void show_service(Turn& turn, std::string_view code, const Input& input, const Intent& intent) {
    const Service* service = turn.catalog.service(code);
    if (!service) return go(turn, asked::MainMenu{});
    if (intent.salam) turn.first(greeting_of(turn, intent));
    if (const Draft* draft = turn.draft(); draft && !draft->agreed.empty())
        turn.first(turn.phrase("draf.disimpan", {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}}));
    turn.session.current = 0;
    go(turn, asked::Requirements{std::string(code), case_named(*service, input.text)});
}

void explain_requirements(Turn& turn, const Intent& intent, const Input& input) {
    if (!intent.service.empty()) return show_service(turn, intent.service, input, intent);
    if (std::holds_alternative<asked::Requirements>(turn.session.asked)) return show_again(turn);
    turn.first(turn.phrase("info.syarat_umum"));
    is_menu_like(turn.session.asked) ? go(turn, asked::MainMenu{}) : remind(turn);
}

void thank(Turn& turn) {
    if (!turn.facts.prompt_unsent) turn.tell(turn.phrase("basa.sama_sama"));
}

}  // namespace

bool follow_intent(Turn& turn, const Intent& intent, const Input& input) {
    const bool open_draft = turn.draft() != nullptr;
    const auto* question = std::get_if<asked::Question>(&turn.session.asked);
    if (intent.services.size() > 1 && !question) {
        turn.session.current = 0;
        go(turn, asked::WhichService{intent.services});
    } else if (turn.catalog.service(intent.code)) {
        if (open_draft && (!intent.sure || !sounds_like_a_wish(input))) return false;
        show_service(turn, intent.code, input, intent);
    } else if (intent.code == "greet") {
        greet(turn, intent);
    } else if (intent.code == "thanks") {
        thank(turn);
    } else if (intent.code == "menu") {
        run(turn, Command::Menu);
    } else if (intent.code == "status") {
        run(turn, Command::Status);
    } else if (intent.code == "cancel") {
        run(turn, Command::Cancel);
    } else if (intent.code == "back") {
        run(turn, Command::Back);
    } else if (intent.code == "human") {
        call_officer(turn, "petugas", input.text);
    } else if (intent.code == "complaint") {
        take_complaint(turn, input.text, intent.urgent);
    } else if (intent.code == "info_hours") {
        show_hours_information(turn);
    } else if (intent.code == "info_contact") {
        show_contact_information(turn);
    } else if (intent.code == "info_requirements") {
        explain_requirements(turn, intent, input);
    } else if (const InfoCard* card = turn.catalog.card(intent.card)) {
        show_card(turn, *card);
    } else {
        return false;
    }
    turn.session.misses = 0;
    return true;
}

void not_understood(Turn& turn, const Input& input) {
    auto& session = turn.session;
    ++session.misses;
    session.unclear = cut_units(tidy(input.text), 200);
    const auto* question = std::get_if<asked::Question>(&session.asked);
    const Field* field = question && turn.service() ? turn.service()->field(question->field) : nullptr;
    const bool tired = session.misses >= limits::misses_before_officer;
    if (!turn.problem.empty() && field && session.misses == 1) {
        // The reason says it all; the whole question again would only make the bubble longer.
        std::string body = turn.problem;
        if (!field->options.empty()) body += "\n" + lines_of(options(turn, *question));
        body += "\n" + turn.phrase("tanya.sulit");
        return field->options.empty() ? turn.tell(std::move(body)) : turn.ask(std::move(body), options(turn, *question));
    }
    turn.first(turn.problem.empty() ? turn.phrase("tanya.belum_paham") : turn.problem);
    if (tired) turn.first(turn.phrase("tanya.tawarkan_petugas"));
    remind(turn);
}

}  // namespace flows
