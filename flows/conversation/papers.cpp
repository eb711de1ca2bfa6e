// What the citizen says while papers are collected, and the checklist. The files themselves come in through media.cpp.
#include "flows/conversation/papers.hpp"

#include "flows/conversation/draft.hpp"
#include "flows/conversation/states.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {

std::string document_meant(const std::vector<const Document*>& documents, std::string_view said) {
    const std::string text = " " + fold(said) + " ";
    if (text.size() <= 2) return {};
    std::string found;
    std::size_t longest = 0;
    for (const Document* document : documents) {
        std::vector<std::string> names = document->aliases;
        names.push_back(document->label);
        names.push_back(document->code);
        for (const auto& name : names) {
            const std::string folded = fold(name);
            if (folded.empty() || text.find(" " + folded + " ") == std::string::npos || folded.size() < longest) continue;
            if (folded.size() == longest && found != document->code) return {};  // two documents fit equally well: ask
            longest = folded.size();
            found = document->code;
        }
    }
    return found;
}

bool says_any(const Input& input, std::initializer_list<std::string_view> phrases) {
    const std::string padded = " " + input.folded + " ";
    return std::ranges::any_of(phrases, [&](std::string_view p) { return padded.find(fmt::format(" {} ", p)) != std::string::npos; });
}

namespace {

std::string box(const Turn& turn, const Draft& draft, const Document& document) {
    const Paper* paper = find_paper(draft, document.code);
    if (!paper || (paper->state == PaperState::Belum && paper->files.empty())) return "☐ " + document.label;
    if (paper->state == PaperState::Bawa) return fmt::format("☐ {} {}", document.label, turn.phrase("berkas.dibawa"));
    if (paper->state == PaperState::Belum) return fmt::format("☐ {} ({}/{})", document.label, paper->files.size(), document.files_least);
    return paper->files.size() > 1 ? fmt::format("☑ {} ({})", document.label, paper->files.size()) : "☑ " + document.label;
}

std::string checklist(const Turn& turn, const Service& service, const Draft& draft) {
    std::string out;
    for (const Document* document : papers_that_apply(turn, service, draft.answers))
        if (!document->optional || find_paper(draft, document->code)) out += (out.empty() ? "" : "\n") + box(turn, draft, *document);
    return out;
}

}  // namespace

std::string papers_summary(const Turn& turn, const Service& service, const Draft& draft) { return checklist(turn, service, draft); }

std::string optional_papers_line(const Turn& turn, const Service& service, const Draft& draft) {
    std::string names;
    for (const Document* document : papers_that_apply(turn, service, draft.answers))
        if (document->optional && !is_settled(draft, *document)) names += (names.empty() ? "" : ", ") + document->label;
    return names.empty() ? "" : turn.phrase("berkas.boleh_ditambah", {{"berkas", names}});
}

// --- the checklist ---

namespace {

// The whole list with how-to, before the first file.
std::string first_checklist(const Turn& turn, const Service& service, const Draft& draft) {
    return turn.phrase("berkas.mulai") + "\n" + checklist(turn, service, draft);
}

// "2 dari 5: ☑ KTP ☑ KK, kurang: …" between files.
std::string short_checklist(const Turn& turn, const Service& service, const Draft& draft, const std::vector<const Document*>& missing) {
    std::string done, names;
    int wanted = 0;
    for (const Document* document : papers_that_apply(turn, service, draft.answers)) {
        wanted += document->optional ? 0 : 1;
        const Paper* paper = find_paper(draft, document->code);
        if (is_settled(draft, *document) || (paper && !paper->files.empty())) done += " " + box(turn, draft, *document);
    }
    for (const Document* document : missing) names += (names.empty() ? "" : ", ") + document->label;
    return turn.phrase(
        "berkas.sampai_di_sini",
        {{"sudah", fmt::to_string(wanted - std::ssize(missing))}, {"semua", fmt::to_string(wanted)}, {"daftar", done}, {"kurang", names}});
}

void show_checklist(Turn& turn, asked::Papers state) {
    const Service& service = *turn.service();
    const Draft& draft = *turn.draft();
    const auto missing = missing_papers(turn, service, draft);
    const Document* expected = missing.empty() ? nullptr : missing.front();
    const bool first = std::ranges::none_of(draft.papers, [](const Paper& p) { return p.state != PaperState::Belum; });
    state.expected = expected ? expected->code : "";
    turn.session.asked = state;
    if (!expected) {
        std::string body = checklist(turn, service, draft);
        if (const std::string more = optional_papers_line(turn, service, draft); !more.empty()) body += "\n" + more;
        return turn.tell(body + "\n" + turn.phrase("berkas.lengkap"));
    }
    std::string body = first ? first_checklist(turn, service, draft) : short_checklist(turn, service, draft, missing);
    const Paper* begun = find_paper(draft, expected->code);
    if (begun && !begun->files.empty())
        body += "\n\n" + turn.phrase("berkas.satu_lagi", {{"nama", expected->name}});
    else
        body += "\n\n" + turn.phrase("berkas.berikutnya", {{"nama", expected->name}, {"petunjuk", expected->hint}});
    if (first) {
        const bool samples = std::ranges::any_of(missing, [](const Document* d) { return !d->sample.empty(); });
        body += "\n" + turn.phrase(samples ? "berkas.belum_ada_contoh" : "berkas.belum_ada");
    }
    turn.tell(std::move(body));
}

}  // namespace

