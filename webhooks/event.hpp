// What a webhook delivery contains, as plain values. One bad item becomes Unreadable and never costs its neighbours.
#pragma once
#include "flows/address.hpp"
#include "flows/inbound.hpp"
#include "flows/time.hpp"

#include <string>
#include <variant>
#include <vector>

namespace webhooks {

struct InboundMessage {
    std::string phone_number_id;
    flows::Address from;
    flows::Inbound message;
};

struct DeliveryStatus {
    enum class State { Sent, Delivered, Read, Failed };
    std::string phone_number_id;
    std::string message_id;  // WhatsApp's id of our message
    std::string opaque;      // biz_opaque_callback_data: our outbox id, may be empty
    State state = State::Sent;
    flows::TimePoint at{};
    int error_code = 0;
    std::string error;  // short title, never personal data
};

// The citizen has a new number or user id.
struct AddressChange {
    std::string phone_number_id;
    std::string message_id;  // for deduplication
    flows::Address old_one, new_one;
    flows::TimePoint at{};
};

// Something about the account that an operator must know (ban, quality, template paused). No personal data.
struct AccountAlert {
    std::string field;
    std::string what;
};

struct Unreadable {
    std::string reason;
    std::string raw;  // the item as JSON, or the whole body
};

using Event = std::variant<InboundMessage, DeliveryStatus, AddressChange, AccountAlert, Unreadable>;

struct Delivery {
    std::vector<Event> events;
    int ignored = 0;  // known and unimportant: reactions to groups, our own echoes, other fields …
};

}  // namespace webhooks
