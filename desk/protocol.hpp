// What is spoken on the desk's socket: one JSON object a line, a request and its reply in turn, version 1. docs/desk-protocol.md is the
// description for people; this header is the one for both ends.
//   request  {"v":1,"verb":"list","args":{…}}
//   reply    {"ok":true,"data":…}  or  {"ok":false,"code":"taken","message":"…","details":{…}}
#pragma once
#include <boost/json/fwd.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace desk {

inline constexpr int protocol_version = 1;
inline constexpr std::size_t request_bytes_most = 24U * 1024 * 1024;  // a walk-in's paper as base64
inline constexpr std::size_t reply_bytes_most = 32U * 1024 * 1024;    // one opened file as base64
inline constexpr std::size_t file_bytes_most = 17U * 1024 * 1024;     // fits a request and a reply after base64

enum class Code {
    Usage,          // the request itself makes no sense
    UnknownTicket,  // also an unknown call
    Ambiguous,      // details.candidates says what may be meant
    State,          // not allowed in this state
    Taken,          // a colleague holds it: details.claimed_by, details.claimed_until
    Denied,         // this account may not do that
    Busy,           // nothing happened; try again
    Failed,
};

std::string_view key(Code);
std::optional<Code> code_from_key(std::string_view);
int exit_code(Code);

// Exit codes of the commands, a contract: 0 ok, 1 failed, and these.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_state = 3;
inline constexpr int exit_denied = 5;
inline constexpr int exit_not_running = 69;

struct Refusal {
    Code code = Code::Failed;
    std::string message;       // Indonesian, says what to do
    std::string details = {};  // JSON text of an object, or empty
};

// The data of a reply as JSON text.
using Result = std::expected<std::string, Refusal>;

struct Request {
    std::string verb;
    std::shared_ptr<const boost::json::object> args;  // never null
};

std::expected<Request, Refusal> parse_request(std::string_view line);
std::string request_line(std::string_view verb, const boost::json::object& args);
std::string reply_line(const Result&);
// The other end's view of a reply: its data, or the refusal.
Result parse_reply(std::string_view line);

}  // namespace desk
