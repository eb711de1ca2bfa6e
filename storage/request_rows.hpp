// What the request files share.
#pragma once
#include "storage/requests.hpp"
#include "storage/sqlite.hpp"

namespace storage {

// "SELECT … FROM requests" with the columns that read_request expects, followed by `rest`.
std::string select_requests(std::string_view rest);
Request read_request(const sqlite::Rows&, flows::TimePoint now);  // a lease that is over reads as free

flows::Status status_of(Database&, RequestId);  // throws IllegalChange for an unknown request
void spend_ticket(Database&, std::string_view ticket);

// Call before anything of a request is changed that undo() must restore.
void remember_before(Database&, RequestId);
// The state to return to when the change that is being made is undone, as JSON; begins a new memory.
std::string take_before(Database&, RequestId);
void arm_undo(Database&, RequestId, const Change&, const std::string& before);

}  // namespace storage
