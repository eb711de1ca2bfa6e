#include "tests/webhooks/raw_client.hpp"
#include "tests/webhooks/served_listener.hpp"
#include "webhooks/http_server.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/listener.hpp"
#include "webhooks/signature.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <fcntl.h>

#include <algorithm>
#include <list>
#include <memory>

using namespace webhooks_tests;
using namespace std::chrono_literals;
using Answer = webhooks::Listener::Answer;

namespace {

const std::string body = R"({"object":"x"})";

std::string signed_post(std::string_view text = body) {
    return post(text, "X-Hub-Signature-256: " + webhooks::sign(text, app_secret) + "\r\n");
}

webhooks::ListenerSettings with_short(std::chrono::milliseconds webhooks::Deadlines::*phase) {
    auto settings = listener_settings();
    settings.deadlines.*phase = 150ms;
    return settings;
}

bool works(ServedListener& server) {
    RawClient client(server.port());
    client.send(signed_post());
    return client.answer().status == 200;
}

// What has begun like this goes on for as long as it is let, a byte at a time.
bool dripping_ends(ServedListener& server, std::string_view beginning) {
    RawClient dripping(server.port());
    dripping.send(beginning);
    const auto patience = std::chrono::steady_clock::now() + 4s;
    while (std::chrono::steady_clock::now() < patience)
        if (dripping.closed_within(10ms) || !dripping.send("y")) return true;
    return false;
}

}  // namespace

TEST_CASE("a slow header is cut off at its deadline, however it drips", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::header));
    std::list<RawClient> slow;
    for (int i = 0; i < 20; ++i) slow.emplace_back(server.port()).send("POST /webhook HTTP/1.1\r\nHost: a\r\nX-");
    CHECK(works(server));
    CHECK(dripping_ends(server, "POST /webhook HTTP/1.1\r\nHost: a\r\nX-"));
    for (auto& client : slow) CHECK(client.answer().status == 408);
    CHECK(works(server));
}

TEST_CASE("a slow body is cut off at its deadline, however it drips", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::body));
    RawClient client(server.port());
    client.send(signed_post().substr(0, signed_post().size() - 1));
    CHECK(client.answer().status == 408);
    CHECK(client.closed_within(5s));
    std::string beginning_of_a_body = signed_post(std::string(4'096, 'y'));
    beginning_of_a_body.resize(beginning_of_a_body.size() - 4'000);
    CHECK(dripping_ends(server, beginning_of_a_body));
    CHECK(server.deliveries().empty());
}

TEST_CASE("idle connections are closed", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::idle));
    RawClient fresh(server.port());
    RawClient used(server.port());
    used.send(signed_post());
    CHECK(used.answer().status == 200);
    CHECK(fresh.closed_within(5s));
    CHECK(used.closed_within(5s));
}

TEST_CASE("a delivery that nobody answers becomes 503; a late answer does no harm", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::answer));
    server.hold();
    RawClient client(server.port());
    client.send(signed_post());
    CHECK(client.answer().status == 503);
    REQUIRE(server.held() == 1);
    server.release(Answer::Accepted);
    CHECK(client.answer(5s).status == 0);
    CHECK(server.counters().answered_200 == 0);
}

TEST_CASE("a client that does not read its answers is let go", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::write));
    RawClient client(server.port(), 2'048);
    std::string many;
    for (int i = 0; i < 100; ++i) many += signed_post();
    const auto began = std::chrono::steady_clock::now();
    while (client.send(many) && std::chrono::steady_clock::now() < began + 30s) {
    }
    CHECK(std::chrono::steady_clock::now() < began + 25s);
    CHECK(works(server));
}

TEST_CASE("there are only so many connections", "[listener]") {
    auto settings = listener_settings();
    settings.connections_most = 4;
    ServedListener server(std::move(settings));
    server.hold();
    std::list<RawClient> clients;
    for (int i = 0; i < 4; ++i) clients.emplace_back(server.port()).send(signed_post());
    REQUIRE(eventually([&] { return server.held() == 4; }));
    RawClient fifth(server.port());
    CHECK(fifth.answer().status == 503);
    CHECK(fifth.closed_within(5s));
    server.release(Answer::Accepted);
    for (auto& client : clients) CHECK(client.answer().status == 200);
    CHECK(server.counters().answered_503 == 1);
}

