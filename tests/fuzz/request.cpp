// Whatever comes over the wire: nothing crashes, the limits hold, how the bytes are cut changes nothing, and a request that is taken ends
// exactly where a plain reading of its header says, so that no second request hides in it. Input: a byte that decides the cuts, then the
// bytes of a connection.
#include "webhooks/request_parser.hpp"

#include "tests/fuzz/input.hpp"
#include "webhooks/http_answer.hpp"
#include "webhooks/limits.hpp"

#include <charconv>
#include <string>
#include <vector>

namespace {

using Progress = webhooks::RequestParser::Progress;
namespace limits = webhooks::limits;

struct Seen {
    Progress progress = Progress::NeedsMore;
    int refusal = 0;
    webhooks::Request request;
    std::size_t begin = 0, end = 0;  // in the bytes of the connection
};

// How many bytes the next read brings.
class Cuts {
public:
    explicit Cuts(unsigned seed) : state_(seed) {}
    std::size_t next() {
        if (state_ == 0) return limits::read_buffer;
        if (state_ == 1) return 1;
        state_ = state_ * 1'103'515'245U + 12'345U;
        return 1 + (state_ >> 16U) % 40;
    }

private:
    unsigned state_;
};

// What a session does with its buffer, request after request.
std::vector<Seen> read_all(std::string_view wire, Cuts cuts) {
    std::vector<Seen> all;
    webhooks::RequestParser parser;
    std::size_t at = 0, arrived = 0;
    while (all.size() < 20) {
        std::size_t used = 0;
        const auto progress = parser.feed(wire.substr(at, arrived - at), used);
        at += used;
        fuzz::promise(at <= arrived, "no more is used than there was");
        fuzz::promise(parser.request().body.size() <= limits::body_bytes, "a body is bounded");
        if (progress == Progress::HeaderDone) continue;
        if (progress == Progress::NeedsMore) {
            if (arrived == wire.size() || arrived - at >= limits::read_buffer) break;
            arrived = std::min(wire.size(), std::max(arrived, at) + cuts.next());
            continue;
        }
        const std::size_t begin = all.empty() ? 0 : all.back().end;
        all.push_back({progress, progress == Progress::Refused ? parser.refusal() : 0, parser.request(), begin, at});
        if (progress == Progress::Refused) return all;
        parser.reset();
    }
    all.push_back({});  // nothing more is decided
    return all;
}

// Bad syntax may be noticed at once or only with the blank line, which depends on the cuts; what is taken does not.
bool same(const Seen& one, const Seen& other) {
    if (one.progress != Progress::Done && other.progress != Progress::Done)
        return one.progress != other.progress || one.refusal == other.refusal;
    const webhooks::Request &a = one.request, &b = other.request;
    return one.progress == other.progress && one.end == other.end && a.body == b.body && a.target == b.target && a.method == b.method &&
           a.signature == b.signature && a.signatures == b.signatures && a.keep_alive == b.keep_alive &&
           a.expects_continue == b.expects_continue && a.is_encoded == b.is_encoded;
}

bool same(const std::vector<Seen>& some, const std::vector<Seen>& others) {
    return std::ranges::equal(some, others, [](const Seen& one, const Seen& other) { return same(one, other); });
}

bool is_name(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           std::ranges::equal(line.substr(0, name.size()), name, {}, [](char c) { return static_cast<char>(c | 0x20); });
}

// A reading so simple that it can be seen to be right: where the first request of `wire` ends. Only for requests that were taken.
std::size_t plain_end(std::string_view wire) {
    const std::size_t blank = wire.find("\r\n\r\n");
    fuzz::promise(blank != std::string_view::npos, "a request that is taken has a blank line");
    std::size_t length = 0, end = blank + 4;
    bool chunked = false;
    for (std::size_t at = 0; at < blank;) {
        const std::size_t next = wire.find("\r\n", at);
        const std::string_view line = wire.substr(at, next - at);
        fuzz::promise(line.find('\n') == std::string_view::npos && line.find('\r') == std::string_view::npos, "a line has one end");
        fuzz::promise(line.find('\0') == std::string_view::npos, "a header holds no NUL");
        if (is_name(line, "content-length")) {
            const std::size_t digit = line.find_first_of("0123456789");
            std::from_chars(line.data() + digit, line.data() + line.size(), length);
        }
        chunked |= is_name(line, "transfer-encoding");
        at = next + 2;
    }
    while (chunked) {
        std::size_t size = 0;
        const auto [after, failure] = std::from_chars(wire.data() + end, wire.data() + wire.size(), size, 16);
        fuzz::promise(failure == std::errc{}, "a chunk begins with its size");
        end = static_cast<std::size_t>(after - wire.data()) + 2 + size + 2;
        fuzz::promise(size <= limits::body_bytes && end <= wire.size(), "a chunk lies within what came");
        fuzz::promise(wire.substr(end - 2, 2) == "\r\n", "a chunk ends with its line");
        if (size == 0) break;
    }
    return end + length;
}

void check(const Seen& seen, std::string_view wire) {
    if (seen.progress == Progress::Refused) fuzz::promise(!webhooks::bare_answer(seen.refusal, false).empty(), "a refusal has an answer");
    if (seen.progress != Progress::Done) return;
    const webhooks::Request& request = seen.request;
    fuzz::promise(request.target.size() <= limits::target_bytes && request.target.starts_with('/'), "a target is a path");
    fuzz::promise(std::ranges::all_of(request.target, [](char c) { return c > 0x20 && c < 0x7F; }), "a target is plain");
    fuzz::promise(request.signature.size() <= limits::header_bytes, "a signature is bounded");
    fuzz::promise(request.method != webhooks::Request::Method::Get || request.body.empty(), "nobody asks with a body");
    fuzz::promise(seen.begin + plain_end(wire.substr(seen.begin)) == seen.end, "a request ends where its header says");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto seed = static_cast<unsigned>(2 + input.below(250));
    const std::string_view wire = input.rest();
    const auto whole = read_all(wire, Cuts(0));
    fuzz::promise(same(whole, read_all(wire, Cuts(1))), "byte by byte is the same");
    fuzz::promise(same(whole, read_all(wire, Cuts(seed))), "any pieces are the same");
    for (const Seen& seen : whole) check(seen, wire);
    return 0;
}
