// One request answered: identify the caller, check the right, run the verb as a job of the writer.
#pragma once
#include "desk/caller.hpp"
#include "desk/counter.hpp"
#include "desk/protocol.hpp"
#include "flows/catalog.hpp"
#include "flows/time.hpp"
#include "storage/outbox.hpp"

#include <functional>
#include <string>
#include <vector>

namespace storage {
class Writer;
}

namespace desk {

struct Question {
    Request request;
    Peer peer;
    flows::CatalogPtr catalog;
    flows::TimePoint now{};
    Counter counter;
    std::function<void(const Question&)> committed;  // on the writer's thread; may be empty
};

struct Reply {
    std::string line;
    Counter counter;  // as it is after the request, also when nothing was committed
    std::vector<storage::Outgoing> leased;
    bool queued_later = false;
    std::string log;                     // empty: nothing worth a line
    std::function<Result()> afterwards;  // set: the answer is still to be made, on a thread of its own
};

// `answered` is called exactly once, on the writer's thread or, when the queue is full, at once.
void ask(storage::Writer&, Question, std::function<void(Reply)> answered);

}  // namespace desk