void show(Turn& turn, const asked::Papers& state) {
    if (!turn.service()) return advance(turn);
    show_checklist(turn, state);
}

void ask_papers_again(Turn& turn) {
    if (!turn.service()) return advance(turn);
    show_checklist(turn, {});
}

// --- words instead of files ---

namespace {

void postpone(Turn& turn) {
    turn.draft()->papers_postponed = true;
    turn.session.asked = asked::Papers{};  // nothing is expected by name any more: the next photograph is asked about
    turn.tell(turn.phrase("berkas.nanti", {{"judul", draft_title(turn, *turn.draft())}}));
}

// "bawa": the paper that is named, or all that are missing.
void bring(Turn& turn, std::string_view words_said) {
    const Service& service = *turn.service();
    Draft& draft = *turn.draft();
    const auto applicable = papers_that_apply(turn, service, draft.answers);
    const std::string named = document_meant(applicable, words_said);
    std::string brought, refused;
    for (const Document* document : applicable) {
        const bool meant = named.empty() ? !document->optional : document->code == named;
        if (!meant || is_settled(draft, *document)) continue;
        auto& list = document->may_bring ? brought : refused;
        list += (list.empty() ? "" : ", ") + document->label;
        if (document->may_bring) paper_of(draft, document->code).state = PaperState::Bawa;
    }
    if (!brought.empty()) turn.first(turn.phrase("berkas.akan_dibawa", {{"berkas", brought}}));
    if (!refused.empty()) turn.first(turn.phrase("berkas.tidak_bisa_dibawa", {{"berkas", refused}}));
    advance(turn);
}

void show_samples(Turn& turn) {
    std::string out;
    for (const Document* document : papers_that_apply(turn, *turn.service(), turn.draft()->answers))
        if (!document->sample.empty()) out += fmt::format("{}*{}*\n{}", out.empty() ? "" : "\n\n", document->name, document->sample);
    turn.tell(out.empty() ? turn.phrase("berkas.tanpa_contoh") : out);
}

void explain(Turn& turn, const Document& document) {
    turn.tell(turn.phrase("berkas.penjelasan", {{"nama", document.name}, {"petunjuk", document.hint}, {"tidak_punya", document.missing}}));
}

bool any_begun(const Draft& draft) {
    return std::ranges::any_of(draft.papers, [](const Paper& p) { return p.state == PaperState::Belum && !p.files.empty(); });
}

// One photograph can show both cards: whoever says so is believed.
void enough(Turn& turn) {
    for (Paper& paper : turn.draft()->papers)
        if (paper.state == PaperState::Belum && !paper.files.empty()) paper.state = PaperState::Diterima;
    advance(turn);
}

}  // namespace

void take_back_last_file(Turn& turn) {
    Draft& draft = *turn.draft();
    AttachmentId newest = 0;
    for (const Paper& paper : draft.papers)
        if (!paper.files.empty()) newest = std::max(newest, paper.files.back());
    if (newest == 0) return show_again(turn);
    remove_file(turn.service(), draft, newest);
    draft.unnamed.push_back(newest);
    go(turn, asked::NameFile{});
}

bool answer(Turn& turn, const asked::Papers&, const Input& input) {
    const Service* service = turn.service();
    if (!service) {
        advance(turn);
        return true;
    }
    turn.session.misses = 0;
    const auto applicable = papers_that_apply(turn, *service, turn.draft()->answers);
    const auto missing = missing_papers(turn, *service, *turn.draft());
    const std::string named = document_meant(applicable, input.text);
    const bool asks_how =
        says_any(input, {"punya", "hilang", "gimana", "bagaimana", "cara", "caranya", "apa", "kenapa", "dimana", "rusak"});
    if (says_any(input, {"contoh"})) {
        show_samples(turn);
    } else if (!named.empty() && asks_how) {
        explain(turn, *service->document(named));
    } else if (any_begun(*turn.draft()) && says_any(input, {"cukup", "satu foto", "sudah semua", "itu saja"})) {
        enough(turn);
    } else if (says_any(input, {"bawa", "dibawa", "antar", "diantar", "loket"})) {
        bring(turn, input.text);
    } else if (says_any(input, {"nanti", "belum", "blm", "besok", "menyusul", "nyusul", "tunggu", "dulu"})) {
        postpone(turn);
    } else if (says_any(input, {"salah", "bukan", "keliru"})) {
        take_back_last_file(turn);
    } else if (missing.empty() &&
               (says_any(input, {"selesai", "cukup", "lengkap", "sudah", "udah", "lewati"}) || read_yes_no(input.text) == YesNo::Yes)) {
        go(turn, asked::Summary{});
    } else if (!named.empty()) {
        explain(turn, *service->document(named));
    } else if (says_any(input, {"selesai", "cukup", "sudah", "udah", "lanjut"}) || read_yes_no(input.text) == YesNo::Yes) {
        show_again(turn);
    } else {
        turn.problem = turn.phrase("berkas.kirim_foto");
        return false;
    }
    return true;
}

