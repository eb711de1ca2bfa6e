#include "flows/conversation/draft.hpp"

#include "flows/conversation/states.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

// An answer stays valid only while its field would still accept it: options may have gone from the file.
bool is_answered(const Field& field, const Answers& answers) {
    const auto found = answers.find(field.code);
    if (found == answers.end()) return false;
    if (field.type != FieldType::Choice) return true;
    return std::ranges::any_of(field.options, [&](const FieldOption& o) { return o.code == found->second.value; });
}

}  // namespace

Answers known_answers(const Turn& turn, const Service& service, const Answers& answers) {
    return with_derived(service, answers, turn.catalog.office, turn.facts.now);
}

std::vector<const Field*> chat_fields(const Turn& turn, const Service& service, const Answers& answers) {
    const Answers known = known_answers(turn, service, answers);
    std::vector<const Field*> out;
    for (const Field& field : service.fields)
        if (!field.by_clerk && holds(field.when, known)) out.push_back(&field);
    return out;
}

const Field* next_field(const Turn& turn, const Service& service, const Answers& answers) {
    for (const Field* field : chat_fields(turn, service, answers))
        if (!is_answered(*field, answers)) return field;
    return nullptr;
}

std::vector<const Document*> papers_that_apply(const Turn& turn, const Service& service, const Answers& answers) {
    const Answers known = known_answers(turn, service, answers);
    std::vector<const Document*> out;
    for (const Document& document : service.documents)
        if (holds(document.when, known)) out.push_back(&document);
    return out;
}

const Paper* find_paper(const Draft& draft, std::string_view document) {
    const auto it = std::ranges::find(draft.papers, document, &Paper::code);
    return it == draft.papers.end() ? nullptr : &*it;
}

Paper& paper_of(Draft& draft, std::string_view document) {
    const auto it = std::ranges::find(draft.papers, document, &Paper::code);
    return it != draft.papers.end() ? *it : draft.papers.emplace_back(Paper{std::string(document), PaperState::Belum, "", {}});
}

bool is_settled(const Draft& draft, const Document& document) {
    const Paper* paper = find_paper(draft, document.code);
    return paper && (paper->state == PaperState::Diterima || paper->state == PaperState::Bawa);
}

namespace {

void judge(Paper& paper, const Document* document) {
    const std::size_t least = document ? static_cast<std::size_t>(document->files_least) : 1;
    paper.state = paper.files.size() >= least ? PaperState::Diterima : PaperState::Belum;
}

}  // namespace

void add_file(Draft& draft, const Document& document, AttachmentId file) {
    Paper& paper = paper_of(draft, document.code);
    paper.files.push_back(file);
    judge(paper, &document);
}

void remove_file(const Service* service, Draft& draft, AttachmentId file) {
    std::erase(draft.unnamed, file);
    for (Paper& paper : draft.papers)
        if (std::erase(paper.files, file)) judge(paper, service ? service->document(paper.code) : nullptr);
}

std::vector<const Document*> missing_papers(const Turn& turn, const Service& service, const Draft& draft) {
    std::vector<const Document*> out;
    for (const Document* document : papers_that_apply(turn, service, draft.answers))
        if (!document->optional && !is_settled(draft, *document)) out.push_back(document);
    return out;
}

std::size_t file_count(const Draft& draft) {
    std::size_t count = draft.unnamed.size();
    for (const Paper& paper : draft.papers) count += paper.files.size();
    return count;
}

std::string subject_name(const Service& service, const Answers& answers) {
    for (const Field& field : service.fields)
        if (field.subject)
            if (const auto found = answers.find(field.code); found != answers.end()) return found->second.shown;
    return {};
}

std::string draft_title(const Turn& turn, const Draft& draft) {
    const Service* service = turn.catalog.service(draft.service);
    if (!service) return draft.service;
    const std::string subject = short_name(subject_name(*service, draft.answers));
    return subject.empty() ? service->title : turn.phrase("draf.judul", {{"layanan", service->title}, {"nama", subject}});
}

