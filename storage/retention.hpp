// What the office promised to keep no longer. Years of service leave millions of rows, and whoever looked at them all at once would keep a
// citizen waiting: so a round goes through them in pieces, in the order of their keys.
#pragma once
#include "flows/time.hpp"

#include <cstdint>
#include <string>

namespace storage {

class Database;

struct KeptSince {
    flows::TimePoint messages;  // ids of messages that came. Those of the last thirty days before the newest reply stay, whatever is asked
    flows::TimePoint said;      // what was sent, what was said in calls, files of requests that are closed
    flows::TimePoint quarantined;  // what could not be read
};

// How far a round has come. A value: the next piece goes on from it once this one is committed.
struct RetentionRound {
    static constexpr std::size_t kinds = 5;
    std::size_t kind = 0;
    std::int64_t after = 0;  // the last key that was looked at, a number or …
    std::string after_id{};  // … the id of a message

    bool over() const { return kind == kinds; }
};

// Looks at `most` rows, forgets what is older, and returns how far that went. Discarded files go at the next sweep (sweep_attachments).
RetentionRound forget_piece(Database&, const KeptSince&, RetentionRound, int most);

}  // namespace storage
