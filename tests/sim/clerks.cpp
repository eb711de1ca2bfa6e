#include "tests/sim/clerks.hpp"

#include "desk/protocol.hpp"
#include "storage/requests.hpp"

#include <boost/json.hpp>

#include <utility>
#include <vector>

namespace sim {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

const std::vector<std::string> verbs{"take",   "take", "approve", "approve", "ready", "done",   "return", "return",
                                     "reject", "undo", "undo",    "release", "reply", "hangup", "note"};

json::object arguments(const std::string& verb, const std::string& ticket, Random& random) {
    json::object args{{"ticket", ticket}, {"target", ticket}};
    if (verb == "return") {
        args["items"] = json::array{random.pick(std::vector<std::string>{"KTP", "KK", "RT"})};
        args["reason"] = "foto_buram";
    }
    if (verb == "reject") args["reason"] = random.pick(std::vector<std::string>{"bukan_kewenangan", "ganda", "tidak_memenuhi_syarat"});
    if (verb == "reply" || verb == "note") args["text"] = "mohon ditunggu";
    return args;
}

}  // namespace

Clerks::Clerks(Clock& clock, Random random, double busy, Report& report, std::function<Life*()> life,
               std::function<void(const std::string&)> promised)
    : clock_(clock), random_(random), busy_(busy), report_(report), life_(std::move(life)), promised_(std::move(promised)) {}

void Clerks::start() {
    if (busy_ > 0) work_soon();
}

void Clerks::work_soon() {
    const auto pause = milliseconds(static_cast<std::int64_t>(30'000 / busy_));
    clock_.after(random_.between(1s, pause), [this] {
        if (home_) return;
        work();
        work_soon();
    });
}

void Clerks::work() {
    Life* life = life_();
    if (life == nullptr) return;
    storage::Filter everything;
    everything.include_closed = random_.chance(0.1);
    const std::vector<storage::Request> open = storage::list_requests(life->db(), everything, clock_.wall());
    if (open.empty()) return;
    const std::string ticket = random_.pick(open).ticket;
    const std::string verb = random_.pick(verbs);
    act(*life, "rini", verb, ticket);
    if (random_.chance(0.2)) act(*life, random_.chance(0.5) ? "rini" : "adi", random_.chance(0.5) ? verb : random_.pick(verbs), ticket);
}

void Clerks::act(Life& life, const std::string& clerk, const std::string& verb, const std::string& ticket) {
    report_.note("{}: {} {}", clerk, verb, ticket);
    life.ask(clerk, verb, arguments(verb, ticket, random_), [this, clerk, verb, ticket](const std::string& line) {
        const auto told = desk::parse_reply(line);
        if (!told) return report_.note("{}: {} {} refused: {}", clerk, verb, ticket, told.error().message);
        report_.note("{}: {} {} done", clerk, verb, ticket);
        promised_(ticket);
    });
}

}  // namespace sim
