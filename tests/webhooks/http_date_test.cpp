#include "webhooks/http_date.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using webhooks::parse_http_date;
using namespace std::chrono_literals;

TEST_CASE("the date of an answer", "[http]") {
    const auto expected = std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s;
    REQUIRE(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"));
    CHECK(*parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == expected);
    for (const char* wrong : {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
                              "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                              "Sun, 06 Nov 1994 08:49:37 GMT and more"})
        CHECK_FALSE(parse_http_date(wrong));
}
