// Photographs and papers of a draft: any order, several at once, with or without captions.
#pragma once
#include "flows/conversation/turn.hpp"

#include <initializer_list>

namespace flows {

// A photograph or document arrived, whatever was asked. Decides where it belongs: the draft under way, a returned request, a kept draft.
void take_media(Turn&, const Media&);
void take_refused_file(Turn&, const AttachmentRefused&);
// Words between the photographs of a burst. The bot's question about them has not left, so nobody has read it: the words say what the
// newest picture is, or wait for one answer with the rest. False: they are about something else.
bool take_words_of_burst(Turn&, const Input&);

void take_back_last_file(Turn&);                                              // "salah": the newest file loses its name and is asked about
void ask_papers_again(Turn&);                                                 // shows the checklist even when it is complete
std::string papers_summary(const Turn&, const Service&, const Draft&);        // "☑ KTP  ☑ Kartu Keluarga (dibawa ke loket)"
std::string optional_papers_line(const Turn&, const Service&, const Draft&);  // "Boleh ditambah: …", or empty

// Which of these documents the words of a caption mean. Empty: none or several.
std::string document_meant(const std::vector<const Document*>&, std::string_view words);

bool says_any(const Input&, std::initializer_list<std::string_view> phrases);  // as whole words

}  // namespace flows
