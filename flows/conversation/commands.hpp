// Words that work at every step: menu, kembali, batal, status, petugas, bantuan, privasi, lanjut, perbaiki.
#pragma once
#include "flows/conversation/turn.hpp"
#include "flows/intent.hpp"

#include <string_view>

namespace flows {

enum class Command { None, Menu, Back, Cancel, Status, Officer, Help, Privacy, Resume, Correct };

// Only when the whole message is the command, in its usual spellings. `zero_is_menu`: "0" counts.
Command read_command(std::string_view folded, bool zero_is_menu);

void run(Turn&, Command);
void help(Turn&);

// A sentence that was no answer to the open question. false: not understood at all.
bool follow_intent(Turn&, const Intent&, const Input&);

// Two answers failed: the question again with an example, then the offer of an officer.
void not_understood(Turn&, const Input&);

}  // namespace flows
