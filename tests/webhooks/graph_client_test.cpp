#include "webhooks/graph_client.hpp"

#include "tests/webhooks/served_graph_client.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <barrier>
#include <chrono>
#include <vector>

using namespace webhooks_tests;
using namespace std::chrono_literals;
using Kind = webhooks::SendOutcome::Kind;
using How = GraphReply::How;

namespace {

GraphReply with(How how, GraphReply reply = accepted("wamid.1")) {
    reply.how = how;
    return reply;
}

webhooks::SendOutcome send_once(GraphReply reply) {
    FakeGraph graph([&](const GraphRequest&) { return reply; });
    ServedGraphClient client(graph_settings(graph));
    auto outcome = client.send();
    const auto value = get(outcome);
    CHECK(graph.requests().size() == 1);
    return value;
}

}  // namespace

TEST_CASE("a message is posted as the Cloud API wants it", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return accepted("wamid.OUT77"); });
    ServedGraphClient client(graph_settings(graph));
    auto outcome = client.send(R"({"to":"+6281200000001"})");
    const auto value = get(outcome);
    CHECK(value.kind == Kind::Accepted);
    CHECK(value.message_id == "wamid.OUT77");
    REQUIRE(graph.requests().size() == 1);
    const auto request = graph.requests()[0];
    CHECK(request.method == "POST");
    CHECK(request.target == "/v25.0/109988776655443/messages");
    CHECK(request.body == R"({"to":"+6281200000001"})");
    CHECK(request.has("Authorization: Bearer TOKEN-UJI"));
    CHECK(request.has("Content-Type: application/json"));
    CHECK(request.has("Host: 127.0.0.1:" + std::to_string(graph.port())));
    CHECK(request.head.find("\r\nUser-Agent: sapa/") != std::string::npos);
    CHECK(client.in_flight() == 0);
}

TEST_CASE("connections are kept", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return accepted("wamid.1"); });
    ServedGraphClient client(graph_settings(graph));
    for (int i = 0; i < 20; ++i) {
        auto outcome = client.send();
        CHECK(get(outcome).kind == Kind::Accepted);
    }
    CHECK(graph.connections() == 1);
    CHECK(graph.requests().size() == 20);
}

TEST_CASE("a kept connection that was closed is renewed, and the message sent once", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return with(How::ThenClose); });
    ServedGraphClient client(graph_settings(graph));
    for (int i = 0; i < 10; ++i) {
        auto outcome = client.send();
        CHECK(get(outcome).kind == Kind::Accepted);
    }
    CHECK(graph.requests().size() == 10);
}

TEST_CASE("a connection that announces its end is not used again", "[graph]") {
    FakeGraph graph([](const GraphRequest&) {
        GraphReply reply = accepted("wamid.1");
        reply.headers = "Connection: close\r\n";
        return reply;
    });
    ServedGraphClient client(graph_settings(graph));
    for (int i = 0; i < 3; ++i) {
        auto outcome = client.send();
        CHECK(get(outcome).kind == Kind::Accepted);
    }
    CHECK(graph.connections() == 3);
}

