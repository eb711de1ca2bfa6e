// What happens inside the transaction of one event: dedupe, the citizen, the conversation's next step, and every consequence as rows.
// Runs on the writer thread. Throws what storage throws; then the whole turn is rolled back.
#pragma once
#include "flows/catalog.hpp"
#include "flows/step.hpp"
#include "storage/attachments.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"
#include "webhooks/event.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

struct TurnInput {
    const flows::Catalog& catalog;
    flows::TimePoint now;
    bool lease_now = true;  // the sender has room: rows at the head of their line leave at once, without being read again
};

struct TurnResult {
    bool duplicate = false;
    std::vector<storage::Outgoing> leased;
    std::optional<flows::TimePoint> due;  // when queued rows want to leave; in the past when `lease_now` was refused
    bool answer_waits = false;            // an answer follows as soon as the one before it is accepted
    bool attachments_due = false;
    std::string read_receipt;  // this message shows as read, because no answer follows at once; empty: none is needed
    int failed_deliveries = 0;
};

TurnResult handle_message(storage::Database&, const TurnInput&, const webhooks::InboundMessage&);
TurnResult handle_address_change(storage::Database&, const TurnInput&, const webhooks::AddressChange&);
TurnResult handle_statuses(storage::Database&, const TurnInput&, const std::vector<webhooks::DeliveryStatus>&);
TurnResult handle_refused_attachment(storage::Database&, const TurnInput&, const storage::Attachment&, std::string_view reason);
// Time passed for a citizen with drafts: those that are too old are forgotten; `remind` tells of the one that is left.
TurnResult handle_time_passed(storage::Database&, const TurnInput&, flows::CitizenId, bool remind);
// A returned request waited for the citizen too long: it expires, and the citizen hears of it.
TurnResult handle_expiry(storage::Database&, const TurnInput&, const storage::Request&);

// Handling it threw, and was rolled back: an officer is called with what was said, and the citizen hears an apology.
TurnResult handle_broken_message(storage::Database&, const TurnInput&, const webhooks::InboundMessage&);
// Kind and words of a message, for people.
std::string described(const flows::Inbound&);

// The event could not be handled: it is kept for an operator, and a copy of it will not be tried again.
void set_aside(storage::Database&, std::string_view message_id, std::string_view reason, std::string_view raw, flows::TimePoint now);

}  // namespace bot
