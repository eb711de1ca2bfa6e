// The draft under way: what is still to be asked, which papers apply, what is missing. Pure look-ups, and the one function that moves on.
#pragma once
#include "flows/conversation/turn.hpp"

namespace flows {

// Derived values included ("umur_nikah").
Answers known_answers(const Turn&, const Service&, const Answers&);

std::vector<const Field*> chat_fields(const Turn&, const Service&, const Answers&);  // those that apply, in order
const Field* next_field(const Turn&, const Service&, const Answers&);                // the first without a valid answer
std::vector<const Document*> papers_that_apply(const Turn&, const Service&, const Answers&);

const Paper* find_paper(const Draft&, std::string_view document);
Paper& paper_of(Draft&, std::string_view document);    // makes it when there is none
bool is_settled(const Draft&, const Document&);        // received, or to be brought
void add_file(Draft&, const Document&, AttachmentId);  // settles the paper once it has as many files as it needs
void remove_file(const Service*, Draft&, AttachmentId);
std::vector<const Document*> missing_papers(const Turn&, const Service&, const Draft&);  // mandatory and not settled
std::size_t file_count(const Draft&);

std::string subject_name(const Service&, const Answers&);  // whose letter; empty when not known yet
std::string draft_title(const Turn&, const Draft&);        // "SKTM untuk Maimunah", or "SKTM"
std::string draft_progress(const Turn&, const Draft&);     // "3 dari 5 berkas", or "2 dari 6 pertanyaan"

Draft& start_draft(Turn&, const Service&, std::string_view chosen_case);
void resume_draft(Turn&, Draft&);  // makes it the current one, with one recap line, and moves on
void recap(Turn&, const Draft&);   // "Lanjut *SKTM untuk Maimunah* (3 dari 5 berkas)." unless something was said already
void drop_draft(Turn&, int number);
Draft* latest_draft(Session&);

// Asks the next thing that the current draft needs: consent, a question, the name of a file, papers, or the summary.
void advance(Turn&);

}  // namespace flows
