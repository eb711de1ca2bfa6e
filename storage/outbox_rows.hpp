// What the outbox files share.
#pragma once
#include "storage/outbox.hpp"

namespace storage {

enum class OutboxState { Queued = 0, Leased = 1, Uncertain = 2, Accepted = 3, Parked = 4, Expired = 5 };

// Free text is allowed for 24 hours after the citizen's last message; ten minutes are left for the way.
flows::TimePoint window_until(flows::TimePoint last_inbound_at);

}  // namespace storage
