#include "webhooks/request_parser.hpp"

#include "webhooks/limits.hpp"

#include <catch2/catch.hpp>

using webhooks::RequestParser;
using Progress = RequestParser::Progress;

namespace {

struct Outcome {
    Progress progress = Progress::NeedsMore;
    int refusal = 0;
    webhooks::Request request;
    std::string rest;
};

// In pieces of `step` bytes, as a slow line would bring them.
Outcome parse(const std::string& text, std::size_t step) {
    RequestParser parser;
    std::string waiting;
    std::size_t next = 0;
    while (true) {
        std::size_t used = 0;
        const Progress progress = parser.feed(waiting, used);
        waiting.erase(0, used);
        if (progress == Progress::HeaderDone) continue;
        if (progress == Progress::NeedsMore && next < text.size()) {
            waiting += text.substr(next, step);
            next += step;
            continue;
        }
        return {progress, progress == Progress::Refused ? parser.refusal() : 0, parser.request(),
                waiting + text.substr(std::min(next, text.size()))};
    }
}

Outcome parse(const std::string& text) {
    const Outcome whole = parse(text, text.size() + 1);
    const Outcome bytes = parse(text, 1);
    CHECK(whole.progress == bytes.progress);
    CHECK(whole.refusal == bytes.refusal);
    CHECK(whole.request.body == bytes.request.body);
    if (whole.progress == Progress::Done) CHECK(whole.rest == bytes.rest);
    return whole;
}

int refusal(const std::string& text) {
    const Outcome outcome = parse(text);
    return outcome.progress == Progress::Refused ? outcome.refusal : 0;
}

const std::string start = "POST /webhook HTTP/1.1\r\nHost: a\r\n";

}  // namespace

TEST_CASE("a plain request", "[request]") {
    const auto outcome = parse(start + "x-hub-signature-256: sha256=ab\r\nContent-Length: 3\r\n\r\nabcGET");
    CHECK(outcome.progress == Progress::Done);
    CHECK(outcome.request.method == webhooks::Request::Method::Post);
    CHECK(outcome.request.path() == "/webhook");
    CHECK(outcome.request.signature == "sha256=ab");
    CHECK(outcome.request.signatures == 1);
    CHECK(outcome.request.body == "abc");
    CHECK(outcome.request.keep_alive);
    CHECK(outcome.rest == "GET");
    CHECK(parse("GET /webhook?a=b?c HTTP/1.1\r\nHost: a\r\n\r\n").request.query() == "a=b?c");
    CHECK_FALSE(parse(start + "Connection: close\r\nContent-Length: 0\r\n\r\n").request.keep_alive);
    CHECK_FALSE(parse("GET / HTTP/1.0\r\n\r\n").request.keep_alive);
}

