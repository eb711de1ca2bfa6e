// What the network may do to us: copies, floods, batches, other people's numbers, a database that does not commit.
#include "storage/outbox.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <thread>

using namespace system_tests;
using namespace std::chrono_literals;

TEST_CASE("the same message five times at once: five times 200, one reply") {
    Running running;
    const std::string body = bot::message_payload(running.whatsapp().settings().phone_number_id, message(phone(), flows::Text{"halo"}));
    std::atomic<int> accepted{0};
    std::vector<std::thread> copies;
    for (int i = 0; i < 5; ++i)
        copies.emplace_back([&] {
            bot::WebhookPoster poster = running.poster();
            if (poster.post(body) == 200) ++accepted;
        });
    for (std::thread& copy : copies) copy.join();
    CHECK(accepted == 5);
    REQUIRE(running.wait_quiet());
    CHECK(running.heard(phone(), 1).size() == 1);
}

TEST_CASE("a redelivery after a restart is answered 200 and changes nothing") {
    Running running;
    const bot::PhoneMessage halo = message(phone(), flows::Text{"halo"});
    CHECK(running.deliver(halo) == 200);
    running.heard(phone(), 1);
    running.stop();
    running.start();
    CHECK(running.deliver(halo) == 200);
    REQUIRE(running.wait_quiet());
    CHECK(running.heard(phone(), 1).size() == 1);
}

TEST_CASE("a batch of a thousand citizens in one delivery") {
    Running running;
    std::vector<bot::PhoneMessage> batch;
    for (int i = 1; i <= 1000; ++i) batch.push_back(message(phone(i), flows::Text{"halo " + std::string(1500, 'x')}));
    const std::string body = bot::message_payload(running.whatsapp().settings().phone_number_id, batch);
    CHECK(body.size() > 1'500'000);
    CHECK(running.deliver(body) == 200);
    CHECK(running.whatsapp().wait_until([](const auto& all) { return all.size() >= 1000; }, 60s));
    REQUIRE(running.wait_quiet());
    CHECK(running.whatsapp().bubbles().size() == 1000);
}

TEST_CASE("three megabytes in one delivery are taken") {
    Running running;
    std::vector<bot::PhoneMessage> batch;
    for (int i = 1; i <= 190; ++i) batch.push_back(message(phone(i), flows::Text{std::string(16'000, 'a')}));
    const std::string body = bot::message_payload(running.whatsapp().settings().phone_number_id, batch);
    CHECK(body.size() > 3'000'000);
    CHECK(running.deliver(body) == 200);
    CHECK(running.whatsapp().wait_until([](const auto& all) { return all.size() >= 190; }, 60s));
}

TEST_CASE("a bad neighbour in a batch costs nobody but itself") {
    Running running;
    std::string body = bot::message_payload(running.whatsapp().settings().phone_number_id,
                                            std::vector{message(phone(1), flows::Text{"halo"}), message(phone(2), flows::Text{"halo"}),
                                                        message(phone(3), flows::Text{"halo"})});
    const std::string good = "\"from\":\"" + phone(2) + "\"";
    body.replace(body.find(good), good.size(), "\"from\":[[1]]          ");
    CHECK(running.deliver(body) == 200);
    CHECK(running.heard(phone(1), 1).size() == 1);
    CHECK(running.heard(phone(3), 1).size() == 1);
}

TEST_CASE("messages for another number are not ours") {
    Running running([](bot::Service::Options& options) { options.config.phone_number_id = "100000000000001"; });
    CHECK(running.deliver(bot::message_payload("999", message(phone(), flows::Text{"halo"}))) == 200);
    CHECK(running.deliver(message(phone(2), flows::Text{"halo"})) == 200);
    CHECK(running.heard(phone(2), 1).size() == 1);
    CHECK(running.whatsapp().bubbles_for(phone()).empty());
}

TEST_CASE("what is not committed is not acknowledged, and the redelivery is answered") {
    std::atomic<bool> broken{false};
    Running running([&](bot::Service::Options& options) {
        options.before_commit = [&] {
            if (broken) throw std::runtime_error("disk full");
        };
    });
    const bot::PhoneMessage halo = message(phone(), flows::Text{"halo"});
    broken = true;
    CHECK(running.deliver(halo) == 503);
    broken = false;
    CHECK(running.deliver(halo) == 200);
    CHECK(running.heard(phone(), 1).size() == 1);
}

TEST_CASE("a wrong signature gets nowhere") {
    Running running;
    bot::WebhookPoster stranger(running.service().port(), "another-secret");
    const int status = stranger.post(bot::message_payload("100000000000001", message(phone(), flows::Text{"halo"})));
    CHECK((status == 401 || status == 403));
    CHECK(running.say(phone(2), "halo") == 200);
    running.heard(phone(2), 1);
    CHECK(running.whatsapp().bubbles_for(phone()).empty());
}

TEST_CASE("a new app secret counts from the reload on, and the old one no more") {
    const TemporaryDirectory place;
    const std::filesystem::path file = place.path() / "secret";
    Running running([&](bot::Service::Options& options) {
        std::ofstream(file) << options.secrets.app_secrets[0];
        options.config.app_secret = {{}, file};
        options.config.verify_token = {options.secrets.verify_token, {}};
        options.config.access_token = {options.secrets.access_token, {}};
    });
    CHECK(running.say(phone(), "halo") == 200);
    std::ofstream(file) << "the-secret-of-tomorrow";
    running.service().reload();
    bot::WebhookPoster renewed(running.service().port(), "the-secret-of-tomorrow");
    CHECK(renewed.post(bot::message_payload(running.whatsapp().settings().phone_number_id, message(phone(), flows::Text{"menu"}))) == 200);
    CHECK(running.say(phone(), "menu") == 403);
}