std::string draft_progress(const Turn& turn, const Draft& draft) {
    const Service* service = turn.catalog.service(draft.service);
    if (!service) return {};
    const auto fields = chat_fields(turn, *service, draft.answers);
    const auto answered = std::ranges::count_if(fields, [&](const Field* f) { return is_answered(*f, draft.answers); });
    if (answered < std::ssize(fields))
        return turn.phrase("draf.maju_pertanyaan", {{"sudah", fmt::to_string(answered)}, {"semua", fmt::to_string(fields.size())}});
    const auto papers = papers_that_apply(turn, *service, draft.answers);
    const auto wanted = std::ranges::count_if(papers, [](const Document* d) { return !d->optional; });
    const auto missing = std::ssize(missing_papers(turn, *service, draft));
    return turn.phrase("draf.maju_berkas", {{"sudah", fmt::to_string(wanted - missing)}, {"semua", fmt::to_string(wanted)}});
}

Draft& start_draft(Turn& turn, const Service& service, std::string_view chosen_case) {
    auto& session = turn.session;
    std::erase_if(session.drafts, [](const Draft& d) { return d.agreed.empty(); });  // nothing was said in them yet
    if (session.drafts.size() >= limits::drafts) {
        const auto oldest = std::ranges::min_element(session.drafts, {}, &Draft::touched);
        turn.first(turn.phrase("draf.terlama_dihapus", {{"judul", draft_title(turn, *oldest)}}));
        drop_draft(turn, oldest->number);
    }
    Draft draft;
    draft.number = session.next_draft++;
    draft.service = service.code;
    draft.started = draft.touched = turn.facts.now;
    if (const Field* field = service.field(service.case_field); field && !chosen_case.empty())
        for (const FieldOption& option : field->options)
            if (option.code == chosen_case) {
                draft.answers[field->code] = {option.code, option.label, {}};
                draft.case_given = true;
            }
    const bool agreed_today = turn.facts.now - session.agreed_at < std::chrono::hours(24);
    if (agreed_today && session.agreed == turn.catalog.office.privacy_version) draft.agreed = session.agreed;
    session.current = draft.number;
    return session.drafts.emplace_back(std::move(draft));
}

void resume_draft(Turn& turn, Draft& draft) {
    turn.session.current = draft.number;
    recap(turn, draft);
    advance(turn);
}

void recap(Turn& turn, const Draft& draft) {
    if (turn.lead.empty())
        turn.first(turn.phrase("draf.lanjut", {{"judul", draft_title(turn, draft)}, {"maju", draft_progress(turn, draft)}}));
}

void drop_draft(Turn& turn, int number) {
    auto& session = turn.session;
    const auto it = std::ranges::find(session.drafts, number, &Draft::number);
    if (it == session.drafts.end()) return;
    std::vector<AttachmentId> files = it->unnamed;
    for (const Paper& paper : it->papers) files.insert(files.end(), paper.files.begin(), paper.files.end());
    if (!files.empty()) turn.effects.push_back(DiscardAttachments{std::move(files)});
    session.drafts.erase(it);
    if (session.current == number) session.current = 0;
}

Draft* latest_draft(Session& session) {
    const auto it = std::ranges::max_element(session.drafts, {}, &Draft::touched);
    return it == session.drafts.end() ? nullptr : &*it;
}

void advance(Turn& turn) {
    Draft* draft = turn.draft();
    if (!draft) return go(turn, asked::MainMenu{});
    const Service* service = turn.service();
    if (!service) {
        drop_draft(turn, draft->number);
        turn.first(turn.phrase("draf.layanan_hilang"));
        return go(turn, asked::MainMenu{});
    }
    draft->touched = turn.facts.now;
    if (draft->agreed != turn.catalog.office.privacy_version) return go(turn, asked::Consent{});
    if (const Field* field = next_field(turn, *service, draft->answers)) return go(turn, asked::Question{field->code, false});
    if (!draft->unnamed.empty()) return go(turn, asked::NameFile{});
    if (!missing_papers(turn, *service, *draft).empty()) return go(turn, asked::Papers{});
    go(turn, asked::Summary{});
}

}  // namespace flows
