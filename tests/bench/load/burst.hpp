// One citizen who, in the middle of an application, sends eight photographs and five lines of text at once.
#pragma once
#include "tests/bench/load/figures.hpp"
#include "tests/bench/load/graph.hpp"
#include "tests/bench/load/payload.hpp"
#include "tests/bench/load/poster.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

class Burst : public Poster::Owner, public Graph::Owner {
public:
    Burst(Loop&, std::vector<std::string> lead_in);  // the lines that bring a citizen to the photographs

    // One citizen after another; each burst is over when it is acknowledged, answered, and silent for a while.
    void run(Poster&, std::size_t citizens);

    Counts counts;
    Latencies acknowledgements;
    Latencies last_replies;  // from the moment of the burst to the last of its replies
    std::uint64_t burst_replies = 0;

private:
    void written(const Post&) override {}
    void answered(Post, int http_status) override;
    void reply(const Graph::Sent&) override;

    void say(std::string bytes);
    bool lead_in_answered();
    void burst();
    bool burst_over() const;

    Loop& loop_;
    std::vector<std::string> lead_in_;
    Payloads payloads_;
    Poster* poster_ = nullptr;
    std::uint64_t citizen_ = 0;
    std::size_t unacknowledged_ = 0;
    std::uint64_t replies_ = 0;  // to the present citizen, since the last line of the lead-in or since the burst
    bool bursting_ = false;
    Moment began_{}, last_reply_{};
};

}  // namespace bench
