// Whatever answers when we send: how it is cut changes nothing, limits hold, and what is concluded from it is safe to log and to act on.
// Input: two bytes (cuts; does the other side close at the end?), then the bytes of the connection.
#include "tests/fuzz/input.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/outcome.hpp"
#include "webhooks/response_parser.hpp"

#include <string>

namespace {

using Progress = webhooks::ResponseParser::Progress;
using Kind = webhooks::SendOutcome::Kind;
namespace limits = webhooks::limits;

constexpr std::size_t body_most = 4'096;

struct Seen {
    Progress progress = Progress::NeedsMore;
    webhooks::Answer answer;
};

Seen read(std::string_view wire, std::size_t step, bool closes) {
    webhooks::ResponseParser parser;
    parser.reset(body_most);
    Seen seen;
    std::string waiting;
    for (std::size_t at = 0; at < wire.size() && seen.progress == Progress::NeedsMore; at += step) {
        waiting += wire.substr(at, step);
        std::size_t used = 0;
        seen.progress = parser.feed(waiting, used);
        fuzz::promise(used <= waiting.size(), "no more is used than there was");
        fuzz::promise(parser.answer().body.size() <= body_most, "a body is bounded");
        waiting.erase(0, used);
    }
    if (seen.progress == Progress::NeedsMore && closes) seen.progress = parser.feed_end();
    seen.answer = parser.answer();
    return seen;
}

bool is_plain(std::string_view text) {
    std::size_t digits = 0;
    for (const char c : text) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || digits > 9) return false;
    }
    return true;
}

void check(const webhooks::SendOutcome& outcome) {
    fuzz::promise((outcome.kind == Kind::Accepted) == !outcome.message_id.empty(), "accepted means: there is an id");
    fuzz::promise(outcome.kind == Kind::Accepted || !outcome.error.empty(), "trouble has a name");
    fuzz::promise(outcome.kind != Kind::NotSent, "an answer proves that something left");
    fuzz::promise(outcome.retry_after_seconds >= 0 && outcome.retry_after_seconds <= limits::retry_after_most, "waits are bounded");
    fuzz::promise(outcome.error.size() <= 3 * limits::title_bytes, "errors are short");
    fuzz::promise(is_plain(outcome.error) && fuzz::is_text(outcome.error), "errors fit on a log line and hold nobody's number");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::size_t step = 1 + input.below(64);
    const bool closes = input.coin();
    const std::string_view wire = input.rest();
    const Seen whole = read(wire, wire.size() + 1, closes);
    for (const std::size_t one : {std::size_t{1}, step}) {
        const Seen cut = read(wire, one, closes);
        // Bad syntax may be noticed at once or only at the end.
        fuzz::promise((cut.progress == Progress::Done) == (whole.progress == Progress::Done), "how an answer is cut changes nothing");
        if (whole.progress != Progress::Done) continue;
        fuzz::promise(cut.answer.status == whole.answer.status && cut.answer.body == whole.answer.body, "nor what it says");
        fuzz::promise(cut.answer.retry_after_seconds == whole.answer.retry_after_seconds, "nor how long it asks us to wait");
    }
    fuzz::promise(whole.answer.retry_after_seconds >= 0 && whole.answer.retry_after_seconds <= limits::retry_after_most,
                  "a wait is bounded");
    fuzz::promise(whole.answer.location.size() <= limits::url_bytes + 1, "an address is bounded");
    if (whole.progress == Progress::Done) check(webhooks::classify(whole.answer.status, whole.answer.body));
    for (const int status : {200, 400, 429, 500}) check(webhooks::classify(status, wire));
    return 0;
}
