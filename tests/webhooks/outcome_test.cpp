#include "webhooks/outcome.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <vector>

using webhooks::classify;
using webhooks::classify_code;
using Kind = webhooks::SendOutcome::Kind;

namespace {

std::string error_body(int code) {
    return fmt::format(R"({{"error":{{"message":"(#{0}) Sesuatu","type":"OAuthException","code":{0},"fbtrace_id":"A1b2C3d4"}}}})", code);
}

struct Row {
    Kind kind;
    std::vector<int> codes;
};

const std::vector<Row> table = {
    {Kind::Halt, {0, 3, 10, 190, 200, 230, 299, 368, 130497, 131005, 131031, 131037, 131042, 131044, 131045, 133010}},
    {Kind::ThrottledNumber, {4, 80007, 130429, 131048, 131064, 133016}},
    {Kind::ThrottledPair, {131056}},
    {Kind::Temporary, {1, 2, 131000, 131016, 131053, 131057, 133004}},
    {Kind::WindowClosed, {131047}},
    {Kind::Rejected,
     {33,     100,    130472, 131008, 131009, 131021, 131026, 131030, 131049, 131050, 131051, 131052, 131062, 132000, 132001, 132005,
      132007, 132012, 132015, 132016, 132018, 132068, 132069, 135000, 137000, 5,      131999, 199,    300,    -1,     999999}},
};

}  // namespace

TEST_CASE("the error table, code by code", "[outcome]") {
    for (const auto& row : table) {
        for (const int code : row.codes) {
            INFO(code);
            CHECK(classify_code(code) == row.kind);
            const auto outcome = classify(400, error_body(code));
            CHECK(outcome.kind == row.kind);
            CHECK(outcome.code == code);
            CHECK(outcome.message_id.empty());
        }
    }
}

TEST_CASE("the code decides, not the HTTP status", "[outcome]") {
    CHECK(classify(500, error_body(131005)).kind == Kind::Halt);
    CHECK(classify(200, error_body(131047)).kind == Kind::WindowClosed);
    CHECK(classify(401, error_body(190)).kind == Kind::Halt);
    CHECK(classify(404, error_body(132001)).kind == Kind::Rejected);
    CHECK(classify(429, error_body(131056)).kind == Kind::ThrottledPair);
}

TEST_CASE("codes that nobody knows follow the HTTP status", "[outcome]") {
    CHECK(classify(400, error_body(987654)).kind == Kind::Rejected);
    CHECK(classify(429, error_body(987654)).kind == Kind::ThrottledNumber);
    CHECK(classify(503, error_body(987654)).kind == Kind::Temporary);
    CHECK(classify(400, R"({"error":{"code":987654,"is_transient":true}})").kind == Kind::Temporary);
    CHECK(classify(400, R"({"error":{"code":"131047"}})").kind == Kind::WindowClosed);
    CHECK(classify(400, R"({"error":{}})").kind == Kind::Temporary);
    CHECK(classify(400, R"({"error":{"code":99999999999999999999}})").kind == Kind::Temporary);
}

TEST_CASE("answers without a code", "[outcome]") {
    for (const auto* body : {"", "<html>502 Bad Gateway</html>", "null", "[]", "{}", R"({"error":"x"})", "{\"error\":{\"code\":"}) {
        INFO(body);
        CHECK(classify(502, body).kind == Kind::Temporary);
        CHECK(classify(404, body).kind == Kind::Temporary);
        CHECK(classify(302, body).kind == Kind::Temporary);
        CHECK(classify(429, body).kind == Kind::ThrottledNumber);
        CHECK(classify(200, body).kind == Kind::Unknown);
    }
}

TEST_CASE("accepted", "[outcome]") {
    const auto outcome =
        classify(200, R"({"messaging_product":"whatsapp","contacts":[{"input":"+6281200000001"}],"messages":[{"id":"wamid.OUT77"}]})");
    CHECK(outcome.kind == Kind::Accepted);
    CHECK(outcome.message_id == "wamid.OUT77");
    CHECK(outcome.error.empty());
    for (const auto* body :
         {R"({"messages":[]})", R"({"messages":{}})", R"({"messages":[1]})", R"({"messages":[{}]})", R"({"messages":[{"id":""}]})"}) {
        INFO(body);
        CHECK(classify(200, body).kind == Kind::Unknown);
    }
}

TEST_CASE("limits that last for hours say so", "[outcome]") {
    CHECK(classify(400, error_body(131048)).retry_after_seconds == 3'600);
    CHECK(classify(400, error_body(131064)).retry_after_seconds == 3'600);
    CHECK(classify(400, error_body(130429)).retry_after_seconds == 0);
}

TEST_CASE("the text for the log has the trace, no numbers of people and no line ends", "[outcome]") {
    const auto outcome =
        classify(400, R"({"error":{"message":"nomor +6281200000001 salah\n(#131026) x","code":131026,"fbtrace_id":"A1b2C3d4"}})");
    CHECK(outcome.error == "131026 nomor +# salah (#131026) x (fbtrace_id A1b2C3d4)");
    CHECK(classify(400, R"({"error":{"code":100,"message":")" + std::string(5'000, 'x') + R"("}})").error.size() < 300);
}