TEST_CASE("who has waited longest makes room for who comes, wherever it waits", "[listener][slow]") {
    auto settings = listener_settings();
    settings.connections_most = 4;
    ServedListener server(std::move(settings));
    RawClient silent(server.port());
    RawClient in_header(server.port());
    RawClient in_body(server.port());
    RawClient used(server.port());
    in_header.send("POST /webhook HTTP/1.1\r\nHost: a\r\nX-");
    in_body.send(signed_post().substr(0, signed_post().size() - 1));
    REQUIRE(eventually([&] { return server.counters().requests == 1; }));
    used.send(signed_post());
    CHECK(used.answer().status == 200);
    std::list<RawClient> busy;
    server.hold();
    for (std::size_t i = 1; i <= 3; ++i) {
        busy.emplace_back(server.port()).send(signed_post());
        REQUIRE(eventually([&] { return server.held() == i; }));
    }
    CHECK(silent.closed_within(5s));
    CHECK(in_header.closed_within(5s));
    CHECK(in_body.closed_within(5s));
    server.release(Answer::Accepted);
    for (auto& client : busy) CHECK(client.answer().status == 200);
    CHECK(server.counters().answered_503 == 0);
}

TEST_CASE("bodies in memory have a limit in all", "[listener]") {
    auto settings = listener_settings();
    settings.buffered_most = 100'000;
    ServedListener server(std::move(settings));
    const std::string large(80'000, ' ');
    RawClient first(server.port());
    first.send(signed_post(large).substr(0, 70'000));
    RawAnswer answer;
    CHECK(eventually([&] {
        RawClient second(server.port());
        second.send(signed_post(large).substr(0, 500));  // the announcement is enough to be refused, and too little to take the room
        answer = second.answer(50ms);
        return answer.status == 503;
    }));
    CHECK(answer.has("Retry-After: 30"));
    CHECK(works(server));
    first.send(signed_post(large).substr(70'000));
    CHECK(first.answer().status == 200);
    RawClient third(server.port());
    third.send(signed_post(large));
    CHECK(third.answer().status == 200);
}

TEST_CASE("announcing large bodies takes nothing from those who send them", "[listener]") {
    ServedListener server;
    std::list<RawClient> idle;
    for (int i = 0; i < 40; ++i) {
        idle.emplace_back(server.port())
            .send("POST /webhook HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: 4194304\r\n\r\n");
    }
    REQUIRE(eventually([&] { return server.counters().requests == 40; }));
    CHECK(works(server));
    const std::string largest(webhooks::limits::body_bytes, ' ');
    RawClient client(server.port());
    client.send(signed_post(largest));
    CHECK(client.answer().status == 200);
    CHECK(server.counters().answered_503 == 0);
}

TEST_CASE("two bodies that do not fit together: the later bytes are refused, and the memory comes back", "[listener]") {
    auto settings = listener_settings();
    settings.buffered_most = 100'000;
    ServedListener server(std::move(settings));
    const std::string whole = signed_post(std::string(80'000, ' '));
    std::list<RawClient> both;
    for (int i = 0; i < 2; ++i) both.emplace_back(server.port()).send(whole.substr(0, 1'000));
    REQUIRE(eventually([&] { return server.counters().requests == 2; }));
    for (auto& client : both) client.send(whole.substr(1'000, 69'000));
    REQUIRE(eventually([&] { return server.counters().answered_503 == 1; }));
    for (auto& client : both) client.send(whole.substr(70'000));
    const int first = both.front().answer().status, second = both.back().answer().status;
    CHECK(std::minmax(first, second) == std::minmax(200, 503));
    RawClient after(server.port());
    after.send(whole);
    CHECK(after.answer().status == 200);
}

TEST_CASE("small bodies find room when the large ones have none", "[listener]") {
    auto settings = listener_settings();
    settings.buffered_most = 0;
    ServedListener server(std::move(settings));
    CHECK(works(server));
    RawClient large(server.port());
    large.send(signed_post(std::string(80'000, ' ')));
    CHECK(large.answer().status == 503);
    RawClient chunked(server.port());
    chunked.send("POST /webhook HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=00\r\nTransfer-Encoding: chunked\r\n\r\n");
    CHECK(chunked.answer().status == 503);
}

TEST_CASE("a client that comes at the moment when the last one leaves has its deadlines, too", "[listener][slow]") {
    ServedListener server(with_short(&webhooks::Deadlines::idle));
    const auto port = server.port();
    auto leaving = std::make_unique<RawClient>(port);
    leaving->send(signed_post());
    REQUIRE(leaving->answer().status == 200);
    std::unique_ptr<RawClient> coming;
    // The server's thread is busy meanwhile, so it learns of both at once.
    server.thread().call([&] {
        leaving.reset();
        coming = std::make_unique<RawClient>(port);
    });
    CHECK(coming->closed_within(5s));
}

TEST_CASE("clients that leave in the middle leave nothing behind", "[listener]") {
    auto settings = listener_settings();
    settings.buffered_most = 100'000;
    ServedListener server(std::move(settings));
    const std::string large(80'000, ' ');
    for (int i = 0; i < 20; ++i) {
        RawClient client(server.port());
        client.send(signed_post(large).substr(0, 70'000));
    }
    CHECK(eventually([&] {
        RawClient client(server.port());
        client.send(signed_post(large));
        return client.answer().status == 200;
    }));
}

TEST_CASE("a client that is gone before its answer does no harm", "[listener]") {
    ServedListener server;
    server.hold();
    {
        RawClient client(server.port());
        client.send(signed_post());
        REQUIRE(eventually([&] { return server.held() == 1; }));
    }
    server.release(Answer::Accepted);
    server.hold();
    CHECK(server.deliveries().size() == 1);
    RawClient half(server.port());
    half.send(signed_post());
    half.shutdown_sending();
    REQUIRE(eventually([&] { return server.held() == 1; }));
    server.release(Answer::Accepted);
    CHECK(half.answer().status == 200);
}

TEST_CASE("stopping lets the request under way end, and closes the idle", "[listener]") {
    ServedListener server;
    server.hold();
    const auto port = server.port();
    std::future<void> drained;
    {
        RawClient idle(port);
        RawClient busy(port);
        busy.send(signed_post());
        REQUIRE(eventually([&] { return server.held() == 1; }));
        drained = server.stop();
        CHECK(idle.closed_within(5s));
        CHECK_THROWS(RawClient(port));
        CHECK(drained.wait_for(0s) == std::future_status::timeout);
        server.release(Answer::Accepted);
        const auto answer = busy.answer();
        CHECK(answer.status == 200);
        CHECK(answer.has("Connection: close"));
        CHECK(busy.closed_within(5s));
    }
    get(drained);
}

TEST_CASE("stopping does not wait for ever", "[listener]") {
    auto settings = listener_settings();
    settings.deadlines.drain = 100ms;
    ServedListener server(std::move(settings));
    server.hold();
    RawClient stuck(server.port());
    stuck.send(signed_post());
    REQUIRE(eventually([&] { return server.held() == 1; }));
    auto drained = server.stop();
    get(drained);
    CHECK(stuck.closed_within(5s));
    server.release(Answer::Accepted);
}

TEST_CASE("stopping with nobody there is over at once, and the context runs dry", "[listener]") {
    ServedListener server;
    CHECK(works(server));
    auto drained = server.stop();
    get(drained);
}

TEST_CASE("running out of descriptors passes", "[listener]") {
    ServedListener server;
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    CHECK(works(server));
    RawClient waiting(server.port());
    std::vector<int> hoard;
    const auto lowered = rlimit{256, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
    RawClient unlucky(server.port());
    REQUIRE(eventually([&] { return server.counters().connections >= 3; }));
    while (true) {
        const int one = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (one < 0) break;
        hoard.push_back(one);
    }
    // One descriptor for the client; none is left for the server.
    ::close(hoard.back());
    hoard.pop_back();
    // What is seen is judged afterwards: a sanitizer needs a descriptor of its own to look at an assertion's types.
    bool was_turned_away = false;
    {
        RawClient turned_away(server.port());
        was_turned_away = turned_away.closed_within(5s);
    }
    waiting.send(signed_post());
    const auto status = waiting.answer().status;
    for (const int one : hoard) ::close(one);
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(was_turned_away);
    CHECK(status == 200);
    CHECK(eventually([&] { return works(server); }));
}

TEST_CASE("a port that is taken is an error with a reason", "[listener]") {
    ServedListener server;
    const auto refused = [](const std::string& address, std::uint16_t port) {
        auto settings = listener_settings();
        settings.address = address;
        settings.port = port;
        boost::asio::io_context io;
        try {
            webhooks::Listener(io, settings, [](webhooks::Delivery, std::function<void(Answer)>) {});
        } catch (const webhooks::CannotListen& error) {
            CHECK(error.address == address + ":" + std::to_string(port));
            return error.code();
        }
        return std::error_code();
    };
    CHECK(refused("127.0.0.1", server.port()) == std::errc::address_in_use);
    CHECK(refused("192.0.2.1", 8080) == std::errc::address_not_available);  // set aside for examples: nobody has it
    CHECK(refused("bukan alamat", 8080) == std::errc::invalid_argument);
    CHECK_FALSE(refused("127.0.0.1", 0));
}