TEST_CASE("chunks", "[request]") {
    const auto outcome = parse(start + "Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nrest");
    CHECK(outcome.progress == Progress::Done);
    CHECK(outcome.request.body == "abcde");
    CHECK(outcome.rest == "rest");
    CHECK(parse(start + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").progress == Progress::Done);  // the last chunk is the first
}

TEST_CASE("lengths that two programs could read differently are refused", "[request]") {
    for (const auto* header :
         {"Content-Length: 3\r\nContent-Length: 3\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3, 3\r\n",
          "Content-Length: +3\r\n", "Content-Length: -1\r\n", "Content-Length: 0x3\r\n", "Content-Length:\r\n", "Content-Length: 3 3\r\n",
          "Content-Length: 99999999999999999999999\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Transfer-Encoding: xchunked\r\n",
          "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: gzip\r\n",
          "Transfer-Encoding: identity\r\n", "Transfer-Encoding:\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked, chunked\r\n"}) {
        INFO(header);
        CHECK(refusal(start + header + "\r\nabcGET /webhook HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    }
    CHECK(refusal(start + "\r\n") == 411);
    CHECK(refusal("POST /webhook HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(refusal("GET /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx") == 400);
}

TEST_CASE("chunks that two programs could read differently are refused", "[request]") {
    for (const auto* body : {"3\r\nabc\r\n0\r\nX-Hub-Signature-256: sha256=00\r\n\r\n", "3;a=b\r\nabc\r\n0\r\n\r\n", "xyz\r\n", "\r\n",
                             "3\nabc\n0\n\n\r\n", "ffffffffffffffffff\r\n", "-1\r\n", "3\r\nabcd\r\n0\r\n\r\n", "0;x\r\n\r\n"}) {
        INFO(body);
        CHECK(refusal(start + "Transfer-Encoding: chunked\r\n\r\n" + body) == 400);
    }
}

TEST_CASE("fields that go on in the next line are refused: a proxy may read them differently", "[request]") {
    for (const auto* header :
         {"Transfer-Encoding:\r\n chunked\r\n", "Transfer-Encoding: chunked\r\n \r\n", "X-A: b\r\n\tc\r\nContent-Length: 0\r\n",
          "Content-Length:\r\n 0\r\n", "X-Hub-Signature-256: sha256=\r\n ab\r\nContent-Length: 0\r\n"}) {
        INFO(header);
        CHECK(refusal(start + header + "\r\n0\r\n\r\n") == 400);
    }
}

TEST_CASE("hosts", "[request]") {
    CHECK(refusal("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
    CHECK(parse("GET / HTTP/1.0\r\n\r\n").progress == Progress::Done);
    CHECK(refusal("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
}

TEST_CASE("targets", "[request]") {
    const auto of = [](const std::string& target) { return refusal("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"); };
    CHECK(of("/webhook") == 0);
    CHECK(of("http://a/webhook") == 400);
    CHECK(of("*") == 400);
    CHECK(of("webhook") == 400);
    CHECK(of("/web\xC3\xA9") == 400);
    CHECK(of("/" + std::string(webhooks::limits::target_bytes, 'x')) == 414);
}

TEST_CASE("what is no HTTP/1.x", "[request]") {
    for (const auto* text :
         {"GET /\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02\x01\x01\x01\xFC\x03\x03", "GET / HTTP/1.2\r\n\r\n",
          "GET / HTTP/11\r\n\r\n", "GET / FTP/1.1\r\n\r\n", "\r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n",
          "GET / HTTP/1.1\r\n: a\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n"}) {
        INFO(text);
        CHECK(refusal(text) == 400);
    }
    CHECK(refusal(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 30)) == 400);
}

TEST_CASE("headers have limits", "[request]") {
    const auto with_fields = [](std::size_t count) {
        std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (std::size_t i = 1; i < count; ++i) text += "A: b\r\n";
        return text + "\r\n";
    };
    CHECK(refusal(with_fields(webhooks::limits::header_fields)) == 0);
    CHECK(refusal(with_fields(webhooks::limits::header_fields + 1)) == 431);
    CHECK(refusal("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(7'000, 'x') + "\r\n\r\n") == 0);
    CHECK(refusal("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(9'000, 'x') + "\r\n\r\n") == 431);
    CHECK(refusal("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(100'000, 'x')) == 431);
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 20; ++i) many += "A: " + std::string(500, 'x') + "\r\n";
    CHECK(refusal(many + "\r\n") == 431);
}

TEST_CASE("bodies have a limit", "[request]") {
    const auto limit = webhooks::limits::body_bytes;
    const auto with_length = [](std::size_t length) { return start + "Content-Length: " + std::to_string(length) + "\r\n\r\n"; };
    CHECK(refusal(with_length(limit + 1)) == 413);
    CHECK(parse(with_length(limit) + std::string(limit, 'x'), 65'536).progress == Progress::Done);
    const std::string half = "200000\r\n" + std::string(0x200000, 'x') + "\r\n";
    const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n" + half + half;
    CHECK(parse(chunked + "0\r\n\r\n", 65'536).progress == Progress::Done);
    CHECK(parse(chunked + "1\r\nx\r\n", 65'536).refusal == 413);
}

TEST_CASE("other fields that matter", "[request]") {
    CHECK(parse(start + "Expect: 100-Continue\r\nContent-Length: 0\r\n\r\n").request.expects_continue);
    CHECK(parse(start + "Expect: tea\r\nContent-Length: 0\r\n\r\n").request.expects_something_else);
    CHECK(parse(start + "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n").request.is_encoded);
    CHECK_FALSE(parse(start + "Content-Encoding: identity\r\nContent-Length: 0\r\n\r\n").request.is_encoded);
    CHECK(parse(start + "X-Hub-Signature-256: a\r\nX-HUB-SIGNATURE-256: b\r\nContent-Length: 0\r\n\r\n").request.signatures == 2);
    CHECK(parse("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").request.method == webhooks::Request::Method::Other);
}
