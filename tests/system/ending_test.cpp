// However the service ends, nothing that was acknowledged is missing afterwards.
#include "bot/clock.hpp"
#include "tests/system/process.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

using namespace system_tests;
using namespace std::chrono_literals;

namespace {

// Citizens who greet one after the other until told to stop; who got a 200 must get a reply.
class Crowd {
public:
    Crowd(std::uint16_t port, const bot::StandIn& whatsapp, int first) : next_(first) {
        for (int i = 0; i < 4; ++i)
            threads_.emplace_back([this, port, &whatsapp] {
                bot::WebhookPoster poster(port, whatsapp.settings().app_secret);
                while (!over_) greet(poster, whatsapp);
            });
    }
    std::set<std::string> end() {
        over_ = true;
        for (std::thread& thread : threads_) thread.join();
        return acknowledged_;
    }
    std::size_t acknowledged() {
        const std::lock_guard lock(mutex_);
        return acknowledged_.size();
    }

private:
    void greet(bot::WebhookPoster& poster, const bot::StandIn& whatsapp) {
        const std::string from = phone(next_++);
        const int status = poster.post(bot::message_payload(whatsapp.settings().phone_number_id, message(from, flows::Text{"halo"})));
        if (status == 0) over_ = true;
        if (status != 200) return;
        const std::lock_guard lock(mutex_);
        acknowledged_.insert(from);
    }

    std::atomic<int> next_;
    std::atomic<bool> over_{false};
    std::mutex mutex_;
    std::set<std::string> acknowledged_;
    std::vector<std::thread> threads_;
};

std::map<std::string, std::string> environment(const bot::StandIn& whatsapp, const std::filesystem::path& data) {
    return {{"SAPA_SERVER_LISTEN", "127.0.0.1:0"},
            {"SAPA_SERVER_ADMIN", "127.0.0.1:0"},
            {"SAPA_WHATSAPP_GRAPH_URL", whatsapp.url()},
            {"SAPA_WHATSAPP_APP_SECRET", whatsapp.settings().app_secret},
            {"SAPA_WHATSAPP_VERIFY_TOKEN", "verify-on-loopback"},
            {"SAPA_WHATSAPP_ACCESS_TOKEN", whatsapp.settings().token},
            {"SAPA_WHATSAPP_MESSAGES_PER_SECOND", "100000"},
            {"SAPA_WHATSAPP_UNCERTAIN_SECONDS", "1"},
            {"SAPA_STORAGE_PATH", data.string()},
            {"SAPA_STORAGE_BALLAST_MIB", "0"},
            {"SAPA_LOG_LEVEL", "error"}};
}

bool everyone_heard(const bot::StandIn& whatsapp, const std::set<std::string>& citizens) {
    return whatsapp.wait_until(
        [&](const auto& all) {
            std::set<std::string> missing = citizens;
            for (const auto& bubble : all) missing.erase(bubble.to);
            return missing.empty();
        },
        60s);
}

std::size_t most_copies(const bot::StandIn& whatsapp) {
    std::map<std::string, std::size_t> copies;
    std::size_t most = 0;
    for (const auto& bubble : whatsapp.bubbles()) most = std::max(most, ++copies[bubble.to]);
    return most;
}

}  // namespace

TEST_CASE("stopping under load loses nothing and is quick") {
    Running running([](bot::Service::Options& options) { options.config.max_in_flight = 4; });
    Crowd crowd(running.service().port(), running.whatsapp(), 1);
    REQUIRE(eventually([&] { return crowd.acknowledged() > 100; }));
    const auto started = std::chrono::steady_clock::now();
    running.stop();
    CHECK(std::chrono::steady_clock::now() - started < 10s);
    const std::set<std::string> acknowledged = crowd.end();
    running.start();
    CHECK(everyone_heard(running.whatsapp(), acknowledged));
    REQUIRE(running.wait_quiet());
    CHECK(most_copies(running.whatsapp()) == 1);
}

TEST_CASE("killed in the middle, five times: every acknowledged message is answered, none more than once too often") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    std::set<std::string> acknowledged;
    for (int round = 0; round < 5; ++round) {
        Process service({"serve"}, environment(whatsapp, place.path()));
        const std::uint16_t port = service.port();
        whatsapp.report_to(port);
        Crowd crowd(port, whatsapp, 1 + round * 10'000);
        REQUIRE(eventually([&] { return crowd.acknowledged() > 40; }));
        service.send(SIGKILL);
        CHECK(service.wait() == -SIGKILL);
        acknowledged.merge(crowd.end());
    }
    Process service({"serve"}, environment(whatsapp, place.path()));
    whatsapp.report_to(service.port());
    CHECK(everyone_heard(whatsapp, acknowledged));
    whatsapp.settle_statuses();
    CHECK(most_copies(whatsapp) <= 2);
    service.send(SIGTERM);
    CHECK(service.wait() == 0);
}

TEST_CASE("SIGTERM ends the program in good order, SIGHUP does not end it") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    Process service({"serve"}, environment(whatsapp, place.path()));
    const std::uint16_t port = service.port();
    whatsapp.report_to(port);
    service.send(SIGHUP);
    bot::WebhookPoster poster(port, whatsapp.settings().app_secret);
    CHECK(poster.post(bot::message_payload(whatsapp.settings().phone_number_id, message(phone(), flows::Text{"halo"}))) == 200);
    CHECK(everyone_heard(whatsapp, {phone()}));
    service.send(SIGTERM);
    CHECK(service.wait() == 0);
    CHECK(service.rest().empty());
}

TEST_CASE("a second owner of the same data is refused") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    Process first({"serve"}, environment(whatsapp, place.path()));
    first.port();
    Process second({"serve"}, environment(whatsapp, place.path()));
    CHECK(second.wait() == 75);
    CHECK(second.rest().empty());
}

TEST_CASE("every mistake in the settings is told before anything starts") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    std::map<std::string, std::string> variables = environment(whatsapp, place.path() / "data");
    variables["SAPA_SERVER_LISTEN"] = "nonsense";
    variables["SAPA_WHATSAPP_COLOUR"] = "red";
    Process service({"serve"}, variables);
    CHECK(service.wait() == 78);
    CHECK_FALSE(std::filesystem::exists(place.path() / "data"));
}

TEST_CASE("the ballast is freed without the service") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    auto variables = environment(whatsapp, place.path());
    variables["SAPA_STORAGE_BALLAST_MIB"] = variables["SAPA_STORAGE_WARN_MIB"] = "1";
    variables["SAPA_STORAGE_MEDIA_MIB"] = variables["SAPA_STORAGE_STOP_MIB"] = "0";
    {
        Process service({"serve"}, variables);
        service.port();
        REQUIRE(eventually([&] { return std::filesystem::exists(place.path() / "ballast"); }));
        service.send(SIGKILL);
        service.wait();
    }
    Process command({"free-ballast"}, variables);
    CHECK(command.rest().find("1 MiB dilepaskan") != std::string::npos);
    CHECK(command.wait() == 0);
    CHECK_FALSE(std::filesystem::exists(place.path() / "ballast"));
    Process again({"free-ballast"}, variables);
    CHECK(again.wait() == 1);
}
