#include "bot/phone_payload.hpp"

#include "bot/clock.hpp"
#include "webhooks/payload.hpp"

#include <catch2/catch.hpp>

using namespace bot;

TEST_CASE("what the stand-in posts is read as what was meant") {
    const flows::TimePoint now = std::chrono::floor<std::chrono::seconds>(system_now());
    PhoneMessage message{"6281200000001", "Siti Rahayu", "wamid.1", now, flows::Text{"halo"}};
    SECTION("text") {
        const webhooks::Delivery read = webhooks::read_delivery(message_payload("100", message), now);
        REQUIRE(read.events.size() == 1);
        const auto& inbound = std::get<webhooks::InboundMessage>(read.events[0]);
        CHECK(inbound.phone_number_id == "100");
        CHECK(inbound.from.phone == "6281200000001");
        CHECK(inbound.message.at == now);
        CHECK(inbound.message.profile_name == "Siti Rahayu");
        CHECK(std::get<flows::Text>(inbound.message.content).body == "halo");
    }
    SECTION("a file") {
        flows::Media media;
        media.kind = flows::MediaKind::Document;
        media.media_id = "77";
        media.caption = "kk";
        media.filename = "kk.pdf";
        message.content = media;
        const webhooks::Delivery read = webhooks::read_delivery(message_payload("100", message), now);
        REQUIRE(read.events.size() == 1);
        const auto& file = std::get<flows::Media>(std::get<webhooks::InboundMessage>(read.events[0]).message.content);
        CHECK(file.kind == flows::MediaKind::Document);
        CHECK(file.media_id == "77");
        CHECK(file.caption == "kk");
    }
    SECTION("a status") {
        const webhooks::Delivery read =
            webhooks::read_delivery(status_payload("100", "wamid.9", "6281200000001", "42", "failed", now, 131047), now);
        REQUIRE(read.events.size() == 1);
        const auto& status = std::get<webhooks::DeliveryStatus>(read.events[0]);
        CHECK(status.opaque == "42");
        CHECK(status.state == webhooks::DeliveryStatus::State::Failed);
        CHECK(status.error_code == 131047);
    }
}
