// The card of a service: what to prepare, told only as far as it applies, and the way to start.
#include "flows/conversation/draft.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/states.hpp"
#include "flows/intent.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

// What is known before the first question: at most the case that was named. For the rest the card speaks to the usual citizen, who would
// choose the first option of the first question ("Saya sendiri"); what others need besides is listed as "bila perlu".
Answers answers_of_case(const Service& service, std::string_view chosen_case) {
    Answers answers;
    if (!service.fields.empty() && !service.fields.front().options.empty())
        answers[service.fields.front().code] = {service.fields.front().options.front().code, "", {}};
    if (!chosen_case.empty()) answers[service.case_field] = {std::string(chosen_case), "", {}};
    return answers;
}

bool depends_only_on_case(const When& when, const Service& service) {
    return std::ranges::all_of(when, [&](const Condition& c) { return c.field == service.case_field; });
}

struct PaperLines {
    std::string needed, perhaps, optional;
};

PaperLines paper_lines(const Turn& turn, const Service& service, std::string_view chosen_case) {
    const Answers known = known_answers(turn, service, answers_of_case(service, chosen_case));
    PaperLines out;
    for (const Document& document : service.documents) {
        const std::string because = document.because.empty() || document.when.empty() ? "" : fmt::format(" ({})", document.because);
        const std::string line = fmt::format("• {}{}\n", document.name, because);
        const bool applies = holds(document.when, known);
        const bool case_rules_it_out = !applies && !chosen_case.empty() && depends_only_on_case(document.when, service);
        if (case_rules_it_out) continue;
        (document.optional ? out.optional : applies ? out.needed : out.perhaps) += line;
    }
    return out;
}

}  // namespace

std::vector<Option> options(const Turn& turn, const asked::Requirements& state) {
    const Service* service = turn.catalog.service(state.service);
    std::vector<Option> out{{"go:" + state.service, turn.phrase("pilihan.mulai"), ""}};
    if (service && !service->case_field.empty()) out.push_back({"cases:" + state.service, turn.phrase("pilihan.keperluan_lain"), ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::Requirements& state) {
    const Service* service = turn.catalog.service(state.service);
    if (!service) return go(turn, asked::MainMenu{});
    const auto choices = options(turn, state);
    const PaperLines papers = paper_lines(turn, *service, state.chosen_case);
    std::string body;
    if (service->condolence) body += turn.phrase("layanan.duka") + "\n\n";
    body += turn.phrase("layanan.kepala", {{"nama", service->name}, {"biaya", service->cost}, {"waktu", service->duration}});
    body += "\n\n" + turn.phrase("layanan.siapkan", {{"berkas", papers.needed}});
    const auto add = [&](std::string_view key, const std::string& lines) {
        if (!lines.empty()) body += "\n" + turn.phrase(key, {{"berkas", lines}});
    };
    add("layanan.bila_perlu", papers.perhaps);
    add("layanan.boleh_ditambah", papers.optional);
    if (!service->note.empty()) body += "\n" + service->note + "\n";
    body += "\n" + turn.phrase("layanan.ajakan", {{"pilihan", inline_of(choices)}});
    turn.ask(std::move(body), choices);
}

void remind(Turn& turn, const asked::Requirements& state) {
    const Service* service = turn.catalog.service(state.service);
    if (!service) return go(turn, asked::MainMenu{});
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("layanan.ingat", {{"nama", service->name}, {"pilihan", inline_of(choices)}}), choices);
}

namespace {

void start(Turn& turn, const Service& service, std::string_view chosen_case) {
    if (too_many_open(turn)) return;
    for (const OwnRequest& request : turn.facts.requests)
        if (request.service == service.code && is_open(request.status)) {
            turn.first(turn.phrase("layanan.sudah_ada", {{"nomor", request.ticket}, {"nama", short_name(request.subject)}}));
            break;
        }
    for (const Draft& draft : turn.session.drafts)
        if (draft.service == service.code && !draft.agreed.empty())
            return go(turn, asked::ResumeOrNew{service.code, std::string(chosen_case), draft.number});
    start_draft(turn, service, chosen_case);
    advance(turn);
}

}  // namespace

bool answer(Turn& turn, const asked::Requirements& state, const Input& input) {
    const Service* service = turn.catalog.service(state.service);
    if (!service) return false;
    const auto choices = options(turn, state);
    const auto index = pick(input, choices);
    if (index && choices[*index].id == ids::menu) {
        go(turn, asked::MainMenu{});
        return true;
    }
    if (index && choices[*index].id.starts_with("cases:")) {
        go(turn, asked::WhichCase{state.service});
        return true;
    }
    if (index || read_yes_no(input.text) == YesNo::Yes || input.folded.starts_with("mulai")) {
        start(turn, *service, state.chosen_case);
        return true;
    }
    // "untuk berobat" under the card: the same card for that case.
    if (const Field* field = service->field(service->case_field))
        if (const auto option = read_option(input.text, field->options)) {
            go(turn, asked::Requirements{state.service, field->options[*option].code});
            return true;
        }
    return false;
}

// --- requirements by case ---------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::WhichCase& state) {
    std::vector<Option> out;
    const Service* service = turn.catalog.service(state.service);
    if (const Field* field = service ? service->field(service->case_field) : nullptr)
        for (const FieldOption& option : field->options) out.push_back({"case:" + state.service + ":" + option.code, option.label, ""});
    out.push_back(menu_option(turn));
    return out;
}

