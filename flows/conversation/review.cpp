#include "flows/conversation/review.hpp"

#include "flows/conversation/draft.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/papers.hpp"
#include "flows/conversation/states.hpp"
#include "flows/office_time.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

bool is_identity_number(const Field& field) { return field.type == FieldType::Nik || field.type == FieldType::FamilyCard; }

std::string shown_in_summary(const Field& field, const Answer& given) {
    if (given.value.empty()) return "-";
    return is_identity_number(field) ? mask_number(given.value) : unmarked(given.shown);
}

std::string answers_summary(const Turn& turn, const Service& service, const Draft& draft) {
    std::string out;
    for (const Field* field : chat_fields(turn, service, draft.answers))
        if (const auto given = draft.answers.find(field->code); given != draft.answers.end())
            out += fmt::format("{}: {}\n", field->label, shown_in_summary(*field, given->second));
    return out;
}

bool is_complete(const Turn& turn) {
    const Draft& draft = *turn.draft();
    const Service& service = *turn.service();
    return draft.unnamed.empty() && !next_field(turn, service, draft.answers) && missing_papers(turn, service, draft).empty();
}

}  // namespace

// --- summary ----------------------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::Summary&) {
    return {{fmt::format("file:{}", turn.session.current), turn.phrase("pilihan.kirim"), ""},
            {fmt::format("change:{}", turn.session.current), turn.phrase("pilihan.ubah"), ""},
            menu_option(turn)};
}

void show(Turn& turn, const asked::Summary& state) {
    const Service* service = turn.service();
    if (!service || !is_complete(turn)) return advance(turn);
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("ringkasan.isi", {{"layanan", service->name},
                                           {"isian", answers_summary(turn, *service, *turn.draft())},
                                           {"berkas", papers_summary(turn, *service, *turn.draft())},
                                           {"tambahan", optional_papers_line(turn, *service, *turn.draft())},
                                           {"pilihan", inline_of(choices)}}),
             choices);
}

bool answer(Turn& turn, const asked::Summary& state, const Input& input) {
    auto index = pick(input, options(turn, state));
    if (!index && state.guessed != 0 && input.folded == "salah") {
        take_back_last_file(turn);
        return true;
    }
    if (!index && (input.folded.starts_with("nanti") || input.folded.ends_with(" nanti"))) {
        turn.tell(turn.phrase("draf.disimpan_saja", {{"judul", draft_title(turn, *turn.draft())}}));
        return true;
    }
    if (!index) {
        const YesNo said = read_yes_no(input.text);
        if (said == YesNo::Yes || input.folded.starts_with("kirim")) index = 0;
        if (said == YesNo::No || input.folded.find("ubah") != std::string::npos || input.folded.find("salah") != std::string::npos ||
            input.folded.find("ganti") != std::string::npos)
            index = 1;
    }
    if (!index) return false;
    if (*index == 0 && turn.facts.prompt_unsent) {  // nobody sends off what he has not read
        turn.settles = true;
        show_again(turn);
    } else if (*index == 0)
        file_draft(turn);
    else if (*index == 1)
        go(turn, asked::WhichChange{});
    else
        go(turn, asked::MainMenu{});
    return true;
}

namespace {

// Who asks: named in the answers, or the subject itself, or else whoever holds the phone.
std::string applicant_of(const Turn& turn, const FileRequest& filed) {
    if (const auto named = filed.answers.find("pemohon_nama"); named != filed.answers.end()) return named->second.shown;
    const auto relation = filed.answers.find("hubungan");
    const bool for_oneself = relation != filed.answers.end() && relation->second.value == "diri_sendiri";
    const std::string profile = tidy(turn.profile_name);
    return for_oneself || profile.empty() ? filed.subject : profile;
}

}  // namespace

void file_draft(Turn& turn) {
    const Service* service = turn.service();
    if (!service || !is_complete(turn)) return advance(turn);
    if (too_many_open(turn)) return;
    Draft draft = *turn.draft();
    const Office& office = turn.catalog.office;
    FileRequest filed;
    filed.ticket = turn.facts.next_ticket;
    filed.service = service->code;
    filed.subject = subject_name(*service, draft.answers);
    filed.agreed = draft.agreed;
    filed.due_at = add_working_minutes(office, turn.facts.now, service->check_minutes);
    const Answers known = known_answers(turn, *service, draft.answers);
    for (const Field& field : service->fields)
        if (const auto given = draft.answers.find(field.code); given != draft.answers.end() && holds(field.when, known))
            filed.answers.insert(*given);
    filed.applicant = applicant_of(turn, filed);

    std::vector<AttachmentId> unused = draft.unnamed;
    std::string to_bring;
    const auto applicable = papers_that_apply(turn, *service, draft.answers);
    for (const Document* document : applicable) {
        const Paper* paper = find_paper(draft, document->code);
        if (document->optional && !paper) continue;
        filed.papers.push_back(paper ? *paper : Paper{document->code, PaperState::Belum, "", {}});
        if (paper && paper->state == PaperState::Bawa) to_bring += fmt::format("\n• {}", document->name);
    }
    for (const Paper& paper : draft.papers)
        if (std::ranges::none_of(applicable, [&](const Document* d) { return d->code == paper.code; }))
            unused.insert(unused.end(), paper.files.begin(), paper.files.end());

    const std::string ticket = filed.ticket;
    const std::string due = show_moment(office, filed.due_at);
    turn.effects.push_back(std::move(filed));
    if (!unused.empty()) turn.effects.push_back(DiscardAttachments{std::move(unused)});
    std::erase_if(turn.session.drafts, [&](const Draft& d) { return d.number == draft.number; });
    turn.session.current = 0;
    turn.session.asked = asked::Nothing{};
    const std::string_view key = !to_bring.empty() ? "tiket.bawa" : service->condolence ? "tiket.duka" : "tiket.biasa";
    turn.inform(turn.phrase(key, {{"nomor", ticket}, {"kapan", due}, {"berkas", to_bring}}));
}

