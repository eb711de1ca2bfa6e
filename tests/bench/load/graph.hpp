// The stand-in for the Graph API: takes what the server sends, answers as WhatsApp would, serves photographs.
#pragma once
#include "tests/bench/load/loop.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bench {

struct Frame;

struct GraphHabits {
    std::chrono::microseconds latency{0};  // before each answer to a message
    double errors_percent = 0;             // of messages that are answered 500
};

class Graph : Loop::Handler {
public:
    struct Sent {  // a message that was accepted
        std::string_view phone, body, message_id, opaque;
    };
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void reply(const Sent&) = 0;
    };

    Graph(Loop&, GraphHabits, Owner&);
    ~Graph() override;
    std::uint16_t port() const { return listening_.port; }

    struct Counts {
        std::uint64_t messages = 0, errors = 0, receipts = 0, photographs = 0, others = 0;
    };
    const Counts& counts() const { return counts_; }

private:
    class Link;

    void ready(std::uint32_t events) override;
    void take(Link&, const Frame&);
    void take_message(Link&, std::string_view body);
    void answer_get(Link&, std::string_view target);
    void end(Link&);

    Loop& loop_;
    GraphHabits habits_;
    Owner& owner_;
    Listening listening_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Link>> links_;
    std::uint64_t next_link_ = 1;
    std::uint64_t next_message_ = 1;
    double errors_owed_ = 0;
    Counts counts_;
};

}  // namespace bench
