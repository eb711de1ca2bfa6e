// What comes in and what goes out, and the JSON of both.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct evp_mac_ctx_st;

namespace bare_chain {

// Deliberately wrong, so that the benchmark can be seen to notice.
enum class Fault { None, Forgetful, Silent, Garbled };
Fault fault_of(std::string_view name);

struct Message {
    std::string id, from, text;
};
struct Status {
    std::int64_t outbox = 0;
    int rank = 0;
};
struct Delivery {
    std::vector<Message> messages;
    std::vector<Status> statuses;
};
struct Outgoing {
    std::int64_t id = 0;
    std::string to, body;
};

Delivery read_delivery(std::string_view body);
std::string answer_to(std::string_view text);
std::string compose(const Outgoing&);
std::string accepted_id(std::string_view body);  // of the Graph API's answer

class Signature {
public:
    explicit Signature(const std::string& secret);
    ~Signature();
    Signature(const Signature&) = delete;
    Signature& operator=(const Signature&) = delete;
    bool fits(std::string_view header, std::string_view body);

private:
    evp_mac_ctx_st* context_;
};

}  // namespace bare_chain
