#include "flows/step.hpp"

#include "flows/conversation/commands.hpp"
#include "flows/conversation/draft.hpp"
#include "flows/conversation/info.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/papers.hpp"
#include "flows/conversation/states.hpp"
#include "flows/text.hpp"

#include <algorithm>

namespace flows {
namespace {

constexpr auto recap_after = std::chrono::hours(6);

bool zero_is_an_answer(const Turn& turn) {
    if (std::holds_alternative<asked::MainMenu>(turn.session.asked)) return true;
    const auto* question = std::get_if<asked::Question>(&turn.session.asked);
    const Field* field = question && turn.service() ? turn.service()->field(question->field) : nullptr;
    if (!field) return false;
    return field->type == FieldType::Integer || field->type == FieldType::Decimal || field->type == FieldType::Rupiah;
}

bool names_a_ticket(const Turn& turn, std::string_view folded) {
    const std::string prefix = fold(turn.catalog.office.code);
    return folded.starts_with(prefix + " ") || folded.find(" " + prefix + " ") != std::string_view::npos;
}

// Nothing is awaited that "ya" could answer.
bool is_at_rest(const Asked& asked) {
    return std::holds_alternative<asked::Nothing>(asked) || std::holds_alternative<asked::MainMenu>(asked) ||
           std::holds_alternative<asked::InfoMenu>(asked) || std::holds_alternative<asked::OwnList>(asked) ||
           std::holds_alternative<asked::OwnRequestCard>(asked) || std::holds_alternative<asked::Correction>(asked);
}

template <std::size_t N>
bool says_only(std::string_view text, const std::string_view (&known)[N]) {
    const auto said = words(text);
    return !said.empty() && said.size() <= 8 &&
           std::ranges::all_of(said, [&](const std::string& word) { return std::ranges::find(known, word) != std::end(known); });
}

bool is_mere_politeness(const Turn& turn, const Input& input) {
    constexpr std::string_view polite[] = {"ok",     "oke",   "okay", "baik",     "siap",   "ya",     "iya",          "iye",   "sip",
                                           "waduh",  "aduh",  "pak",  "bu",       "min",    "bang",   "kak",          "nanti", "saya",
                                           "segera", "kirim", "dulu", "ditunggu", "tunggu", "mantap", "alhamdulillah"};
    return is_at_rest(turn.session.asked) && says_only(input.text, polite);
}

// "makasih ya" to somebody who waits for a photograph.
bool will_send_them(const Turn& turn, const Input& input) {
    constexpr std::string_view promising[] = {"ok",  "oke", "okay", "baik", "siap",    "ya",     "iya",   "iye",   "sip",   "mantap",
                                              "pak", "bu",  "min",  "kak",  "makasih", "terima", "kasih", "trims", "banyak"};
    return std::holds_alternative<asked::Papers>(turn.session.asked) && turn.service() && says_only(input.text, promising) &&
           !missing_papers(turn, *turn.service(), *turn.draft()).empty();
}

// What has not left yet says more: a courtesy must not take its place.
void answer_politeness(Turn& turn) {
    if (turn.facts.prompt_unsent) return;
    const bool awaited = returned_request(turn) || std::holds_alternative<asked::Papers>(turn.session.asked);
    turn.tell(turn.phrase(awaited ? "basa.menunggu" : "basa.baik"));
}

bool answer_open_question(Turn& turn, const Input& input) {
    const Asked asked = turn.session.asked;
    return std::visit([&](const auto& state) { return answer(turn, state, input); }, asked);
}

// The very words of an option come before the commands: "Tidak jadi", "Status". So do answers to "really?".
bool names_an_option(const Turn& turn, const Input& input) {
    if (std::holds_alternative<asked::ConfirmDrop>(turn.session.asked) || std::holds_alternative<asked::ConfirmCancel>(turn.session.asked))
        return input.folded != "0" && input.folded != "menu";
    const auto choices = std::visit([&](const auto& state) { return options(turn, state); }, turn.session.asked);
    return std::ranges::any_of(
        choices, [&](const Option& o) { return o.id != ids::menu && !input.folded.empty() && fold(o.label) == input.folded; });
}

void on_text(Turn& turn, std::string_view text) {
    const Input input{text, fold(text), std::nullopt};
    if (turn.facts.officer_talking) {
        if (read_command(input.folded, true) != Command::Menu) return tell_officer(turn, text);
        turn.effects.push_back(EndOfficerTalk{});
        return run(turn, Command::Menu);
    }
    if (will_send_them(turn, input)) return answer_politeness(turn);
    if (read_command(input.folded, true) == Command::None && take_words_of_burst(turn, input)) return;
    if (names_an_option(turn, input) && answer_open_question(turn, input)) return;
    if (std::holds_alternative<asked::Question>(turn.session.asked) && input.folded == "contoh") return help(turn);
    if (const Command command = read_command(input.folded, !zero_is_an_answer(turn)); command != Command::None) return run(turn, command);
    if (names_a_ticket(turn, input.folded) && show_ticket(turn, text)) return;
    if (is_mere_politeness(turn, input)) return answer_politeness(turn);
    const bool officer_called = turn.facts.now < turn.session.officer_until && std::holds_alternative<asked::Nothing>(turn.session.asked);
    if (!officer_called && answer_open_question(turn, input)) return;
    const Intent intent = understand(turn.catalog, text);
    if (officer_called && !turn.catalog.service(intent.code)) {
        tell_officer(turn, text);
        return turn.tell(turn.phrase("petugas.sudah_disampaikan"));
    }
    if (follow_intent(turn, intent, input)) return;
    if (turn.facts.prompt_unsent) return;  // whatever this was about, it was no answer to what nobody has read; that comes now
    if (input.folded.empty()) return is_at_rest(turn.session.asked) ? answer_politeness(turn) : remind(turn);  // 👍 changes nothing
    if (std::holds_alternative<asked::Nothing>(turn.session.asked)) turn.session.asked = asked::MainMenu{};
    not_understood(turn, input);
}

// Option ids that mean the same wherever they are tapped.
bool follow_global_tap(Turn& turn, std::string_view id, std::string_view title) {
    const Input input{title, fold(title), std::nullopt};
    if (id == ids::menu) {
        run(turn, Command::Menu);
    } else if (id == ids::status) {
        run(turn, Command::Status);
    } else if (id == ids::info) {
        go(turn, asked::InfoMenu{});
    } else if (id == ids::officer || id.starts_with("info:") || id.starts_with(ids::card)) {
        show_information(turn, id);
    } else if (id.starts_with(ids::service)) {
        Intent intent;
        intent.code = id.substr(ids::service.size());
        follow_intent(turn, intent, input);
    } else if (id.starts_with(ids::own) && own_request(turn, id.substr(ids::own.size()))) {
        go(turn, asked::OwnRequestCard{std::string(id.substr(ids::own.size()))});
    } else {
        return false;
    }
    return true;
}

void on_tap(Turn& turn, const Choice& tap) {
    const auto choices = std::visit([&](const auto& state) { return options(turn, state); }, turn.session.asked);
    const auto it = std::ranges::find(choices, tap.id, &Option::id);
    if (it != choices.end()) {
        const Input input{it->label, fold(it->label), static_cast<std::size_t>(it - choices.begin())};
        if (answer_open_question(turn, input)) return;
    }
    if (follow_global_tap(turn, tap.id, tap.title)) return;
    // A tap whose id we never made (a template's button) speaks by its words; one of ours is from a question that has passed.
    if (tap.id.find(':') == std::string::npos) return on_text(turn, tap.title.empty() ? tap.id : tap.title);
    turn.first(turn.phrase("tanya.sudah_lewat"));
    show_again(turn);
}

void on_unsupported(Turn& turn, const Unsupported& thing) {
    if (thing.what == "reaction" || thing.what == "revoke" || thing.what == "request_welcome") return;
    turn.first(turn.phrase("media.lain"));
    remind(turn);
}

void recap_after_a_pause(Turn& turn) {
    const Draft* draft = turn.draft();
    if (!draft || draft->agreed.empty() || turn.facts.now - draft->touched < recap_after) return;
    recap(turn, *draft);
}

void forget_old_drafts(Turn& turn) {
    const auto age = std::chrono::days(turn.catalog.office.draft_days);
    std::vector<int> old;
    for (const Draft& draft : turn.session.drafts)
        if (turn.facts.now - draft.touched > age) old.push_back(draft.number);
    for (const int number : old) {
        const bool was_current = number == turn.session.current;
        drop_draft(turn, number);
        if (was_current) turn.session.asked = asked::Nothing{};
    }
}

// A state of a draft cannot outlive the draft.
bool needs_draft(const Asked& asked) {
    return std::holds_alternative<asked::Consent>(asked) || std::holds_alternative<asked::Question>(asked) ||
           std::holds_alternative<asked::ConfirmAnswer>(asked) || std::holds_alternative<asked::Papers>(asked) ||
           std::holds_alternative<asked::NameFile>(asked) || std::holds_alternative<asked::Summary>(asked) ||
           std::holds_alternative<asked::WhichChange>(asked) || std::holds_alternative<asked::ConfirmDrop>(asked);
}

// Photographs that wait for a name cannot outlive the question: whoever leaves it is told, and nothing stays behind unseen.
void let_go_of_unnamed_files(Turn& turn, const Asked& before) {
    const auto* open = std::get_if<asked::CorrectionFile>(&before);
    if (!open || std::holds_alternative<asked::CorrectionFile>(turn.session.asked)) return;
    std::vector<AttachmentId> files = open->files;
    for (const Effect& effect : turn.effects) {
        if (const auto* attached = std::get_if<AttachToRequest>(&effect)) std::erase(files, attached->file);
        if (const auto* discarded = std::get_if<DiscardAttachments>(&effect))
            for (const AttachmentId id : discarded->files) std::erase(files, id);
    }
    if (files.empty()) return;
    turn.effects.push_back(DiscardAttachments{std::move(files)});
    for (Reply& reply : turn.replies)
        if (auto* menu = std::get_if<Menu>(&reply.content)) {
            menu->body = turn.phrase("perbaikan.foto_dilepas") + "\n\n" + menu->body;
            return;
        }
    turn.tell(turn.phrase("perbaikan.foto_dilepas"));
}

void on_inbound(Turn& turn, const Inbound& inbound) {
    turn.profile_name = inbound.profile_name;
    forget_old_drafts(turn);
    if (needs_draft(turn.session.asked) && !turn.draft()) turn.session.asked = asked::Nothing{};
    const Asked before = turn.session.asked;
    struct {
        Turn& turn;
        void operator()(const Text& text) const {
            recap_after_a_pause(turn);
            on_text(turn, text.body);
        }
        void operator()(const Choice& tap) const { on_tap(turn, tap); }
        void operator()(const Media& media) const {
            recap_after_a_pause(turn);
            take_media(turn, media);
        }
        void operator()(const Location&) const {
            turn.first(turn.phrase("media.lokasi"));
            remind(turn);
        }
        void operator()(const Unsupported& thing) const { on_unsupported(turn, thing); }
    } handle{turn};
    std::visit(handle, inbound.content);
    let_go_of_unnamed_files(turn, before);
    turn.session.last_at = turn.facts.now;
}

void on_reminder(Turn& turn) {
    forget_old_drafts(turn);
    if (const Draft* draft = latest_draft(turn.session); draft && !draft->agreed.empty())
        turn.tell(turn.phrase("draf.ingat", {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}}));
}

}  // namespace

bool unread_matters(const Session& session, const Event& event) {
    const auto* inbound = std::get_if<Inbound>(&event);
    return inbound &&
           (std::holds_alternative<Media>(inbound->content) || !session.drafts.empty() ||
            std::holds_alternative<asked::Correction>(session.asked) || std::holds_alternative<asked::CorrectionFile>(session.asked));
}

StepResult step(const Catalog& catalog, const Session& session, const Event& event, const Facts& facts) {
    Turn turn{catalog, facts, session};
    struct {
        Turn& turn;
        void operator()(const Inbound& inbound) const { on_inbound(turn, inbound); }
        void operator()(const AttachmentRefused& refused) const { take_refused_file(turn, refused); }
        void operator()(const ReminderDue&) const { on_reminder(turn); }
    } handle{turn};
    std::visit(handle, event);
    return {std::move(turn.session), std::move(turn.replies), std::move(turn.effects)};
}

}  // namespace flows
