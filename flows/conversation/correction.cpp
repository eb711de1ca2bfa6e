// A request that came back from the desk: only what was asked for again is asked for, a paper or an answer at a time.
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/papers.hpp"
#include "flows/conversation/states.hpp"
#include "flows/office_time.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

const Wanted* first_wanted(const std::vector<Wanted>& wanted, bool fields) {
    const auto it = std::ranges::find(wanted, fields, &Wanted::is_field);
    return it == wanted.end() ? nullptr : &*it;
}

// What is still wanted after this turn's effects.
std::vector<Wanted> still_wanted(const Turn& turn, const OwnRequest& request) {
    std::vector<Wanted> wanted = request.wanted;
    const auto came = [&](std::string_view ticket, std::string_view code) {
        if (ticket == request.ticket) std::erase_if(wanted, [&](const Wanted& w) { return w.code == code; });
    };
    for (const Effect& effect : turn.effects) {
        if (const auto* file = std::get_if<AttachToRequest>(&effect)) came(file->ticket, file->document);
        if (const auto* amended = std::get_if<AmendAnswer>(&effect)) came(amended->ticket, amended->field);
    }
    return wanted;
}

std::string name_of(const Turn& turn, const OwnRequest& request, const Wanted& wanted) {
    const Service* service = turn.catalog.service(request.service);
    if (service && wanted.is_field)
        if (const Field* field = service->field(wanted.code)) return field->label;
    if (service)
        if (const Document* document = service->document(wanted.code)) return document->label;
    return wanted.code;
}

std::string names_of(const Turn& turn, const OwnRequest& request, const std::vector<Wanted>& wanted) {
    std::string out;
    for (const Wanted& w : wanted) out += (out.empty() ? "" : ", ") + name_of(turn, request, w);
    return out;
}

// One wanted thing (`code`) has come. Either the next is asked for, or the request goes back to the desk.
void after_one(Turn& turn, const OwnRequest& request, std::string_view code) {
    const auto rest = still_wanted(turn, request);
    if (rest.empty()) {
        const Service* service = turn.catalog.service(request.service);
        const int minutes = service ? service->check_minutes : 240;
        turn.effects.push_back(ResubmitRequest{request.ticket, add_working_minutes(turn.catalog.office, turn.facts.now, minutes)});
        turn.session.asked = asked::Correction{request.ticket, std::string(code)};  // another page of it may follow
        return turn.tell(turn.phrase("perbaikan.lengkap", {{"nomor", request.ticket}}));
    }
    turn.session.asked = asked::Correction{request.ticket, rest.front().code};
    turn.tell(turn.phrase("perbaikan.masih_kurang", {{"daftar", names_of(turn, request, rest)}}));
}

void attach(Turn& turn, const OwnRequest& request, AttachmentId file, const std::string& document) {
    turn.effects.push_back(AttachToRequest{request.ticket, document, file});
    const bool wanted = std::ranges::any_of(request.wanted, [&](const Wanted& w) { return w.code == document; });
    if (wanted) return after_one(turn, request, document);
    turn.tell(turn.phrase("perbaikan.tambahan"));
}

}  // namespace

void start_correction(Turn& turn, const OwnRequest& request) {
    turn.session.current = 0;
    const Wanted* field = first_wanted(request.wanted, true);
    go(turn, asked::Correction{request.ticket, field ? field->code : request.wanted.empty() ? "" : request.wanted.front().code});
}

void show(Turn& turn, const asked::Correction& state) {
    const OwnRequest* request = own_request(turn, state.ticket);
    if (!request || request->wanted.empty()) return go(turn, asked::MainMenu{});
    const Service* service = turn.catalog.service(request->service);
    const Field* field = service ? service->field(state.expected) : nullptr;
    const auto names = names_of(turn, *request, request->wanted);
    if (field && std::ranges::any_of(request->wanted, [&](const Wanted& w) { return w.is_field && w.code == field->code; }))
        return turn.tell(turn.phrase("perbaikan.tanya", {{"nomor", request->ticket}, {"pertanyaan", fill(field->question, {})}}));
    turn.tell(turn.phrase("perbaikan.kirim", {{"nomor", request->ticket}, {"daftar", names}}));
}

