// A conversation's effects become rows. Runs on the writer thread, inside the transaction of the turn.
#pragma once
#include "flows/effect.hpp"
#include "flows/step.hpp"
#include "flows/time.hpp"

#include <vector>

namespace storage {
class Database;
}

namespace bot {

// Returns true when there are attachments to download now.
bool apply_effects(storage::Database&, flows::CitizenId, const std::vector<flows::Effect>&, flows::TimePoint now);

}  // namespace bot
