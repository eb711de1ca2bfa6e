#include "webhooks/admin.hpp"

#include "tests/webhooks/io_thread.hpp"
#include "tests/webhooks/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>

using namespace webhooks_tests;

TEST_CASE("health and metrics", "[admin]") {
    std::atomic<bool> healthy{true};
    IoThread thread;
    std::unique_ptr<webhooks::AdminListener> admin;
    thread.call([&] {
        webhooks::AdminPages pages{[&] { return std::string(healthy ? "" : "the disk is full"); },
                                   [] { return std::string("sapa_up 1\n"); }};
        admin = std::make_unique<webhooks::AdminListener>(thread.io, "127.0.0.1", 0, std::move(pages));
    });
    RawClient client(thread.call([&] { return admin->port(); }));
    client.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.answer().status == 200);
    healthy = false;
    client.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto trouble = client.answer();
    CHECK(trouble.status == 503);
    CHECK(trouble.body == "not healthy: the disk is full\n");
    client.send("GET /metrics?x HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto metrics = client.answer();
    CHECK(metrics.status == 200);
    CHECK(metrics.body == "sapa_up 1\n");
    CHECK(metrics.has("Content-Type: text/plain; version=0.0.4; charset=utf-8"));
    client.send("POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    CHECK(client.answer().status == 405);
    RawClient other(thread.call([&] { return admin->port(); }));
    other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(other.answer().status == 404);
    thread.call([&] { admin->stop(); });
    CHECK(other.closed_within(std::chrono::seconds(5)));
    thread.call([&] { admin.reset(); });
}
