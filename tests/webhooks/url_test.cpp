#include "webhooks/url.hpp"

#include <catch2/catch.hpp>

using namespace webhooks;

TEST_CASE("addresses that are fine", "[url]") {
    const auto url = parse_url("https://Lookaside.fbsbx.com/a/b?mid=7&hash=x#part");
    REQUIRE(url);
    CHECK(url->origin == Origin{true, "lookaside.fbsbx.com", 443});
    CHECK(url->target == "/a/b?mid=7&hash=x");
    CHECK(parse_url("http://127.0.0.1:8080")->origin == Origin{false, "127.0.0.1", 8080});
    CHECK(parse_url("http://127.0.0.1:8080")->target == "/");
    CHECK(parse_url("HTTPS://a.b?x=1")->target == "/?x=1");
    CHECK(parse_url("http://[::1]:90/x")->origin == Origin{false, "::1", 90});
    CHECK(host_header(parse_url("http://[::1]:90/x")->origin) == "[::1]:90");
    CHECK(host_header(parse_url("https://a.b/")->origin) == "a.b");
}

TEST_CASE("addresses that are refused", "[url]") {
    for (const auto* text : {"",
                             "ftp://a.b/",
                             "file:///etc/passwd",
                             "//a.b/",
                             "/x",
                             "https://",
                             "https:///x",
                             "https://user@a.b/",
                             "https://a.b@c.d/",
                             "https://a.b:0/",
                             "https://a.b:/",
                             "https://a.b:99999/",
                             "https://a.b:8x/",
                             "https://a.b\\@c.d/",
                             "https://a b/",
                             "https://a.b/\r\nX: y",
                             "https://[::1/",
                             "https://[x]/",
                             "https://[::1]x/",
                             "https://a_b/",
                             "https://a.b/\xC3\xA9",
                             "gopher://x"}) {
        INFO(text);
        CHECK_FALSE(parse_url(text));
    }
    CHECK_FALSE(parse_url("https://a.b/" + std::string(5'000, 'x')));
}

TEST_CASE("where a redirect leads", "[url]") {
    const Url base = *parse_url("https://a.fbsbx.com/x/y?z");
    CHECK(resolve_url(base, "/w")->origin == base.origin);
    CHECK(resolve_url(base, "/w")->target == "/w");
    CHECK(resolve_url(base, "//b.fbsbx.com/w")->origin.host == "b.fbsbx.com");
    CHECK(resolve_url(base, "http://169.254.169.254/")->origin.is_tls == false);
    CHECK_FALSE(resolve_url(base, ""));
    CHECK_FALSE(resolve_url(base, "w"));
    CHECK_FALSE(resolve_url(base, "file:///etc/passwd"));
}

TEST_CASE("loopback and allowed hosts", "[url]") {
    for (const auto* host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) CHECK(is_loopback(host));
    for (const auto* host : {"localhost.evil.id", "128.0.0.1", "127.0.0.1.evil.id", "0.0.0.0", "::", "2130706433"})
        CHECK_FALSE(is_loopback(host));
    const std::vector<std::string> allowed = {".fbsbx.com", "berkas.contoh.go.id"};
    CHECK(host_matches("lookaside.fbsbx.com", allowed));
    CHECK(host_matches("berkas.contoh.go.id", allowed));
    for (const auto* host : {"fbsbx.com", "evilfbsbx.com", ".fbsbx.com", "fbsbx.com.evil.id", "x.berkas.contoh.go.id"})
        CHECK_FALSE(host_matches(host, allowed));
    CHECK(encoded_segment("a/b?c=1 é") == "a%2Fb%3Fc%3D1%20%C3%A9");
}
