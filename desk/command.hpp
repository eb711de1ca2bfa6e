// How the clerk's commands are made: a table of verbs, one small parser for each, one function that asks the daemon and shows the answer.
#pragma once
#include "desk/client.hpp"
#include "desk/streams.hpp"

#include <boost/json/fwd.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace desk {

// What was typed, all verbs together.
struct Input {
    std::string socket;
    bool json = false;
    std::string ticket, document, out, reason, note, by, field, value, service, account, name, path;
    std::vector<std::string> statuses, reveal, items, words, roles;
    int number = 0;
    bool mine = false, all = false, force = false;
};

struct Session {
    Client& client;
    Streams& io;
    const Input& input;
    std::string program;  // "sapa antrean": for the hints
};

struct Command {
    std::string_view name, alias, arguments, help;
    void (*options)(CLI::App&, Input&);
    int (*run)(Session&);
};

struct Program {
    std::string_view name;  // "sapa antrean"
    std::string_view purpose;
    std::string_view otherwise;  // the command that runs without a verb; empty: the help
    std::span<const Command> commands;
};

int run_program(const Program&, const std::vector<std::string>& arguments, Streams&);

// Prints a refusal and gives its exit code.
int refused(Session&, const Refusal&);
// Pure UTF-8 with everything that could act on a terminal written as \u….
std::string json_text(const boost::json::value&);

}  // namespace desk
