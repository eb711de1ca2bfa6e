// Load on a WhatsApp counter: citizens, and the stand-in for the Graph API, in one process on one clock. A reply counts when it has arrived
// at the stand-in, so a server gains nothing by answering 200 early. The help text below says the rest; script/bench is the usual way to
// run it.
#include "tests/bench/load/burst.hpp"
#include "tests/bench/load/crowd.hpp"
#include "tests/bench/load/server.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr const char* help = R"(load [OPTION VALUE]... -- SERVER [ARGUMENT]...

Starts SERVER, lets citizens write to it, prints what came of it, stops it. "{graph}" in an argument becomes the address of the stand-in
for the Graph API; the server must print "listening on ADDRESS:PORT".

  --scenario talk|rate|together|burst   closed loop, open loop, everybody at once, photographs (default talk)
  --script FILE          what each citizen says: `says<TAB>what the reply must hold`; for burst: what comes before the photographs
  --citizens N           talking at once (default 64); together: in each wave; burst: one after another
  --rate N               rate: messages a second (default 50)
  --waves N              together: how often (default 3)
  --warm-up S --seconds S                before and in the window that is measured (default 1 and 4)
  --pause MS             talk: between a reply and the next line (default 0)
  --connections N        of webhooks (default: as many as citizens, 256 at most)
  --copies PERCENT       webhooks that are delivered twice with the same id (default 0)
  --statuses 0|1         sent, delivered and read for every reply (default 0)
  --graph-latency MS --graph-errors PERCENT   of the stand-in (default 0)
  --population N         telephone numbers that citizens have (default 10000000)
  --skip N               citizens who came in earlier runs against the same database (default 0)
  --patience S           a later reply is lost (default 10)
  --start-patience S     for the server to listen (default 60)
  --server-core N --own-core N           (default 0 and 1)
  --json 0|1             one line of JSON instead of a table
)";

struct Options {
    std::string scenario = "talk", script;
    double citizens = 64, rate = 50, waves = 3, warm_up = 1, seconds = 4, pause = 0, connections = 0, copies = 0, statuses = 0;
    double graph_latency = 0, graph_errors = 0, population = 10'000'000, skip = 0, patience = 10, start_patience = 60;
    double server_core = 0, own_core = 1, json = 0;
    std::vector<std::string> command;
};

double number_from(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0)
        throw std::invalid_argument(fmt::format("{}: not a number", text));
    return number;
}

Options read_options(int count, char** words) {
    Options options;
    const std::map<std::string, double*> numbers = {{"--citizens", &options.citizens},
                                                    {"--rate", &options.rate},
                                                    {"--waves", &options.waves},
                                                    {"--warm-up", &options.warm_up},
                                                    {"--seconds", &options.seconds},
                                                    {"--connections", &options.connections},
                                                    {"--copies", &options.copies},
                                                    {"--statuses", &options.statuses},
                                                    {"--pause", &options.pause},
                                                    {"--graph-latency", &options.graph_latency},
                                                    {"--graph-errors", &options.graph_errors},
                                                    {"--population", &options.population},
                                                    {"--skip", &options.skip},
                                                    {"--patience", &options.patience},
                                                    {"--start-patience", &options.start_patience},
                                                    {"--server-core", &options.server_core},
                                                    {"--own-core", &options.own_core},
                                                    {"--json", &options.json}};
    const std::map<std::string, std::string*> texts = {{"--scenario", &options.scenario}, {"--script", &options.script}};
    int at = 1;
    for (; at + 1 < count && std::string_view(words[at]) != "--"; at += 2) {
        if (const auto text = texts.find(words[at]); text != texts.end())
            *text->second = words[at + 1];
        else if (const auto number = numbers.find(words[at]); number != numbers.end())
            *number->second = number_from(words[at + 1]);
        else
            throw std::invalid_argument(fmt::format("{}: unknown option\n\n{}", words[at], help));
    }
    options.command.assign(words + std::min(at + 1, count), words + count);
    if (options.command.empty() || options.script.empty() || options.citizens < 1 || options.rate <= 0 || options.population < 1)
        throw std::invalid_argument(help);
    if (options.connections < 1) options.connections = std::min(options.citizens, 256.0);
    return options;
}

std::chrono::milliseconds milliseconds(double seconds) { return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)); }
std::size_t count_of(double number) { return static_cast<std::size_t>(number); }

// Clock and processor time at one moment.
struct Meter {
    Moment at = Clock::now();
    double server, own, busy;

    explicit Meter(const Server& server_process) : server(server_process.cpu_seconds()), own(own_cpu_seconds()), busy(busy_seconds()) {}
};

// Between two moments; `messages` were answered in that time.
void set_costs(Record& record, const Meter& from, const Meter& until, std::uint64_t messages) {
    const double seconds = std::chrono::duration<double>(until.at - from.at).count();
    const double server = until.server - from.server, own = until.own - from.own;
    record.set("seconds", seconds);
    record.set("messages_per_second", static_cast<double>(messages) / seconds, 1);
    record.set("cpu_s_per_1000", messages == 0 ? 0 : server / static_cast<double>(messages) * 1000, 5);
    record.set("server_cores", server / seconds);
    record.set("generator_cores", own / seconds);
    record.set("foreign_cores", std::max(0.0, until.busy - from.busy - server - own) / seconds);
}

void set_counts(Record& record, const Counts& counts, const Graph::Counts& graph) {
    for (const auto& [name, value] :
         {std::pair{"sent", counts.sent}, std::pair{"replies", counts.replies}, std::pair{"wrong", counts.wrong},
          std::pair{"lost", counts.lost}, std::pair{"extra", counts.extra}, std::pair{"refused", counts.refused},
          std::pair{"copies", counts.copies}, std::pair{"statuses", counts.statuses}, std::pair{"skipped", counts.skipped},
          std::pair{"graph_errors", graph.errors}, std::pair{"read_receipts", graph.receipts}, std::pair{"photographs", graph.photographs}})
        record.set(name, value);
}