TEST_CASE("errors of the Cloud API", "[graph]") {
    CHECK(send_once(graph_error(401, 190)).kind == Kind::Halt);
    CHECK(send_once(graph_error(400, 131056)).kind == Kind::ThrottledPair);
    CHECK(send_once(graph_error(400, 131047)).kind == Kind::WindowClosed);
    CHECK(send_once(graph_error(500, 131000)).kind == Kind::Temporary);
    CHECK(send_once(graph_error(400, 131026)).kind == Kind::Rejected);
    GraphReply page{502, "<html>", "", How::Whole};
    CHECK(send_once(page).kind == Kind::Temporary);
    page.status = 429;
    page.headers = "Retry-After: 17\r\n";
    const auto limited = send_once(page);
    CHECK(limited.kind == Kind::ThrottledNumber);
    CHECK(limited.retry_after_seconds == 17);
    page.headers = "Retry-After: 99999999\r\n";
    CHECK(send_once(page).retry_after_seconds == 3'600);
    page.headers = "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n";
    CHECK(send_once(page).retry_after_seconds == 0);
}

TEST_CASE("a redirect is not followed with a message", "[graph]") {
    GraphReply reply{307, "", "Location: http://127.0.0.1:1/\r\n", How::Whole};
    CHECK(send_once(reply).kind == Kind::Temporary);
}

TEST_CASE("when the answer is lost the outcome is unknown, and nothing is sent again", "[graph]") {
    CHECK(send_once(with(How::NoAnswer)).kind == Kind::Unknown);
    CHECK(send_once(with(How::Half)).kind == Kind::Unknown);
    CHECK(send_once(with(How::Raw, {200, "bukan http\r\n\r\n", "", How::Raw})).kind == Kind::Unknown);
    CHECK(
        send_once(with(How::Raw, {200, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "", How::Raw})).kind ==
        Kind::Unknown);
    CHECK(send_once(with(How::Whole, {200, "", "", How::Whole})).kind == Kind::Unknown);
}

TEST_CASE("the answer is lost on a kept connection, too", "[graph]") {
    std::atomic<int> served{0};
    FakeGraph graph([&](const GraphRequest&) { return with(++served == 1 ? How::Whole : How::NoAnswer); });
    ServedGraphClient client(graph_settings(graph));
    auto first = client.send();
    CHECK(get(first).kind == Kind::Accepted);
    auto second = client.send();
    CHECK(get(second).kind == Kind::Unknown);
    CHECK(graph.requests().size() == 2);
}

TEST_CASE("answers of odd shape", "[graph]") {
    CHECK(send_once(with(How::UntilClose)).kind == Kind::Accepted);
    const std::string body = accepted("wamid.1").body;
    CHECK(send_once(with(How::Raw, {200,
                                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
                                        "\r\n\r\n" + body,
                                    "", How::Raw}))
              .kind == Kind::Accepted);
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt::format("{:x}", body.size()) + "\r\n" + body +
                                "\r\n0\r\nX: y\r\n\r\n";
    CHECK(send_once(with(How::Raw, {200, chunked, "", How::Raw})).kind == Kind::Accepted);
    CHECK(send_once(with(How::Whole, {200, std::string(1'100'000, ' '), "", How::Whole})).kind == Kind::Unknown);
    CHECK(send_once(with(How::UntilClose, {200, std::string(1'100'000, ' '), "", How::UntilClose})).kind == Kind::Unknown);
    CHECK(send_once(with(How::Raw, {200, "HTTP/1.1 200 OK\r\nA: " + std::string(100'000, 'x'), "", How::Raw})).kind == Kind::Unknown);
    GraphReply long_header = accepted("wamid.1");
    long_header.headers = "X-Debug: " + std::string(20'000, 'x') + "\r\n";
    CHECK(send_once(long_header).kind == Kind::Accepted);
}

TEST_CASE("an answer that does not come in time", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return with(How::Silence); });
    auto settings = graph_settings(graph);
    settings.deadlines.total = 150ms;
    ServedGraphClient client(settings);
    const auto began = std::chrono::steady_clock::now();
    auto outcome = client.send();
    CHECK(get(outcome).kind == Kind::Unknown);
    CHECK(std::chrono::steady_clock::now() - began < 5s);
    CHECK(client.in_flight() == 0);
}

TEST_CASE("nobody listens", "[graph]") {
    std::uint16_t port = 0;
    {
        FakeGraph gone([](const GraphRequest&) { return GraphReply{}; });
        port = gone.port();
    }
    webhooks::GraphSettings settings;
    settings.url = "http://127.0.0.1:" + std::to_string(port);
    ServedGraphClient client(settings);
    auto outcome = client.send();
    CHECK(get(outcome).kind == Kind::NotSent);
    settings.url = "http://localhost:" + std::to_string(port);
    ServedGraphClient by_name(settings);
    auto other = by_name.send();
    CHECK(get(other).kind == Kind::NotSent);
    CHECK(by_name.get("/x").first == 0);
}

TEST_CASE("a name with several addresses", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return accepted("wamid.1"); });
    auto settings = graph_settings(graph);
    settings.url = "http://localhost:" + std::to_string(graph.port()) + "/";
    ServedGraphClient client(settings);
    auto outcome = client.send();
    CHECK(get(outcome).kind == Kind::Accepted);
}

TEST_CASE("more messages than connections wait for their turn", "[graph]") {
    std::barrier first_three(3);  // nobody is answered before all three connections are busy
    FakeGraph graph([&](const GraphRequest& request) {
        first_three.arrive_and_wait();
        return accepted("wamid." + request.body);
    });
    auto settings = graph_settings(graph);
    settings.connections_most = 3;
    ServedGraphClient client(settings);
    std::vector<std::future<webhooks::SendOutcome>> outcomes;
    for (int i = 0; i < 30; ++i) outcomes.push_back(client.send(std::to_string(i)));
    for (int i = 0; i < 30; ++i) CHECK(get(outcomes[static_cast<std::size_t>(i)]).message_id == "wamid." + std::to_string(i));
    CHECK(graph.connections() == 3);
    CHECK(client.in_flight() == 0);
}

TEST_CASE("who waits too long for a connection has not sent anything", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return with(How::Silence); });
    auto settings = graph_settings(graph);
    settings.connections_most = 1;
    settings.deadlines.total = 150ms;
    ServedGraphClient client(settings);
    auto first = client.send("1");
    auto second = client.send("2");
    CHECK(get(first).kind == Kind::Unknown);
    const auto kind = get(second).kind;
    CHECK((kind == Kind::NotSent || kind == Kind::Unknown));
}

TEST_CASE("read receipts are sent when there is room, and dropped when there is none", "[graph]") {
    std::promise<void> go_on;
    auto open = go_on.get_future().share();
    FakeGraph graph([&](const GraphRequest& request) {
        if (request.body == "lama") open.wait();
        return accepted("wamid.1");
    });
    auto settings = graph_settings(graph);
    settings.connections_most = 1;
    ServedGraphClient client(settings);
    client.send_quietly("pertama");
    CHECK(eventually([&] { return graph.requests().size() == 1 && client.in_flight() == 0; }));
    auto busy = client.send("lama");
    client.send_quietly("dibuang");
    go_on.set_value();
    CHECK(get(busy).kind == Kind::Accepted);
    auto last = client.send("akhir");
    CHECK(get(last).kind == Kind::Accepted);
    CHECK(graph.requests().size() == 3);
}

TEST_CASE("stopping ends what is under way", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return with(How::Silence); });
    auto settings = graph_settings(graph);
    settings.connections_most = 1;
    ServedGraphClient client(settings);
    auto written = client.send("1");
    auto waiting = client.send("2");
    REQUIRE(eventually([&] { return graph.requests().size() == 1; }));
    client.stop();
    CHECK(get(written).kind == Kind::Unknown);
    CHECK(get(waiting).kind == Kind::NotSent);
    auto late = client.send("3");
    CHECK(get(late).kind == Kind::NotSent);
    client.send_quietly("4");
    CHECK(client.in_flight() == 0);
}