// --- "Foto 1 ini yang mana?" ---

namespace {

constexpr std::size_t choices_most = 9;

// Missing papers first, then optional ones, then those that may have another page.
std::vector<std::string> name_choices(const Turn& turn, const Service& service, const Draft& draft) {
    std::vector<std::string> wanted, optional, more;
    for (const Document* document : papers_that_apply(turn, service, draft.answers)) {
        const Paper* paper = find_paper(draft, document->code);
        if (paper && paper->state == PaperState::Diterima) {
            if (std::ssize(paper->files) < document->files_most) more.push_back(document->code);
        } else {
            (document->optional ? optional : wanted).push_back(document->code);
        }
    }
    wanted.insert(wanted.end(), optional.begin(), optional.end());
    wanted.insert(wanted.end(), more.begin(), more.end());
    if (wanted.size() > choices_most) wanted.resize(choices_most);  // the others can be named in words
    return wanted;
}

void name_first_file(Turn& turn, std::string_view document) {
    Draft& draft = *turn.draft();
    add_file(draft, *turn.service()->document(document), draft.unnamed.front());
    draft.unnamed.erase(draft.unnamed.begin());
}

}  // namespace

std::vector<Option> options(const Turn& turn, const asked::NameFile& state) {
    std::vector<Option> out;
    const Service* service = turn.service();
    const AttachmentId file = turn.draft() && !turn.draft()->unnamed.empty() ? turn.draft()->unnamed.front() : 0;
    for (const auto& code : state.choices)
        if (const Document* document = service ? service->document(code) : nullptr)
            out.push_back({fmt::format("doc:{}:{}", file, code), document->label, ""});
    out.push_back({fmt::format("doc:{}:", file), turn.phrase("pilihan.bukan_semua"), ""});
    return out;
}

void show(Turn& turn, const asked::NameFile& old) {
    const Service* service = turn.service();
    if (!service || turn.draft()->unnamed.empty()) return advance(turn);
    asked::NameFile state{name_choices(turn, *service, *turn.draft()), old.burst};
    turn.session.asked = state;
    const auto choices = options(turn, state);
    const auto count = turn.draft()->unnamed.size();
    std::string body = turn.phrase(count == 1 ? "berkas.foto_mana" : "berkas.foto_pertama_mana",
                                   {{"jumlah", fmt::to_string(count)}, {"pilihan", lines_of(choices)}});
    turn.ask(std::move(body), choices);
}

bool answer(Turn& turn, const asked::NameFile& state, const Input& input) {
    const Service* service = turn.service();
    if (!service || turn.draft()->unnamed.empty()) {
        advance(turn);
        return true;
    }
    Draft& draft = *turn.draft();
    const auto choices = options(turn, state);
    const auto discard = [&] {
        turn.effects.push_back(DiscardAttachments{{draft.unnamed.front()}});
        draft.unnamed.erase(draft.unnamed.begin());
    };
    if (const auto index = pick(input, choices)) {
        const std::string code = choices[*index].id.substr(choices[*index].id.rfind(':') + 1);
        if (code.empty())
            discard();
        else
            name_first_file(turn, code);
    } else if (const auto numbers = read_option_numbers(input.text, static_cast<int>(choices.size()) - 1);
               numbers.size() > 1 && numbers.size() <= draft.unnamed.size()) {
        for (const int n : numbers) {
            const std::string& id = choices[static_cast<std::size_t>(n - 1)].id;
            name_first_file(turn, id.substr(id.rfind(':') + 1));
        }
    } else if (says_any(input, {"urut", "berurutan", "sesuai urutan"})) {
        for (const auto& code : name_choices(turn, *service, draft))
            if (!draft.unnamed.empty()) name_first_file(turn, code);
    } else if (says_any(input, {"hapus", "buang"})) {
        discard();
    } else if (says_any(input, {"salah", "keliru"}) && file_count(draft) > draft.unnamed.size()) {
        take_back_last_file(turn);
        return true;
    } else if (const std::string named = document_meant(papers_that_apply(turn, *service, draft.answers), input.text);
               !named.empty() && !says_any(input, {"tidak", "gak", "ga", "nggak", "tak", "belum", "blm", "punya", "hilang"})) {
        name_first_file(turn, named);
    } else if (says_any(input, {"nanti"})) {
        postpone(turn);
        return true;
    } else {
        return false;
    }
    turn.session.misses = 0;
    advance(turn);
    return true;
}

}  // namespace flows
