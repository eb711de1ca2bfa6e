// WhatsApp as the Cloud API behaves, from the outside: it delivers webhooks until it gets a 200, and takes messages in its own good time.
// What it accepted reaches the telephone exactly as often as it was accepted.
#pragma once
#include "bot/phone_payload.hpp"
#include "bot/stand_in.hpp"
#include "tests/sim/clock.hpp"
#include "tests/sim/plan.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/report.hpp"
#include "webhooks/graph.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sim {

inline constexpr const char* business_number = "100000000000001";

struct Status {
    std::string message_id, opaque, phone, state;
    flows::TimePoint at{};
    int error_code = 0;
};

// One POST, until it is answered with 200.
struct Post {
    int number = 0;
    std::vector<bot::PhoneMessage> messages;
    std::vector<Status> statuses;
    std::string body;
    int attempts = 0;
    bool acknowledged = false;  // WhatsApp has read a 200
};
using PostPtr = std::shared_ptr<Post>;

// Who wants to know what happens between WhatsApp and the service.
class Witness {
public:
    virtual ~Witness() = default;
    virtual void arrived(const Post&, int attempt) = 0;                  // at the service; no two attempts have one number
    virtual void answered(const Post&, int attempt, bool accepted) = 0;  // by the service
    virtual void sent(const bot::StandIn::Bubble&) = 0;                  // by the service, whatever becomes of it
    virtual void ended(const bot::StandIn::Bubble&) = 0;                 // the attempt, and the service knows how, or that nobody knows
    virtual void taken(const bot::StandIn::Bubble&, bool shown) = 0;     // by WhatsApp; shown on the telephone
    virtual void outcome_unknown(const std::string& own_id) = 0;         // of an attempt: accepted or not, the service was not told
};

class WhatsApp {
public:
    using Answer = std::function<void(bool accepted)>;
    using Receive = std::function<void(const PostPtr&, Answer)>;

    WhatsApp(Clock&, Random, const Plan&, Report&, Witness&);

    void say(bot::PhoneMessage);  // a citizen's message sets out
    std::function<void(const bot::StandIn::Bubble&)> on_telephone;

    // One life of the service.
    void connect(Receive);
    void disconnect();                        // what was under way ends without an answer
    std::unique_ptr<webhooks::Graph> line();  // of this life
    int open_requests() const { return open_requests_; }
    void close_requests();  // the service closes its connections: every open request ends at once

    void calm_down(const Plan&);
    void repeat_everything();  // every POST there ever was, in any order, once more
    bool all_delivered() const;
    int sends() const { return sends_; }
    milliseconds asked_to_wait() const { return asked_to_wait_; }

private:
    class Line;
    struct Request;
    void set_out(PostPtr);
    void attempt(const PostPtr&);
    void again(const PostPtr&);
    void take(std::shared_ptr<Request>);
    void answer(const std::shared_ptr<Request>&, milliseconds after, int http_status, std::string body);
    void end(const std::shared_ptr<Request>&, const webhooks::SendOutcome&);
    void leave_unknown(const std::shared_ptr<Request>&, milliseconds after);
    void tell_of(const bot::StandIn::Bubble&);
    void report_status(const bot::StandIn::Bubble&, const char* state, milliseconds after, int error_code = 0);
    void flush_batch();

    Clock& clock_;
    Random random_;
    Plan plan_;
    Report& report_;
    Witness& witness_;
    Receive receive_;
    int life_ = 0;
    int open_requests_ = 0;
    std::vector<std::weak_ptr<Request>> requests_;
    std::vector<PostPtr> posts_;
    PostPtr batch_;
    SteadyTime out_until_{}, refused_until_{};
    int posts_made_ = 0, attempts_made_ = 0, names_made_ = 0, sends_ = 0;
    milliseconds asked_to_wait_{0};
};

}  // namespace sim
