// What the conversation's side asks of the Graph API. GraphClient is the real one. All callbacks come on the io thread, and never from
// inside the call.
#pragma once
#include "webhooks/outcome.hpp"

#include <functional>
#include <string>

namespace webhooks {

class Graph {
public:
    virtual ~Graph() = default;

    // POST /{version}/{phone_number_id}/messages
    virtual void send(const std::string& phone_number_id, std::string json, std::function<void(SendOutcome)> done) = 0;
    // Best effort, no answer awaited: read receipts. Dropped when all connections are busy.
    virtual void send_quietly(const std::string& phone_number_id, std::string json) = 0;
    // GET {path}, for `sapa doctor` and for a harmless question.
    virtual void get(const std::string& path, std::function<void(int http_status, std::string body)> done) = 0;
};

}  // namespace webhooks
