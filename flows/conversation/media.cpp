// Files that arrive: for the draft under way, for a request that was returned, for a draft that was put aside.
#include "flows/conversation/draft.hpp"
#include "flows/conversation/info.hpp"
#include "flows/conversation/own_requests.hpp"
#include "flows/conversation/papers.hpp"
#include "flows/conversation/states.hpp"
#include "flows/intent.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {
namespace {

int* burst_of(Asked& asked) {
    if (auto* papers = std::get_if<asked::Papers>(&asked)) return &papers->burst;
    if (auto* name = std::get_if<asked::NameFile>(&asked)) return &name->burst;
    return nullptr;
}

// How many files came since the last reply that left, this one included.
int count_burst(Turn& turn) {
    int* burst = burst_of(turn.session.asked);
    if (!burst) return 1;
    *burst = turn.facts.prompt_unsent ? *burst + 1 : 1;
    return *burst;
}

struct Placed {
    std::string document;  // empty: not known yet
    AttachmentId guessed = 0;
};

Placed place(Turn& turn, const Service& service, Draft& draft, AttachmentId file, std::string_view caption, int burst) {
    const auto* papers = std::get_if<asked::Papers>(&turn.session.asked);
    const AttachmentId earlier_guess = papers ? papers->guessed : 0;
    if (burst > 1 && earlier_guess) {  // what was guessed for the first file of a burst is for the citizen to say
        remove_file(&service, draft, earlier_guess);
        draft.unnamed.insert(draft.unnamed.begin(), earlier_guess);
    }
    const auto applicable = papers_that_apply(turn, service, draft.answers);
    if (const std::string named = document_meant(applicable, caption); !named.empty()) {
        add_file(draft, *service.document(named), file);
        return {named, 0};
    }
    const auto missing = missing_papers(turn, service, draft);
    const bool alone = burst == 1 && draft.unnamed.empty();
    if (alone && missing.size() == 1) {
        add_file(draft, *missing.front(), file);
        return {missing.front()->code, file};
    }
    if (alone && papers && !papers->expected.empty() && service.document(papers->expected)) {
        const Document& expected = *service.document(papers->expected);
        add_file(draft, expected, file);
        return {expected.code, file};
    }
    draft.unnamed.push_back(file);
    return {};
}

void thank(Turn& turn, const Service& service, const Placed& placed, int burst) {
    if (burst > 1)
        turn.first(turn.phrase("berkas.terima_kasih_banyak", {{"jumlah", fmt::to_string(burst)}}));
    else if (!placed.document.empty())
        turn.first(turn.phrase(placed.guessed ? "berkas.terima_kasih_dugaan" : "berkas.terima_kasih",
                               {{"nama", service.document(placed.document)->label}}));
    else
        turn.first(turn.phrase("berkas.terima_kasih_satu"));
}

void answer_file(Turn& turn, const Service& service, const Placed& placed, int burst) {
    Draft& draft = *turn.draft();
    thank(turn, service, placed, burst);
    if (next_field(turn, service, draft.answers) && !std::holds_alternative<asked::Papers>(turn.session.asked)) {
        turn.first(turn.phrase("berkas.disimpan_dulu"));
        return advance(turn);
    }
    if (!draft.unnamed.empty()) return go(turn, asked::NameFile{{}, burst});
    if (!missing_papers(turn, service, draft).empty()) return go(turn, asked::Papers{"", burst, placed.guessed});
    go(turn, asked::Summary{placed.guessed});
}

void take_draft_file(Turn& turn, const Media& media) {
    const Service* service = turn.service();
    if (!service) return advance(turn);
    Draft& draft = *turn.draft();
    if (file_count(draft) >= limits::files_of_a_draft) return turn.tell(turn.phrase("berkas.terlalu_banyak"));
    const int burst = count_burst(turn);
    const AttachmentId file = turn.facts.next_attachment;
    turn.effects.push_back(ExpectAttachment{file, media});
    draft.touched = turn.facts.now;
    const Placed placed = place(turn, *service, draft, file, media.caption, burst);
    answer_file(turn, *service, placed, burst);
}

AttachmentId newest_file(const Draft& draft) {
    AttachmentId newest = 0;
    for (const AttachmentId file : draft.unnamed) newest = std::max(newest, file);
    for (const Paper& paper : draft.papers)
        for (const AttachmentId file : paper.files) newest = std::max(newest, file);
    return newest;
}

// "ini KK", right behind the picture.
std::string caption_in(const Turn& turn, const Service& service, const Input& input) {
    const bool says_something_else =
        says_any(input, {"tidak",    "gak",    "ga",     "nggak", "tak", "belum",     "blm",    "punya", "hilang", "nanti", "besok",
                         "menyusul", "nyusul", "tunggu", "bawa",  "apa", "bagaimana", "gimana", "cara",  "contoh", "salah", "bukan"});
    if (says_something_else) return {};
    return document_meant(papers_that_apply(turn, service, turn.draft()->answers), input.text);
}

// False: it came with a caption of its own; the words announce the next one.
bool name_newest_file(Turn& turn, const Service& service, const std::string& document) {
    Draft& draft = *turn.draft();
    const AttachmentId file = newest_file(draft);
    const auto* papers = std::get_if<asked::Papers>(&turn.session.asked);
    const bool guessed = papers && papers->guessed == file;
    if (!guessed && std::ranges::find(draft.unnamed, file) == draft.unnamed.end()) return false;
    remove_file(&service, draft, file);
    add_file(draft, *service.document(document), file);
    return true;
}

}  // namespace

