// `sapa intent`: one line of text in, one line `CODE<TAB>text` out: what the bot would understand at the main menu.
#pragma once
#include "desk/streams.hpp"

namespace bot {

int run_intent(desk::Streams);

}  // namespace bot
