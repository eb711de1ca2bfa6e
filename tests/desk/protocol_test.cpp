#include "desk/protocol.hpp"
#include "desk/file_kind.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

namespace json = boost::json;

TEST_CASE("protocol: a request line becomes verb and arguments", "[desk]") {
    const auto request = desk::parse_request(R"({"v":1,"verb":"take","args":{"ticket":"42"}})");
    REQUIRE(request);
    CHECK(request->verb == "take");
    CHECK(request->args->at("ticket") == "42");
    CHECK(desk::parse_request(R"({"v":1,"verb":"list"})")->args->empty());
}

TEST_CASE("protocol: what is no request is refused with a reason", "[desk]") {
    const std::string deep = R"({"v":1,"verb":"list","args":)" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
    for (const std::string& line :
         {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string(R"({"verb":"list"})"),
          std::string(R"({"v":2,"verb":"list"})"), std::string(R"({"v":"1","verb":"list"})"), std::string(R"({"v":1})"),
          std::string(R"({"v":1,"verb":7})"), std::string(R"({"v":1,"verb":"list","args":[]})"), std::string("{\"v\":1,\"verb\":\"\xFF\"}"),
          deep}) {
        INFO(line.substr(0, 60));
        const auto request = desk::parse_request(line);
        REQUIRE_FALSE(request);
        CHECK(request.error().code == desk::Code::Usage);
        CHECK_FALSE(request.error().message.empty());
    }
}

TEST_CASE("protocol: lines survive the way there and back", "[desk]") {
    json::object args;
    args["text"] = "dua\nbaris \"dan\" tanda";
    const std::string line = desk::request_line("note", args);
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(*desk::parse_request(std::string_view(line).substr(0, line.size() - 1))->args == args);

    CHECK(desk::parse_reply(desk::reply_line(desk::Result(R"({"a":1})"))) == R"({"a":1})");
    const desk::Result refusal = desk::parse_reply(
        desk::reply_line(std::unexpected(desk::Refusal{desk::Code::Taken, "dipegang \"Rini\"", R"({"claimed_by":"Rini"})"})));
    REQUIRE_FALSE(refusal);
    CHECK(refusal.error().code == desk::Code::Taken);
    CHECK(refusal.error().message == "dipegang \"Rini\"");
    CHECK(refusal.error().details == R"({"claimed_by":"Rini"})");
    CHECK_FALSE(desk::parse_reply("bukan json"));
    CHECK_FALSE(desk::parse_reply("{}"));
}

TEST_CASE("protocol: every code has its exit code", "[desk]") {
    CHECK(desk::exit_code(desk::Code::Failed) == 1);
    CHECK(desk::exit_code(desk::Code::Busy) == 1);
    CHECK(desk::exit_code(desk::Code::Usage) == 2);
    CHECK(desk::exit_code(desk::Code::UnknownTicket) == 2);
    CHECK(desk::exit_code(desk::Code::Ambiguous) == 2);
    CHECK(desk::exit_code(desk::Code::State) == 3);
    CHECK(desk::exit_code(desk::Code::Taken) == 3);
    CHECK(desk::exit_code(desk::Code::Denied) == 5);
    for (const auto code : {desk::Code::Failed, desk::Code::Busy, desk::Code::Usage, desk::Code::UnknownTicket, desk::Code::Ambiguous,
                            desk::Code::State, desk::Code::Taken, desk::Code::Denied})
        CHECK(desk::code_from_key(desk::key(code)) == code);
    CHECK_FALSE(desk::code_from_key("apa"));
}

TEST_CASE("file kind: by content, never by name", "[desk]") {
    CHECK(desk::file_kind("\xFF\xD8\xFF\xE0 foto")->extension == "jpg");
    CHECK(desk::file_kind("\x89PNG\r\n\x1A\n…")->mime == "image/png");
    CHECK(desk::file_kind("%PDF-1.7")->extension == "pdf");
    CHECK_FALSE(desk::file_kind("<svg>"));
    CHECK_FALSE(desk::file_kind(""));
}

TEST_CASE("base64: any bytes come back, and what is none is refused", "[desk]") {
    for (std::size_t size = 0; size < 20; ++size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 37);
        CHECK(desk::from_base64(desk::to_base64(bytes)) == bytes);
    }
    CHECK_FALSE(desk::from_base64("abc"));
    CHECK_FALSE(desk::from_base64("a!c="));
    CHECK(desk::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
