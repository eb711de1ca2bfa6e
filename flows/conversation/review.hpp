// The summary before filing, and changing one answer.
#pragma once
#include "flows/conversation/turn.hpp"

namespace flows {

void file_draft(Turn&);
void step_back(Turn&);  // "kembali": one question back, wherever the conversation stands

}  // namespace flows
