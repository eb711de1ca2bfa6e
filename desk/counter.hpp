// A walk-in: the same conversation that citizens have, held in the clerk's terminal. It lives in the connection; nothing is stored but its
// files until the request is filed.
#pragma once
#include "flows/address.hpp"
#include "flows/session.hpp"

#include <string>
#include <vector>

namespace storage {
class Database;
}

namespace desk {

struct Counter {
    bool open = false;
    std::string service;
    flows::Session session;
    std::vector<flows::AttachmentId> files;  // received, and not yet part of a request
    int lines = 0;                           // makes ids of messages
};

// The terminal is gone: what was received for an unfinished conversation goes, too.
void abandon(storage::Database&, Counter&);

}  // namespace desk
