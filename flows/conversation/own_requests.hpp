// The citizen's own drafts and requests: list, card, cancelling, and mending what a clerk sent back.
#pragma once
#include "flows/conversation/turn.hpp"

namespace flows {

void show_own_requests(Turn&);
bool show_ticket(Turn&, std::string_view text);  // false: no ticket in the text. A ticket of somebody else is "not found", nothing more.

const OwnRequest* own_request(const Turn&, std::string_view ticket);
const OwnRequest* returned_request(const Turn&);  // the newest that waits for the citizen

bool too_many_open(Turn&);                        // says so and rests when the citizen has as many open requests as the office allows
void cancel_something(Turn&);                     // "batal": the draft, or the request that is on the screen
void start_correction(Turn&, const OwnRequest&);  // asks for the first thing wanted
void take_correction_file(Turn&, const OwnRequest&, AttachmentId, std::string_view caption);

}  // namespace flows