void show(Turn& turn, const asked::WhichCase& state) {
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("layanan.keperluan_mana", {{"pilihan", lines_of(choices)}}), choices);
}

bool answer(Turn& turn, const asked::WhichCase& state, const Input& input) {
    const Service* service = turn.catalog.service(state.service);
    const Field* field = service ? service->field(service->case_field) : nullptr;
    if (!field) return false;
    auto index = pick(input, options(turn, state));
    if (!index) index = read_option(input.text, field->options);
    if (!index) return false;
    if (*index >= field->options.size())
        go(turn, asked::MainMenu{});
    else
        go(turn, asked::Requirements{state.service, field->options[*index].code});
    return true;
}

// --- the same service again while a draft of it is kept ---

namespace {

Draft* draft_numbered(Session& session, int number) {
    const auto it = std::ranges::find(session.drafts, number, &Draft::number);
    return it == session.drafts.end() ? nullptr : &*it;
}

}  // namespace

std::vector<Option> options(const Turn& turn, const asked::ResumeOrNew& state) {
    return {{fmt::format("resume:{}", state.draft), turn.phrase("pilihan.lanjutkan"), ""},
            {fmt::format("new:{}", state.draft), turn.phrase("pilihan.baru"), ""},
            menu_option(turn)};
}

void show(Turn& turn, const asked::ResumeOrNew& state) {
    const Draft* draft = draft_numbered(turn.session, state.draft);
    const Service* service = turn.catalog.service(state.service);
    if (!service) return go(turn, asked::MainMenu{});
    if (!draft) return start(turn, *service, state.chosen_case);
    const auto choices = options(turn, state);
    turn.ask(turn.phrase("draf.ada",
                         {{"judul", draft_title(turn, *draft)}, {"maju", draft_progress(turn, *draft)}, {"pilihan", lines_of(choices)}}),
             choices);
}

bool answer(Turn& turn, const asked::ResumeOrNew& state, const Input& input) {
    auto index = pick(input, options(turn, state));
    if (!index && (read_yes_no(input.text) == YesNo::Yes || input.folded.starts_with("lanjut"))) index = 0;
    if (!index && input.folded.find("baru") != std::string::npos) index = 1;
    if (!index) return false;
    Draft* draft = draft_numbered(turn.session, state.draft);
    const Service* service = turn.catalog.service(state.service);
    if (*index == 2 || !service) {
        go(turn, asked::MainMenu{});
    } else if (*index == 0 && draft) {
        resume_draft(turn, *draft);
    } else {
        start_draft(turn, *service, state.chosen_case);
        advance(turn);
    }
    return true;
}

}  // namespace flows
