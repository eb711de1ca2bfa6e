#include "webhooks/payload.hpp"

#include "flows/limits.hpp"
#include "tests/webhooks/wire.hpp"
#include "webhooks/limits.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace webhooks_tests;
using webhooks::read_delivery;

namespace {

const auto now = flows::from_millis(1'795'300'500'000);

std::string body_with(std::string_view item) {
    return R"({"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[)" + std::string(item) +
           "]}}]}]}";
}

std::string text_item(std::string_view body) {
    return R"({"from":"6281200000001","id":"wamid.1","timestamp":"1795300001","type":"text","text":{"body":")" + std::string(body) +
           R"("}})";
}

std::string text_of(const webhooks::Delivery& delivery) {
    REQUIRE(delivery.events.size() == 1);
    return std::get<flows::Text>(std::get<webhooks::InboundMessage>(delivery.events[0]).message.content).body;
}

}  // namespace

TEST_CASE("every kind of payload reads as the events beside it", "[payload]") {
    for (const auto& file : payload_files()) {
        const std::string body = read_file(file);
        auto expected = file;
        expected.replace_extension(".events");
        INFO(file.filename());
        REQUIRE(std::filesystem::exists(expected));
        CHECK(describe(read_delivery(body, now)) == read_file(expected));
    }
}

TEST_CASE("the escaping on the wire changes nothing", "[payload]") {
    for (const auto& file : payload_files()) {
        const std::string body = read_file(file);
        if (body.starts_with("\xEF\xBB\xBF") || file.stem() == "raw_byte") continue;  // bytes that JSON cannot escape
        INFO(file.filename());
        CHECK(describe(read_delivery(on_the_wire(body), now)) == describe(read_delivery(body, now)));
    }
}

TEST_CASE("payloads that are cut off anywhere are unreadable, whole and harmless", "[payload]") {
    for (const auto& file : payload_files()) {
        const std::string body = read_file(file);
        for (std::size_t length = 0; length < body.size(); length += 16) {
            const auto delivery = read_delivery(std::string_view(body).substr(0, length), now);
            CHECK(delivery.events.size() + static_cast<std::size_t>(delivery.ignored) >= 1);
        }
    }
}

TEST_CASE("a payload with a byte changed never costs more than itself", "[payload]") {
    const std::string body = payload("mixed");
    for (std::size_t i = 0; i < body.size(); i += 3) {
        for (const char wrong : {'\0', '"', '{', ']', '\xFF', '\\'}) {
            std::string changed = body;
            changed[i] = wrong;
            const auto delivery = read_delivery(changed, now);
            CHECK(delivery.events.size() + static_cast<std::size_t>(delivery.ignored) >= 1);
        }
    }
}

TEST_CASE("what cannot be read is kept as it came", "[payload]") {
    const std::string body = "{\"object\": \xFF";
    const auto whole = read_delivery(body, now);
    REQUIRE(whole.events.size() == 1);
    CHECK(std::get<webhooks::Unreadable>(whole.events[0]).raw == body);

    const auto item = read_delivery(body_with(R"({"id":"wamid.1","type":"text"})"), now);
    REQUIRE(item.events.size() == 1);
    CHECK(std::get<webhooks::Unreadable>(item.events[0]).raw == R"({"id":"wamid.1","type":"text"})");
}

TEST_CASE("deep nesting is refused, not followed", "[payload]") {
    for (const std::size_t depth : {40u, 1'000u, 100'000u, 800'000u}) {
        for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
            std::string body;
            for (std::size_t i = 0; i < depth; ++i) body += open;
            body += "1";
            for (std::size_t i = 0; i < depth; ++i) body += close;
            const auto delivery = read_delivery(body, now);
            REQUIRE(delivery.events.size() == 1);
            CHECK(std::holds_alternative<webhooks::Unreadable>(delivery.events[0]));
        }
    }
}

TEST_CASE("texts are cut at a code point", "[payload]") {
    std::string emoji;
    for (int i = 0; i < 5'000; ++i) emoji += "🙏";
    const std::string text = text_of(read_delivery(body_with(text_item("x" + emoji)), now));
    CHECK(text.size() <= flows::limits::text_bytes);
    CHECK(text.size() > flows::limits::text_bytes - 4);
    CHECK(text.ends_with("🙏"));
    const std::string nul =
        text_of(read_delivery(body_with(text_item(std::string(flows::limits::text_bytes - 2, 'x') + "\\u0000\\u0000")), now));
    CHECK(nul.size() <= flows::limits::text_bytes);
    CHECK(nul.find('\0') == std::string::npos);
}

TEST_CASE("a batch of a thousand", "[payload]") {
    std::string items;
    for (int i = 0; i < 1'000; ++i) {
        if (i > 0) items += ',';
        items += i % 100 == 7 ? "{}" : text_item(std::to_string(i));
    }
    const auto delivery = read_delivery(body_with(items), now);
    REQUIRE(delivery.events.size() == 1'000);
    for (std::size_t i = 0; i < 1'000; ++i) CHECK(std::holds_alternative<webhooks::Unreadable>(delivery.events[i]) == (i % 100 == 7));
}

TEST_CASE("nonsense by the thousand is kept once, and its neighbours live", "[payload]") {
    std::string items = text_item("selamat");
    for (std::size_t i = 0; i <= webhooks::limits::unreadable_items; ++i) items += ",{}";
    const std::string body = body_with(items);
    const auto delivery = read_delivery(body, now);
    REQUIRE(delivery.events.size() == 2);
    CHECK(std::holds_alternative<webhooks::InboundMessage>(delivery.events[0]));
    CHECK(std::get<webhooks::Unreadable>(delivery.events[1]).raw == body);
}

TEST_CASE("numbers of any size do no harm", "[payload]") {
    for (const auto* number : {"1e999", "-1e999", "1e-999", "123456789012345678901234567890", "0.1e400", "18446744073709551615", "-0"}) {
        const std::string item =
            R"({"from":"6281200000001","id":"wamid.1","timestamp":)" + std::string(number) + R"(,"type":"request_welcome"})";
        const auto delivery = read_delivery(body_with(item), now);
        CHECK(delivery.events.size() == 1);
    }
    const std::string digits(1'000'000, '9');
    CHECK(read_delivery(body_with(text_item("1") + "," + digits), now).events.size() >= 1);
}
