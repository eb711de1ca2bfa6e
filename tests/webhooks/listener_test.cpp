#include "webhooks/listener.hpp"

#include "tests/webhooks/raw_client.hpp"
#include "tests/webhooks/served_listener.hpp"
#include "tests/webhooks/wire.hpp"
#include "webhooks/signature.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace webhooks_tests;
using namespace std::chrono_literals;
using Answer = webhooks::Listener::Answer;

namespace {

std::string signature_line(std::string_view body, const std::string& secret = app_secret) {
    return "X-Hub-Signature-256: " + webhooks::sign(body, secret) + "\r\n";
}

std::string signed_post(std::string_view body, const std::string& more = "") { return post(body, signature_line(body) + more); }

const std::string small = R"({"object":"x"})";

}  // namespace

TEST_CASE("a signed payload is delivered, and answered when it is taken", "[listener]") {
    ServedListener server;
    const std::string body = on_the_wire(payload("text"));
    RawClient client(server.port());
    client.send(signed_post(body, "User-Agent: facebookexternalua\r\nContent-Type: application/json\r\n"));
    const auto answer = client.answer();
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    const auto deliveries = server.deliveries();
    REQUIRE(deliveries.size() == 1);
    CHECK(std::get<webhooks::InboundMessage>(deliveries[0].events.at(0)).message.message_id == "wamid.T1");
    const auto counters = server.counters();
    CHECK(counters.connections == 1);
    CHECK(counters.requests == 1);
    CHECK(counters.answered_200 == 1);
    CHECK(counters.refused == 0);
}

TEST_CASE("both secrets are good, in either case of letters", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    client.send(post(small, signature_line(small, "rahasia-lama")));
    CHECK(client.answer().status == 200);
    std::string upper = webhooks::sign(small, app_secret);
    for (std::size_t i = 7; i < upper.size(); ++i) upper[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(upper[i])));
    client.send(post(small, "x-hub-signature-256:" + upper + "\r\n"));
    CHECK(client.answer().status == 200);
}