TEST_CASE("a client that is dropped with requests under way leaves quietly", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return with(How::Silence); });
    ServedGraphClient client(graph_settings(graph));
    auto forgotten = client.send();
    REQUIRE(eventually([&] { return graph.requests().size() == 1; }));
    client.drop();
    CHECK_THROWS_AS(forgotten.get(), std::future_error);
}

TEST_CASE("asking for the doctor", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return GraphReply{200, R"({"id":"1"})", "", How::Whole}; });
    ServedGraphClient client(graph_settings(graph));
    CHECK(client.get("/v25.0/109988776655443?fields=status") == std::pair<int, std::string>(200, R"({"id":"1"})"));
    CHECK(graph.requests()[0].target == "/v25.0/109988776655443?fields=status");
    CHECK(graph.requests()[0].method == "GET");
    CHECK(client.get("/a b\r\nX: y").first == 0);
    CHECK(graph.requests().size() == 1);
}

TEST_CASE("a token that would break the header stops the sending", "[graph]") {
    FakeGraph graph([](const GraphRequest&) { return accepted("wamid.1"); });
    ServedGraphClient client(graph_settings(graph), "a\r\nX-Evil: b");
    auto outcome = client.send();
    CHECK(get(outcome).kind == Kind::Halt);
    CHECK(graph.requests().empty());
}

TEST_CASE("plain http goes to this machine only", "[graph]") {
    boost::asio::io_context io;
    const auto make = [&](const std::string& url) {
        webhooks::GraphSettings settings;
        settings.url = url;
        webhooks::GraphClient client(io, settings, [] { return std::string("x"); });
    };
    CHECK_THROWS_AS(make("http://graph.facebook.com"), std::invalid_argument);
    CHECK_THROWS_AS(make("http://10.0.0.1"), std::invalid_argument);
    CHECK_THROWS_AS(make("graph.facebook.com"), std::invalid_argument);
    CHECK_NOTHROW(make("http://127.0.0.1:1"));
    CHECK_NOTHROW(make("http://[::1]:1"));
    CHECK_NOTHROW(make("https://graph.facebook.com"));
}
