// The transition of a conversation: pure and total. It knows no WhatsApp, no SQL and no clock; every state change of a conversation is
// decided here and in the files this one calls (universal, menu, questions, papers, review, own_requests).
#pragma once
#include "flows/catalog.hpp"
#include "flows/effect.hpp"
#include "flows/inbound.hpp"
#include "flows/reply.hpp"
#include "flows/session.hpp"

#include <string>
#include <variant>
#include <vector>

namespace flows {

// A photograph could not be used: gone at WhatsApp, not an image, too large.
struct AttachmentRefused {
    AttachmentId file = 0;
    std::string reason;  // "hilang", "jenis", "ukuran"
};

// Time passed: remind of an unfinished draft.
struct ReminderDue {};

using Event = std::variant<Inbound, AttachmentRefused, ReminderDue>;

// What the transaction read beforehand, so that step() needs no clock and no database.
struct Facts {
    TimePoint now{};
    std::string next_ticket;           // spent only by FileRequest
    AttachmentId next_attachment = 1;  // spent only by ExpectAttachment
    std::vector<OwnRequest> requests;  // open ones and recently closed, newest first
    bool prompt_unsent = false;        // an earlier prompt has not left yet: the next one replaces it. Read only when unread_matters()
    bool officer_talking = false;      // an officer wrote to the citizen and the talk is not closed
};

struct StepResult {
    Session session;
    std::vector<Reply> replies;  // in order; normally one
    std::vector<Effect> effects;
};

// Does it make a difference whether the citizen can have read the last question? While a request is being made or mended.
[[nodiscard]] bool unread_matters(const Session&, const Event&);

[[nodiscard]] StepResult step(const Catalog&, const Session&, const Event&, const Facts&);

}  // namespace flows
