// Who is at the other end of the socket, and what that person may do. The kernel names the account; the office names the clerk.
#pragma once
#include "desk/protocol.hpp"

#include <sys/types.h>

#include <expected>
#include <string>
#include <string_view>

namespace storage {
class Database;
}

namespace desk {

struct Peer {
    std::string account;  // system account; empty: this uid has none
    bool owner = false;   // root, or the account that runs the service
};
// `owner` is the uid that runs the service.
Peer system_peer(uid_t uid, uid_t owner);

enum class Right { Read, Work, Admin };

struct Caller {
    std::string account;
    std::string name;  // shown to colleagues and written into the history
    bool may_read = false, may_work = false, may_administer = false;

    bool may(Right) const;
};
// Unknown accounts and clerks without a role are refused with a text that says what to do.
std::expected<Caller, Refusal> identify(storage::Database&, const Peer&);
Refusal denied(const Caller&, Right);

}  // namespace desk