TEST_CASE("secrets can be changed while it runs", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    RawClient under_way(server.port());
    const std::string early = signed_post(small);
    under_way.send(early.substr(0, early.size() - 1));
    REQUIRE(eventually([&] { return server.counters().requests == 1; }));
    server.use_secrets({"rahasia-baru"}, "sandi-baru");
    client.send(signed_post(small));
    CHECK(client.answer().status == 403);
    client.send(post(small, signature_line(small, "rahasia-baru")));
    CHECK(client.answer().status == 200);
    under_way.send(early.substr(early.size() - 1));
    CHECK(under_way.answer().status == 200);
    under_way.send(early);
    CHECK(under_way.answer().status == 403);
    const auto handshake = [](const std::string& token) {
        return "GET /webhook?hub.mode=subscribe&hub.verify_token=" + token + "&hub.challenge=1158 HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    client.send(handshake("sandi"));
    CHECK(client.answer().status == 403);
    client.send(handshake("sandi-baru"));
    CHECK(client.answer().status == 200);
}

TEST_CASE("what is not taken is answered with 503", "[listener]") {
    ServedListener server;
    server.answer_with(Answer::TryLater);
    RawClient client(server.port());
    client.send(signed_post(small));
    const auto answer = client.answer();
    CHECK(answer.status == 503);
    CHECK(answer.has("Retry-After: 30"));
    server.answer_with(Answer::Accepted);
    client.send(signed_post(small));
    CHECK(client.answer().status == 200);
    CHECK(server.counters().answered_503 == 1);
}

TEST_CASE("signatures at the door", "[listener]") {
    ServedListener server;
    const auto status = [&](const std::string& headers) {
        RawClient client(server.port());
        client.send(post(small, headers));
        const auto answer = client.answer();
        CHECK(answer.body.empty());
        CHECK(answer.head.find("sha256") == std::string::npos);
        return answer.status;
    };
    CHECK(status("") == 401);
    CHECK(status("X-Hub-Signature: sha1=0123456789012345678901234567890123456789\r\n") == 401);
    CHECK(status("X-Hub-Signature-256:\r\n") == 401);
    CHECK(status(signature_line(small + " ")) == 403);
    CHECK(status(signature_line(small, "salah")) == 403);
    CHECK(status("X-Hub-Signature-256: sha256=12\r\n") == 403);
    CHECK(server.counters().bad_signature == 6);
    CHECK(status(signature_line(small) + signature_line(small, "salah")) == 400);
    CHECK(status(signature_line(small) + signature_line(small)) == 400);
    CHECK(server.deliveries().empty());
}

TEST_CASE("a body that is re-encoded has another signature", "[listener]") {
    ServedListener server;
    const std::string body = payload("text");
    RawClient client(server.port());
    client.send(post(on_the_wire(body), signature_line(body)));
    CHECK(client.answer().status == 403);
}

TEST_CASE("the handshake over the wire", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    client.send("GET /webhook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=sandi HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = client.answer();
    CHECK(answer.status == 200);
    CHECK(answer.body == "1158201444");
    CHECK(answer.has("Content-Type: text/plain"));
    CHECK(answer.has("X-Content-Type-Options: nosniff"));
    CHECK(answer.has("Cache-Control: no-store"));
    client.send("GET /webhook?hub.mode=subscribe&hub.challenge=rahasia&hub.verify_token=salah HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto refused = client.answer();
    CHECK(refused.status == 403);
    CHECK(refused.body.empty());
    CHECK(refused.head.find("rahasia") == std::string::npos);
}

TEST_CASE("other paths, methods and codings", "[listener]") {
    ServedListener server;
    const auto status = [&](const std::string& request) {
        RawClient client(server.port());
        client.send(request);
        const auto answer = client.answer();
        CHECK(answer.body.empty());
        CHECK(client.closed_within(5s));
        return answer.status;
    };
    for (const auto* path :
         {"/", "//webhook", "/webhook/", "/webhook/..", "/%77ebhook", "/webhookx", "/Webhook", "/health", "/?/webhook"}) {
        INFO(path);
        CHECK(status("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n") == 404);
    }
    for (const auto* method : {"PUT", "DELETE", "TRACE", "HEAD", "OPTIONS", "PATCH", "BREW", "get"}) {
        INFO(method);
        CHECK(status(std::string(method) + " /webhook HTTP/1.1\r\nHost: a\r\n\r\n") == 405);
    }
    CHECK(status("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(status(signed_post(small, "Content-Encoding: gzip\r\n")) == 415);
    CHECK(status(signed_post(small, "Expect: tea\r\n")) == 417);
    CHECK(status("POST /webhook HTTP/1.1\r\nHost: a\r\n\r\n") == 411);
    CHECK(status("POST /lain HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n") == 404);
    CHECK(status("POST /webhook HTTP/1.1\r\nHost: a\r\n" + signature_line(small) + "Content-Length: 4194305\r\n\r\n") == 413);
    CHECK(server.deliveries().empty());
}

TEST_CASE("an odd request is the last of its connection; nothing behind it is read", "[listener]") {
    ServedListener server;
    const std::string smuggled = signed_post(small);
    for (const auto* header :
         {"Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: gzip, chunked\r\n",
          "Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", ""}) {
        INFO(header);
        RawClient client(server.port());
        client.send("POST /webhook HTTP/1.1\r\nHost: a\r\n" + signature_line("") + header + "\r\n" + smuggled);
        const int status = client.answer().status;
        CHECK((status == 400 || status == 411));
        CHECK(client.answer(5s).status == 0);
        CHECK(client.closed_within(5s));
    }
    for (const auto* text : {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /webhook\r\n\r\n", "\x16\x03\x01\x02\x01\x01"}) {
        RawClient client(server.port());
        client.send(text);
        CHECK(client.answer().status == 400);
        CHECK(client.closed_within(5s));
    }
    CHECK(server.deliveries().empty());
}

TEST_CASE("a signature in a trailer counts for nothing", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    client.send("POST /webhook HTTP/1.1\r\nHost: a\r\n" + signature_line(small) + "Transfer-Encoding: chunked\r\n\r\ne\r\n" + small +
                "\r\n0\r\n" + signature_line(small) + "\r\n");
    CHECK(client.answer().status == 400);
    CHECK(server.deliveries().empty());
}

TEST_CASE("chunked bodies are welcome", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    const std::string request = "POST /webhook HTTP/1.1\r\nHost: a\r\n" + signature_line(small) +
                                "Transfer-Encoding: chunked\r\n\r\n5\r\n" + small.substr(0, 5) + "\r\n9\r\n" + small.substr(5) +
                                "\r\n0\r\n\r\n";
    client.send(request + request);
    CHECK(client.answer().status == 200);
    CHECK(client.answer().status == 200);
}

TEST_CASE("pipelined requests are answered one after the other", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    std::string many;
    for (int i = 0; i < 50; ++i) many += i % 10 == 9 ? post(small, signature_line("lain")) : signed_post(small);
    client.send(many);
    for (int i = 0; i < 50; ++i) CHECK(client.answer().status == (i % 10 == 9 ? 403 : 200));
    CHECK(server.deliveries().size() == 45);
    CHECK(server.counters().connections == 1);
}

TEST_CASE("the next request waits for the answer to the one before", "[listener]") {
    ServedListener server;
    server.hold();
    RawClient client(server.port());
    client.send(signed_post(small) + signed_post(small));
    REQUIRE(eventually([&] { return server.held() == 1; }));
    CHECK(server.deliveries().size() == 1);
    server.release(Answer::Accepted);
    CHECK(client.answer().status == 200);
    REQUIRE(eventually([&] { return server.held() == 1; }));
    server.release(Answer::TryLater);
    CHECK(client.answer().status == 503);
}

TEST_CASE("a client that expects 100 hears it, and so does one that is refused", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    const std::string request = signed_post(small, "Expect: 100-continue\r\n");
    const std::string head = request.substr(0, request.size() - small.size());
    client.send(head);
    CHECK(client.answer().status == 100);
    client.send(small);
    CHECK(client.answer().status == 200);
    client.send(request);  // the body is there already: no need to say so
    CHECK(client.answer().status == 200);
    RawClient other(server.port());
    other.send(post(small, "Expect: 100-continue\r\n").substr(0, head.size() - signature_line(small).size()));
    CHECK(other.answer().status == 401);
}

TEST_CASE("HTTP/1.0 and Connection: close", "[listener]") {
    ServedListener server;
    RawClient old(server.port());
    old.send("POST /webhook HTTP/1.0\r\n" + signature_line(small) + "Content-Length: 14\r\n\r\n" + small);
    CHECK(old.answer().status == 200);
    CHECK(old.closed_within(5s));
    RawClient polite(server.port());
    polite.send(signed_post(small, "Connection: close\r\n"));
    const auto answer = polite.answer();
    CHECK(answer.status == 200);
    CHECK(answer.has("Connection: close"));
    CHECK(polite.closed_within(5s));
}

TEST_CASE("a batch of three megabytes, and one byte too many", "[listener]") {
    ServedListener server;
    std::string large = payload("text");
    large.insert(large.find('{') + 1, std::string(3'000'000, ' '));
    RawClient client(server.port());
    client.send(signed_post(large));
    CHECK(client.answer().status == 200);
    const std::string most(4u << 20, ' ');
    client.send(signed_post(most));
    CHECK(client.answer().status == 200);
    client.send(signed_post(most + " "));
    CHECK(client.answer().status == 413);
    CHECK(client.closed_within(5s));
    CHECK(server.deliveries().size() == 2);
}

TEST_CASE("an unreadable body with a good signature is delivered as such", "[listener]") {
    ServedListener server;
    RawClient client(server.port());
    for (const std::string& body : {std::string("bukan json"), std::string(), std::string(200'000, '[')}) {
        client.send(signed_post(body));
        CHECK(client.answer().status == 200);
    }
    CHECK(server.deliveries().size() == 3);
}
