#include "flows/session_json.hpp"
#include "storage/attachments.hpp"
#include "storage/database.hpp"
#include "storage/request_json.hpp"
#include "storage/request_rows.hpp"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

using flows::PaperState;

struct Papers {
    std::vector<flows::Paper> papers;
    std::vector<flows::Wanted> wanted;

    flows::Paper& of(std::string_view code) {
        const auto found = std::ranges::find(papers, code, &flows::Paper::code);
        return found != papers.end() ? *found : papers.emplace_back(flows::Paper{.code = std::string(code), .reason = {}, .files = {}});
    }
    void no_longer_wanted(std::string_view code, bool is_field) {
        std::erase_if(wanted, [&](const flows::Wanted& thing) { return thing.code == code && thing.is_field == is_field; });
    }
};

Papers load(Database& db, RequestId id) {
    auto rows = db.prepare("SELECT papers, wanted FROM requests WHERE id = ?").rows(id);
    if (!rows.next()) throw IllegalChange("permohonan ini tidak ada");
    return {.papers = papers_from_json(rows.text(0)), .wanted = wanted_from_json(rows.text(1))};
}

void save(Database& db, RequestId id, const Papers& state) {
    db.prepare("UPDATE requests SET papers = ?, wanted = ? WHERE id = ?").run(to_json(state.papers), to_json(state.wanted), id);
}

void no_complaint(flows::Paper& paper) {
    if (paper.state != PaperState::PerluPerbaikan) return;
    paper.state = paper.files.empty() ? PaperState::Belum : PaperState::Diterima;
    paper.reason.clear();
}

}  // namespace

void want(Database& db, RequestId id, const std::vector<flows::Wanted>& wanted) {
    remember_before(db, id);
    auto state = load(db, id);
    for (auto& paper : state.papers) no_complaint(paper);
    for (const auto& thing : wanted) {
        if (thing.is_field) continue;
        auto& paper = state.of(thing.code);
        paper.state = PaperState::PerluPerbaikan;
        paper.reason = thing.reason;
    }
    state.wanted = wanted;
    save(db, id, state);
}

void attach(Database& db, RequestId id, std::string_view document, flows::AttachmentId file) {
    remember_before(db, id);
    auto state = load(db, id);
    auto& paper = state.of(document);
    if (paper.state == PaperState::PerluPerbaikan) discard_attachments(db, std::exchange(paper.files, {}));
    paper.files.push_back(file);
    paper.state = PaperState::Diterima;
    paper.reason.clear();
    state.no_longer_wanted(document, false);
    save(db, id, state);
}

void set_paper(Database& db, RequestId id, std::string_view document, PaperState to) {
    remember_before(db, id);
    auto state = load(db, id);
    auto& paper = state.of(document);
    paper.state = to;
    if (to != PaperState::PerluPerbaikan) {
        paper.reason.clear();
        state.no_longer_wanted(document, false);
    }
    save(db, id, state);
}

// The request is found by its citizen: nothing is ever selected by one of its papers.
bool lose_file(Database& db, flows::CitizenId citizen, flows::AttachmentId file, flows::TimePoint now) {
    std::vector<RequestId> requests;
    {
        auto rows = db.prepare("SELECT id FROM requests WHERE citizen = ?").rows(citizen);
        while (rows.next()) requests.push_back(rows.integer(0));
    }
    for (const auto id : requests) {
        auto state = load(db, id);
        const auto paper = std::ranges::find_if(
            state.papers, [&](const flows::Paper& one) { return std::ranges::find(one.files, file) != one.files.end(); });
        if (paper == state.papers.end()) continue;
        std::erase(paper->files, file);
        if (paper->files.empty() && paper->state == PaperState::Diterima) paper->state = PaperState::Belum;
        save(db, id, state);
        note_history(db, id, {.at = now, .actor = "sapa", .action = "file_lost", .from = {}, .to = {}, .note = paper->code});
        return true;
    }
    return false;
}

void amend_answer(Database& db, RequestId id, std::string_view field, const flows::Answer& answer) {
    remember_before(db, id);
    auto state = load(db, id);
    state.no_longer_wanted(field, true);
    save(db, id, state);
    flows::Answers answers;
    {
        auto rows = db.prepare("SELECT answers FROM requests WHERE id = ?").rows(id);
        if (rows.next()) answers = flows::answers_from_json(rows.text(0)).value_or(flows::Answers{});
    }
    answers.insert_or_assign(std::string(field), answer);
    db.prepare("UPDATE requests SET answers = ? WHERE id = ?").run(flows::to_json(answers), id);
}

}  // namespace storage