bool take_words_of_burst(Turn& turn, const Input& input) {
    const Service* service = turn.service();
    if (!turn.facts.prompt_unsent || !service || file_count(*turn.draft()) == 0) return false;
    const std::string meant = caption_in(turn, *service, input);
    const bool named = !meant.empty() && name_newest_file(turn, *service, meant);
    const int* counted = burst_of(turn.session.asked);
    if (!counted || *counted == 0) return !meant.empty();  // a question about something else waits to leave, with the thanks in it
    const int burst = *counted;
    turn.settles = true;
    if (named) {
        answer_file(turn, *service, {meant, 0}, burst);
        return true;
    }
    const Asked asked = turn.session.asked;
    if (const auto* papers = std::get_if<asked::Papers>(&asked); meant.empty() && papers && answer(turn, *papers, input)) return true;
    if (meant.empty() && understand(turn.catalog, input.text).code != "other") return false;
    thank(turn, *service, {}, burst);
    show_again(turn);
    return true;
}

void take_media(Turn& turn, const Media& media) {
    if (media.kind == MediaKind::Sticker) return;
    if (media.kind == MediaKind::Audio || media.kind == MediaKind::Video) {
        turn.first(turn.phrase(media.kind == MediaKind::Audio ? "media.suara" : "media.video"));
        return remind(turn);
    }
    turn.settles = true;
    turn.session.misses = 0;
    const OwnRequest* returned = returned_request(turn);
    const Draft* current = turn.draft();
    // A file that follows the one which completed a correction is another page of it.
    if (const auto* correction = std::get_if<asked::Correction>(&turn.session.asked))
        if (const OwnRequest* same = own_request(turn, correction->ticket);
            same && (same->status == Status::Diterima || same->status == Status::PerluPerbaikan))
            returned = same;
    if (returned && (!current || current->agreed.empty())) {
        turn.effects.push_back(ExpectAttachment{turn.facts.next_attachment, media});
        return take_correction_file(turn, *returned, turn.facts.next_attachment, media.caption);
    }
    if (current && !current->agreed.empty()) return take_draft_file(turn, media);
    if (Draft* kept = latest_draft(turn.session); kept && !kept->agreed.empty()) {
        turn.session.current = kept->number;
        turn.session.asked = asked::Papers{};
        recap(turn, *kept);
        return take_draft_file(turn, media);
    }
    turn.settles = false;
    if (turn.facts.officer_talking || turn.facts.now < turn.session.officer_until) {
        const std::string caption = tidy(media.caption);
        tell_officer(turn, turn.phrase("media.catatan_foto", {{"keterangan", caption.empty() ? "" : ": " + caption}}));
        return turn.tell(turn.phrase("media.untuk_petugas"));
    }
    const auto running = std::ranges::find_if(turn.facts.requests, [](const OwnRequest& r) { return is_open(r.status); });
    if (!current && running != turn.facts.requests.end())
        return turn.tell(turn.phrase("perbaikan.tidak_perlu", {{"nomor", running->ticket}}));
    turn.first(turn.phrase(current ? "media.setuju_dulu" : "media.tanpa_permohonan"));
    remind(turn);
}

void take_refused_file(Turn& turn, const AttachmentRefused& refused) {
    const std::string why = turn.phrase("berkas.gagal." + refused.reason);
    for (Draft& draft : turn.session.drafts) {
        const Service* service = turn.catalog.service(draft.service);
        std::string name;
        if (std::ranges::find(draft.unnamed, refused.file) != draft.unnamed.end()) name = turn.phrase("berkas.sebuah_foto");
        for (const Paper& paper : draft.papers)
            if (std::ranges::find(paper.files, refused.file) != paper.files.end()) {
                const Document* document = service ? service->document(paper.code) : nullptr;
                name = document ? document->label : paper.code;
            }
        remove_file(service, draft, refused.file);
        if (name.empty()) continue;
        turn.first(turn.phrase("berkas.gagal_kirim_ulang", {{"nama", name}, {"sebab", why}}));
        if (turn.session.current == draft.number) return advance(turn);
        return turn.tell(turn.phrase("draf.ketik_lanjut", {{"judul", draft_title(turn, draft)}}));
    }
    turn.inform(turn.phrase("berkas.gagal_terkirim", {{"sebab", why}}));
}

}  // namespace flows
