// Citizens who asked for an officer, and what is said while the bot is silent.
#pragma once
#include "flows/address.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;
using CallId = std::int64_t;

struct Call {
    CallId id = 0;
    flows::CitizenId citizen = 0;
    std::string who;  // profile name
    std::string phone;
    std::string topic;  // petugas, pengaduan, darurat, gangguan (the bot failed)
    flows::TimePoint opened_at{};
    std::string answered_by;  // empty: nobody yet
    flows::TimePoint last_at{};
    std::optional<flows::TimePoint> officer_at;  // when an officer last spoke
};
struct CallLine {
    flows::TimePoint at{};
    std::string speaker;  // "warga" or the clerk's name
    std::string text;
};

CallId open_call(Database&, flows::CitizenId, std::string_view topic, std::string_view said, flows::TimePoint);  // joins an open one
// `speaker`: "warga" or a clerk's name, who answers the call thereby. Opens a call when there is none: a clerk may speak first.
void add_call_line(Database&, flows::CitizenId, std::string_view speaker, std::string_view text, flows::TimePoint);
void close_calls(Database&, flows::CitizenId, flows::TimePoint);
// Those whose last word was an officer's, said before: nobody waits for an answer. Returns how many.
std::int64_t close_rested_calls(Database&, flows::TimePoint silent_since, flows::TimePoint now);
std::vector<Call> open_calls(Database&);
std::optional<Call> open_call_of(Database&, flows::CitizenId);  // an officer is talking when `officer_at` is recent
std::optional<Call> call(Database&, CallId);
std::vector<CallLine> call_lines(Database&, CallId);

}  // namespace storage
