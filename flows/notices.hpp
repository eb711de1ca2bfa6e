// What the citizen hears when something happens at the desk. Pure; in the same sentences file as the conversation.
#pragma once
#include "flows/catalog.hpp"
#include "flows/reply.hpp"
#include "flows/request.hpp"

#include <string_view>

namespace flows {

// The news of a request's status as it is now (its wanted things, its reason are in it). Never holds specific personal data.
Reply status_notice(const Catalog&, const OwnRequest&, TimePoint now);
// The things asked for again, one a line with the reason: "• *Surat pengantar RT/RW*: belum ada capnya".
std::string wanted_lines(const Catalog&, const OwnRequest&);
Reply officer_message(const Catalog&, std::string_view clerk, std::string_view text);
Reply officer_left(const Catalog&);  // the talk is closed, the bot answers again

}  // namespace flows
