// Citizens who talk with the server: each writes the next line when the reply to the last one has arrived at the Graph API.
#pragma once
#include "tests/bench/load/figures.hpp"
#include "tests/bench/load/graph.hpp"
#include "tests/bench/load/payload.hpp"
#include "tests/bench/load/poster.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace bench {

struct Line {
    std::string says;
    std::string awaits;  // what the reply must hold; empty: anything
};
std::vector<Line> read_script(const std::string& file);  // `says<TAB>awaits`, one a line

struct Habits {
    std::vector<Line> script;
    std::size_t talking = 64;  // citizens at once
    double copies_percent = 0;
    bool statuses = false;                       // sent, delivered and read for every reply
    std::chrono::milliseconds pause{0};          // between a reply and the next line
    std::uint64_t population = 10'000'000;       // numbers that citizens have
    std::uint64_t skip = 0;                      // of them: who came in earlier runs
    std::chrono::milliseconds patience{10'000};  // a later reply counts as lost
};

class Crowd : public Poster::Owner, public Graph::Owner {
public:
    Crowd(Loop&, Habits);

    // Closed loop: everybody talks, whoever is done with the script makes room for somebody new, until stop().
    void talk(Poster&);
    // Open loop: so many messages a second at even distances; their latency counts from the moment that was planned.
    void talk_at_rate(Poster&, double messages_per_second);
    // Everybody, each somebody new, says the first line in the same instant.
    void greet_at_once(Poster&);
    void stop();
    bool quiet() const { return talking_ == 0; }

    void measure(bool on) { measuring_ = on; }
    Counts counts;
    Latencies replies, acknowledgements;

private:
    struct Citizen {
        std::uint64_t number = 0;
        std::uint64_t turn = 0;
        std::size_t line = 0;
        bool replied = true, acknowledged = true;
        Moment began{};
    };

    void written(const Post&) override;
    void answered(Post, int http_status) override;
    void reply(const Graph::Sent&) override;

    void say(std::size_t place, Moment began);
    void post_statuses(const Graph::Sent&);
    void go_on_when_done(std::size_t place);
    void advance(std::size_t place);
    void somebody_new(Citizen&);
    void plan_next();
    void look_for_lost();

    Loop& loop_;
    Habits habits_;
    Payloads payloads_;
    Poster* poster_ = nullptr;
    std::vector<Citizen> citizens_;
    std::unordered_map<std::string, std::size_t> places_;  // by telephone number
    std::deque<std::size_t> free_;                         // open loop: who may write
    std::uint64_t next_citizen_ = 0, planned_ = 0;
    double rate_ = 0, copies_owed_ = 0;
    Moment started_{};
    std::size_t talking_ = 0;
    bool stopping_ = false, measuring_ = false, watching_ = false;
};

}  // namespace bench