// --- changing one answer ---

std::vector<Option> options(const Turn& turn, const asked::WhichChange& state) {
    std::vector<Option> out;
    const Service* service = turn.service();
    for (const auto& code : state.fields)
        if (const Field* field = service ? service->field(code) : nullptr)
            out.push_back({fmt::format("c:{}:{}", turn.session.current, code), field->label, ""});
    out.push_back({fmt::format("c:{}:berkas", turn.session.current), turn.phrase("pilihan.ubah_berkas"), ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::WhichChange&) {
    const Service* service = turn.service();
    if (!service) return advance(turn);
    asked::WhichChange state;
    for (const Field* field : chat_fields(turn, *service, turn.draft()->answers)) state.fields.push_back(field->code);
    turn.session.asked = state;
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("ubah.yang_mana", {{"pilihan", lines_of(choices)}}), choices);
}

bool answer(Turn& turn, const asked::WhichChange& state, const Input& input) {
    const auto choices = options(turn, state);
    auto index = pick(input, choices);
    // "nama" or "ubah nik": the words of a label are enough when they fit only one.
    if (!index && !input.folded.empty()) {
        std::vector<FieldOption> labels;
        for (const Option& option : choices) labels.push_back({option.id, option.label, {}});
        std::string_view wish = input.folded;
        for (const std::string_view verb : {"ubah ", "ganti ", "salah "})
            if (wish.starts_with(verb)) wish.remove_prefix(verb.size());
        index = read_option(wish, labels);
    }
    if (!index) return false;
    if (choices[*index].id == ids::menu) {
        go(turn, asked::MainMenu{});
    } else if (choices[*index].id.ends_with(":berkas")) {
        ask_papers_again(turn);
    } else {
        go(turn, asked::Question{state.fields[*index], true});
    }
    return true;
}

// --- one step back ---

namespace {

// The question before `code`, or the last one when `code` is empty.
const Field* question_before(const Turn& turn, std::string_view code) {
    const auto fields = chat_fields(turn, *turn.service(), turn.draft()->answers);
    if (fields.empty()) return nullptr;
    if (code.empty()) return fields.back();
    const auto it = std::ranges::find_if(fields, [&](const Field* f) { return f->code == code; });
    return it == fields.end() || it == fields.begin() ? nullptr : *(it - 1);
}

void back_to_question(Turn& turn, const Field* field) {
    Draft& draft = *turn.draft();
    if (!field) {
        const asked::Requirements card{draft.service, ""};
        turn.session.current = 0;
        return go(turn, card);
    }
    draft.answers.erase(field->code);
    go(turn, asked::Question{field->code, false});
}

}  // namespace

void step_back(Turn& turn) {
    const Asked asked = turn.session.asked;
    if (turn.draft() && turn.service()) {
        if (const auto* question = std::get_if<asked::Question>(&asked))
            return question->changing ? go(turn, asked::Summary{}) : back_to_question(turn, question_before(turn, question->field));
        if (const auto* doubt = std::get_if<asked::ConfirmAnswer>(&asked)) return go(turn, asked::Question{doubt->field, doubt->changing});
        if (std::holds_alternative<asked::Papers>(asked) || std::holds_alternative<asked::NameFile>(asked))
            return back_to_question(turn, question_before(turn, ""));
        if (std::holds_alternative<asked::Summary>(asked)) return ask_papers_again(turn);
        if (std::holds_alternative<asked::WhichChange>(asked) || std::holds_alternative<asked::ConfirmDrop>(asked)) return advance(turn);
        if (std::holds_alternative<asked::Consent>(asked)) return back_to_question(turn, nullptr);
    }
    if (const auto* which = std::get_if<asked::WhichCase>(&asked)) return go(turn, asked::Requirements{which->service, ""});
    if (const auto* resume = std::get_if<asked::ResumeOrNew>(&asked))
        return go(turn, asked::Requirements{resume->service, resume->chosen_case});
    if (std::holds_alternative<asked::OwnRequestCard>(asked) || std::holds_alternative<asked::ConfirmCancel>(asked))
        return show_own_requests(turn);
    go(turn, asked::MainMenu{});
}

}  // namespace flows