bool answer(Turn& turn, const asked::Correction& state, const Input& input) {
    const OwnRequest* request = own_request(turn, state.ticket);
    const Service* service = request ? turn.catalog.service(request->service) : nullptr;
    const Field* field = service ? service->field(state.expected) : nullptr;
    const bool field_wanted =
        field && std::ranges::any_of(request->wanted, [&](const Wanted& w) { return w.is_field && w.code == field->code; });
    if (!field_wanted) return false;
    Reading reading = read_answer(*field, input.text, {turn.catalog.office, request->answers, turn.facts.now});
    if (reading.kind == Reading::Kind::Rejected) {
        std::vector<Placeholder> details;
        for (const auto& [name, value] : reading.details) details.push_back({name, value});
        turn.problem = turn.phrase(reading.phrase, details);
        return false;
    }
    turn.effects.push_back(AmendAnswer{request->ticket, field->code, std::move(reading.answer)});
    after_one(turn, *request, field->code);
    return true;
}

// --- files ---

namespace {

std::vector<const Document*> documents_of(const Turn& turn, const OwnRequest& request, const std::vector<std::string>& codes) {
    std::vector<const Document*> out;
    const Service* service = turn.catalog.service(request.service);
    for (const auto& code : codes)
        if (const Document* document = service ? service->document(code) : nullptr) out.push_back(document);
    return out;
}

std::vector<std::string> wanted_papers(const OwnRequest& request) {
    std::vector<std::string> out;
    for (const Wanted& wanted : request.wanted)
        if (!wanted.is_field) out.push_back(wanted.code);
    return out;
}

}  // namespace

void take_correction_file(Turn& turn, const OwnRequest& request, AttachmentId file, std::string_view caption) {
    const auto codes = wanted_papers(request);
    const std::string named = document_meant(documents_of(turn, request, codes), caption);
    if (!named.empty()) return attach(turn, request, file, named);
    if (codes.size() == 1) return attach(turn, request, file, codes.front());
    if (codes.empty()) {
        const auto* state = std::get_if<asked::Correction>(&turn.session.asked);
        if (state && !documents_of(turn, request, {state->expected}).empty()) {
            const std::string same = state->expected;
            return attach(turn, request, file, same);
        }
        turn.effects.push_back(DiscardAttachments{{file}});
        return turn.tell(turn.phrase("perbaikan.tidak_perlu", {{"nomor", request.ticket}}));
    }
    asked::CorrectionFile state{request.ticket, {}, codes};
    if (const auto* open = std::get_if<asked::CorrectionFile>(&turn.session.asked); open && open->ticket == request.ticket)
        state.files = open->files;
    state.files.push_back(file);
    go(turn, state);
}

std::vector<Option> options(const Turn& turn, const asked::CorrectionFile& state) {
    std::vector<Option> out;
    const OwnRequest* request = own_request(turn, state.ticket);
    if (!request || state.files.empty()) return out;
    for (const Document* document : documents_of(turn, *request, state.choices))
        out.push_back({fmt::format("fixdoc:{}:{}", state.files.front(), document->code), document->label, ""});
    return out;
}

void show(Turn& turn, const asked::CorrectionFile& state) {
    const auto choices = options(turn, state);
    if (choices.empty()) return go(turn, asked::MainMenu{});
    const auto count = state.files.size();
    turn.ask(turn.phrase(count == 1 ? "berkas.foto_mana" : "berkas.foto_pertama_mana",
                         {{"jumlah", fmt::to_string(count)}, {"pilihan", lines_of(choices)}}),
             choices);
}

bool answer(Turn& turn, const asked::CorrectionFile& state, const Input& input) {
    const OwnRequest* request = own_request(turn, state.ticket);
    if (!request || state.files.empty()) return false;
    const auto index = pick(input, options(turn, state));
    const auto documents = documents_of(turn, *request, state.choices);
    const std::string named = index ? documents[*index]->code : document_meant(documents, input.text);
    if (named.empty()) return false;
    asked::CorrectionFile rest = state;
    rest.files.erase(rest.files.begin());
    std::erase(rest.choices, named);
    if (rest.files.empty() || rest.choices.empty()) {
        attach(turn, *request, state.files.front(), named);
        if (!rest.files.empty()) turn.effects.push_back(DiscardAttachments{rest.files});
        return true;
    }
    turn.effects.push_back(AttachToRequest{request->ticket, named, state.files.front()});
    if (rest.choices.size() == 1 && rest.files.size() == 1) {
        attach(turn, *request, rest.files.front(), rest.choices.front());
        return true;
    }
    go(turn, rest);
    return true;
}

}  // namespace flows
