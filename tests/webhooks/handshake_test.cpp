#include "webhooks/handshake.hpp"

#include <catch2/catch.hpp>

using webhooks::answer_handshake;

namespace {

webhooks::Handshake ask(const std::string& query) { return answer_handshake(query, "sandi rahasia+/%"); }

const std::string token = "hub.verify_token=sandi%20rahasia%2b%2F%25";

}  // namespace

TEST_CASE("the handshake echoes the challenge", "[handshake]") {
    CHECK(ask("hub.mode=subscribe&hub.challenge=1158201444&" + token).challenge == "1158201444");
    CHECK(ask(token + "&hub.challenge=ab-C_1&hub.mode=subscribe").challenge == "ab-C_1");
    CHECK(ask("&&x=y&hub%2Emode=subscribe&hub.challenge=%31&hub.verify_token=sandi+rahasia%2B/%25").challenge == "1");
    CHECK(ask("hub.mode=subscribe&hub.challenge=" + std::string(512, '7') + "&" + token).status == 200);
}

TEST_CASE("the handshake refuses strangers", "[handshake]") {
    for (const auto* query : {"", "hub.mode=subscribe&hub.challenge=1", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
                              "hub.mode=subscribe&hub.challenge=1&hub.verify_token=salah"}) {
        CHECK(ask(query).status == 403);
        CHECK(ask(query).challenge.empty());
    }
    CHECK(ask("hub.mode=unsubscribe&hub.challenge=1&" + token).status == 403);
    CHECK(ask("hub.challenge=1&" + token).status == 403);
    CHECK(answer_handshake("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", "").status == 403);
}

TEST_CASE("the handshake never echoes what could be a page or a header", "[handshake]") {
    for (const auto* challenge : {"", "%3Cscript%3E", "a%0d%0ab", "a%00", "a+b", "%C3%A9", "%ff"}) {
        const auto answer = ask(std::string("hub.mode=subscribe&hub.challenge=") + challenge + "&" + token);
        CHECK(answer.status == 400);
        CHECK(answer.challenge.empty());
    }
    CHECK(ask("hub.mode=subscribe&hub.challenge=" + std::string(513, '7') + "&" + token).status == 400);
    CHECK(ask("hub.mode=subscribe&hub.challenge=%zz&" + token).status == 400);
    CHECK(ask("hub.mode=subscribe&hub.challenge=%3&" + token).status == 400);
    CHECK(ask("hub.mode=subscribe&hub.challenge=1&hub.challenge=2&" + token).status == 400);
}