struct Bench {
    const Options& options;
    Loop loop;
    GraphHabits graph_habits;
    Record record;

    explicit Bench(const Options& chosen) : options(chosen) {
        graph_habits = {
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::duration<double, std::milli>(options.graph_latency)),
            options.graph_errors};
    }

    std::unique_ptr<Server> start(const Graph& graph) {
        std::vector<std::string> command = options.command;
        for (std::string& word : command) {
            constexpr std::string_view mark = "{graph}";
            if (const auto found = word.find(mark); found != std::string::npos)
                word.replace(found, mark.size(), fmt::format("127.0.0.1:{}", graph.port()));
        }
        auto server = std::make_unique<Server>(std::move(command), static_cast<int>(options.server_core),
                                               std::chrono::seconds(count_of(options.start_patience)));
        pin_to_core(static_cast<int>(options.own_core));
        server->drain_output(loop);
        record.set("start_ms", std::chrono::duration<double, std::milli>(server->start_time()).count(), 1);
        record.set("rss_idle_mib", server->resident_mib(), 1);
        return server;
    }

    void run_for(const Server& server, double seconds) {
        const Moment until = Clock::now() + milliseconds(seconds);
        loop.run_until([&] { return Clock::now() >= until || server.ended(); });
        if (server.ended()) throw std::runtime_error("the server has ended");
    }

    Habits habits() const {
        Habits habits;
        habits.script = read_script(options.script);
        habits.talking = count_of(options.citizens);
        habits.copies_percent = options.copies;
        habits.pause = milliseconds(options.pause / 1000);
        habits.statuses = options.statuses > 0;
        habits.population = static_cast<std::uint64_t>(options.population);
        habits.skip = static_cast<std::uint64_t>(options.skip);
        habits.patience = milliseconds(options.patience);
        return habits;
    }

    void run_crowd() {
        Crowd crowd(loop, habits());
        Graph graph(loop, graph_habits, crowd);
        const std::unique_ptr<Server> server = start(graph);
        Poster poster(loop, server->port(), count_of(options.connections), crowd);
        if (options.scenario == "together")
            measure_waves(crowd, poster, *server);
        else
            measure_window(crowd, poster, *server);
        record.set("rss_load_mib", server->resident_mib(), 1);
        finish(crowd);
        set_counts(record, crowd.counts, graph.counts());
        set_latencies(record, "reply", crowd.replies);
        set_latencies(record, "ack", crowd.acknowledgements);
    }

    void measure_window(Crowd& crowd, Poster& poster, const Server& server) {
        if (options.scenario == "rate")
            crowd.talk_at_rate(poster, options.rate);
        else
            crowd.talk(poster);
        run_for(server, options.warm_up);
        crowd.measure(true);
        const Meter from(server);
        run_for(server, options.seconds);
        const Meter until(server);
        crowd.measure(false);
        set_costs(record, from, until, crowd.counts.measured);
        record.set("statuses_per_message", crowd.counts.measured == 0 ? 0
                                                                      : static_cast<double>(crowd.counts.statuses_measured) /
                                                                            static_cast<double>(crowd.counts.measured));
        crowd.stop();
    }

    void measure_waves(Crowd& crowd, Poster& poster, const Server& server) {
        run_for(server, options.warm_up);
        crowd.measure(true);
        const Meter from(server);
        for (std::size_t wave = 0; wave < count_of(options.waves); ++wave) {
            crowd.greet_at_once(poster);
            loop.run_until([&] { return crowd.quiet() || server.ended(); });
        }
        set_costs(record, from, Meter(server), crowd.counts.measured);
        crowd.measure(false);
    }

    // What is still owed may come, and what must not come has a moment to show itself.
    void finish(Crowd& crowd) {
        const Moment last = Clock::now() + milliseconds(options.patience) + 1s;
        loop.run_until([&] { return crowd.quiet() || Clock::now() > last; });
        const Moment silence = Clock::now() + 300ms;
        loop.run_until([&] { return Clock::now() > silence; });
    }

    void run_burst() {
        std::vector<std::string> lead_in;
        for (const Line& line : read_script(options.script)) lead_in.push_back(line.says);
        Burst burst(loop, std::move(lead_in));
        Graph graph(loop, graph_habits, burst);
        const std::unique_ptr<Server> server = start(graph);
        Poster poster(loop, server->port(), count_of(std::max(options.connections, 16.0)), burst);
        const Meter from(*server);
        burst.run(poster, count_of(options.citizens));
        set_costs(record, from, Meter(*server), burst.counts.sent);
        record.set("rss_load_mib", server->resident_mib(), 1);
        set_counts(record, burst.counts, graph.counts());
        record.set("replies_per_burst", static_cast<double>(burst.burst_replies) / options.citizens, 1);
        set_latencies(record, "reply", burst.last_replies);
        set_latencies(record, "ack", burst.acknowledgements);
    }
};

void run(const Options& options) {
    std::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_TIMERSLACK, 1UL);  // the open loop keeps its times
    Bench bench(options);
    if (options.scenario == "burst")
        bench.run_burst();
    else if (options.scenario == "talk" || options.scenario == "rate" || options.scenario == "together")
        bench.run_crowd();
    else
        throw std::invalid_argument(help);
    fmt::print("{}", options.json > 0 ? bench.record.json() + "\n" : bench.record.lines());
}

}  // namespace
}  // namespace bench

int main(int count, char** words) {
    try {
        bench::run(bench::read_options(count, words));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "load: {}\n", error.what());
        return 1;
    }
}
