// The promises, checked after every commit, at every send and after every recovery. Nothing here is asked of the code under test: what was
// acknowledged, sent and shown is remembered here, and the database is read as it lies there.
#pragma once
#include "storage/database.hpp"
#include "tests/sim/citizens.hpp"
#include "tests/sim/clock.hpp"
#include "tests/sim/life.hpp"
#include "tests/sim/report.hpp"
#include "tests/sim/whatsapp.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sim {

class Watch final : public Witness {
public:
    Watch(Clock& clock, Report& report) : clock_(clock), report_(report) {}

    void introduce(const std::vector<Citizen>& citizens) { citizens_ = &citizens; }

    // What the world tells.
    void opened(storage::Database&);  // a life begins; the database is as the disk kept it
    void lives(Life*);                // null: it is over
    void committed();                 // a batch
    void told();                      // everything that followed from it has been told to those who wait
    void batch_lost();
    void promised(const std::string& ticket);
    void note_rows();  // what is unfinished
    void at_rest();    // no trouble for long: nothing may be left undone
    std::set<std::string> all_rows();

    void arrived(const Post&, int attempt) override;
    void answered(const Post&, int attempt, bool accepted) override;
    void sent(const bot::StandIn::Bubble&) override;
    void ended(const bot::StandIn::Bubble&) override;
    void taken(const bot::StandIn::Bubble&, bool shown) override;
    void outcome_unknown(const std::string& own_id) override;

private:
    struct Message {  // of a citizen
        std::string phone;
        std::map<int, int> arrivals;  // attempt → place in the order of arrival, in this life, not answered yet
        bool excused = false;         // its batch was lost, or a neighbour's
        bool handled = false, acknowledged = false;
    };
    struct Sending {  // of an outbox row, in all lives
        std::string to;
        int sends = 0, taken = 0, shown = 0, unknown = 0;
        bool under_way = false;       // and no status has told how it ended
        bool told_by_status = false;  // that it arrived
        SteadyTime unknown_since{};
        int jumps = 0;          // of the wall clock, before it became unknown
        std::string status_id;  // WhatsApp's id of which the best status was acknowledged
        int rank = 0;
    };
    struct Row {
        int state = 0;
        bool attempted = false;
    };
    struct Known {  // a request
        std::string ticket, status;
        std::int64_t citizen = 0, seq = 0, promised = 0;
    };

    void check_handled();
    void check_nothing_lost();
    void check_statuses(storage::Database&);
    void check_lines(storage::Database&);
    void check_rows(storage::Database&);
    void check_row(std::int64_t id, const Row& before, const Row* now);
    void check_requests(storage::Database&);
    void check_request(storage::Database&, std::int64_t id, const std::string& status);
    void check_strangers(storage::Database&);
    void check_words(const bot::StandIn::Bubble&);
    void check_everybody_answered();
    Sending& sending(const std::string& own_id);

    Clock& clock_;
    Report& report_;
    const std::vector<Citizen>* citizens_ = nullptr;
    Life* life_ = nullptr;
    storage::Database* db_ = nullptr;
    std::map<std::string, Message> messages_;
    std::set<std::string> waiting_;                                // messages that arrived in this life and are not handled yet
    std::map<std::string, SteadyTime> last_handled_, last_shown_;  // by phone
    std::map<std::int64_t, Sending> sendings_;
    std::map<std::int64_t, Row> rows_;
    std::map<std::int64_t, Known> requests_;
    std::set<std::string> tickets_;
    int arrivals_ = 0;
    std::uint64_t handled_in_life_ = 0;
};

}  // namespace sim
