// The sender against the stand-in, over real HTTP, with scripted trouble and short times.
#include "bot/clock.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/outbox.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>

using namespace system_tests;
using namespace std::chrono_literals;
using bot::StandIn;

namespace {

StandIn::Settings silent() {
    StandIn::Settings settings;
    settings.statuses = false;
    return settings;
}

storage::OutboxCounts counts(Running& running) {
    storage::OutboxCounts found;
    running.service().query([&](storage::Database& db) { found = storage::outbox_counts(db); });
    return found;
}

// Queues notices for a citizen, to be found at the next start.
void queue_notices(Running& running, const std::string& to, int how_many, bool with_template = false) {
    running.service().query([&](storage::Database& db) {
        const flows::TimePoint now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        flows::Address address;
        address.phone = to;
        const flows::CitizenId citizen = storage::citizen_for(db, address, now);
        for (int i = 1; i <= how_many; ++i) {
            flows::Reply notice;
            notice.content = flows::TextReply{"kabar " + std::to_string(i)};
            notice.is_prompt = false;
            if (with_template) notice.fallback = {"DABO-2611-0042-7", "siap"};
            storage::enqueue(db, citizen, notice, now, now, false);
        }
    });
}

}  // namespace

TEST_CASE("a temporary error is tried again, and the citizen gets one message") {
    Running running;
    running.whatsapp().trouble(StandIn::error(131000, 500), 2);
    CHECK(running.say(phone(), "halo") == 200);
    CHECK(running.heard(phone()).size() == 1);
    CHECK(running.whatsapp().attempts() == 3);
    REQUIRE(running.wait_quiet());
    CHECK(running.heard(phone()).size() == 1);
}

TEST_CASE("a message that WhatsApp always refuses is given up and shown to a clerk") {
    Running running;
    running.whatsapp().trouble(StandIn::error(131026));
    running.say(phone(), "halo");
    REQUIRE(running.wait_quiet());
    CHECK(running.whatsapp().bubbles().empty());
    CHECK(counts(running).parked == 1);
}

TEST_CASE("one citizen's messages leave in order, whatever happens to the first") {
    Running running;
    running.say(phone(), "halo");
    running.heard(phone(), 1);
    REQUIRE(running.wait_quiet());
    queue_notices(running, phone(), 6);
    running.stop();
    running.whatsapp().trouble(StandIn::error(131000, 500), 3);
    running.start();
    running.say(phone(2), "halo");
    running.say(phone(), "menu");
    const std::vector<std::string> got = running.heard(phone(), 8);
    REQUIRE(got.size() == 8);
    for (int i = 1; i <= 6; ++i) CHECK(got[static_cast<std::size_t>(i)] == "kabar " + std::to_string(i));
}

TEST_CASE("a clock that is read a moment apart by two threads, or goes back, leaves nobody without an answer") {
    std::atomic<int> reading = 0;
    Running running([&](bot::Service::Options& options) {
        options.clock = [&reading] {
            const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
            return now - (reading++ % 3) * 20ms;
        };
    });
    for (int n = 1; n <= 20; ++n) {
        running.say(phone(n), "halo");
        running.say(phone(n), "1");  // while the answer to the first is under way
    }
    for (int n = 1; n <= 20; ++n) CHECK(running.heard(phone(n), 2).size() == 2);
}

TEST_CASE("pair throttling delays this citizen only") {
    Running running([](bot::Service::Options& options) { options.retry.backoff_first = 200ms; });
    StandIn::Trouble pair = StandIn::error(131056);
    pair.only_for = phone(1);
    running.whatsapp().trouble(pair);
    running.say(phone(1), "halo");
    running.say(phone(2), "halo");
    running.heard(phone(2), 1);
    CHECK(running.whatsapp().bubbles_for(phone(1)).empty());
    CHECK(running.heard(phone(1), 1).size() == 1);
}

TEST_CASE("beyond the burst a citizen waits for the pace of one, and nobody else does") {
    Running running([](bot::Service::Options& options) {
        options.config.pair_burst = 2;
        options.config.pair_seconds = 1'800;
    });
    for (const std::string& citizen : {phone(1), phone(2)}) {
        running.say(citizen, "halo");
        running.heard(citizen, 1);
    }
    REQUIRE(running.wait_quiet());
    queue_notices(running, phone(1), 4);
    queue_notices(running, phone(2), 1);
    running.stop();
    running.start();
    CHECK(running.heard(phone(2), 2).size() == 2);
    CHECK(running.heard(phone(1), 3).size() == 3);
    const auto put_off = [&] {
        std::int64_t rows = 0;
        running.service().query([&](storage::Database& db) {
            const auto soon = std::to_string(flows::to_millis(bot::system_now() + 20min));
            rows = db.connection().number("SELECT count(*) FROM outbox WHERE state = 0 AND due_at > " + soon);
        });
        return rows == 1;  // and one behind it
    };
    CHECK(eventually(put_off));
    CHECK(running.whatsapp().bubbles_for(phone(1)).size() == 3);
}

TEST_CASE("number throttling slows everything down and burns no attempt") {
    Running running;
    running.whatsapp().trouble(StandIn::error(130429), 8);
    running.say(phone(1), "halo");
    running.say(phone(2), "halo");
    CHECK(running.heard(phone(1), 1).size() == 1);
    CHECK(running.heard(phone(2), 1).size() == 1);
    CHECK(counts(running).parked == 0);
}

TEST_CASE("a refused token stops sending, keeps everything, and a new token works without a restart") {
    TemporaryDirectory place;
    const std::filesystem::path file = place.path() / "token";
    const auto write = [&](const std::string& token) { std::ofstream(file) << token; };
    write("an-old-token");
    Running running([&](bot::Service::Options& options) {
        options.config.access_token = {{}, file};
        options.config.app_secret = {options.secrets.app_secrets[0], {}};
        options.config.verify_token = {options.secrets.verify_token, {}};
        options.secrets.access_token = "an-old-token";
    });
    running.say(phone(1), "halo");
    running.say(phone(2), "halo");
    CHECK(eventually([&] { return running.service().metrics().find("sapa_breaker_open 1") != std::string::npos; }));
    CHECK(running.whatsapp().bubbles().empty());
    write(running.whatsapp().settings().token);
    running.service().reload();
    CHECK(running.heard(phone(1), 1).size() == 1);
    CHECK(running.heard(phone(2), 1).size() == 1);
}

TEST_CASE("no answer, but a status tells that it arrived: nothing is sent twice") {
    Running running;
    running.whatsapp().trouble(StandIn::cut(true));
    running.say(phone(), "halo");
    running.heard(phone(), 1);
    REQUIRE(running.wait_quiet());
    CHECK(running.heard(phone(), 1).size() == 1);
    CHECK(running.whatsapp().attempts() == 1);
}

TEST_CASE("no answer and no status: sent once more") {
    Running running({}, silent());
    running.whatsapp().trouble(StandIn::cut(false));
    running.say(phone(), "halo");
    CHECK(running.heard(phone(), 1).size() == 1);
    REQUIRE(running.wait_quiet());
    CHECK(running.whatsapp().attempts() == 2);
}

TEST_CASE("never an answer: after the second doubt a clerk decides") {
    Running running({}, silent());
    running.whatsapp().trouble(StandIn::cut(false), 2);
    running.say(phone(), "halo");
    REQUIRE(running.wait_quiet());
    CHECK(running.whatsapp().attempts() == 2);
    CHECK(counts(running).parked == 1);
}

TEST_CASE("outside the window a notice goes out as a template, and without one it expires") {
    const bool with_template = GENERATE(true, false);
    Running running([&](bot::Service::Options& options) {
        if (with_template) options.config.template_status = "status_permohonan";
    });
    running.say(phone(2), "halo");  // so that the number we speak under is known
    running.heard(phone(2), 1);
    queue_notices(running, phone(1), 1, true);  // this citizen never wrote: no window
    running.stop();
    running.start();
    if (with_template) {
        const std::vector<std::string> got = running.heard(phone(1), 1);
        REQUIRE(got.size() == 1);
        CHECK(got[0].find("status_permohonan") == 0);
        CHECK(got[0].find("DABO-2611-0042-7") != std::string::npos);
    } else {
        CHECK(eventually([&] { return counts(running).expired == 1; }));
        CHECK(running.whatsapp().bubbles_for(phone(1)).empty());
    }
}

TEST_CASE("the window closed unnoticed: the error switches to the template") {
    Running running([](bot::Service::Options& options) { options.config.template_status = "status_permohonan"; });
    running.say(phone(), "halo");
    running.heard(phone(), 1);
    REQUIRE(running.wait_quiet());
    StandIn::Trouble closed = StandIn::error(131047);
    closed.only_for = phone();
    running.whatsapp().trouble(closed);
    queue_notices(running, phone(), 1, true);
    running.stop();
    running.start();
    const std::vector<std::string> got = running.heard(phone(), 2);
    REQUIRE(got.size() == 2);
    CHECK(got[1].find("status_permohonan") == 0);
}

TEST_CASE("WhatsApp out of reach: replies wait, stale prompts merge, everything drains afterwards") {
    Running running;
    running.say(phone(1), "halo");
    running.heard(phone(1), 1);
    REQUIRE(running.wait_quiet());
    running.whatsapp().stop_listening();
    for (int i = 0; i < 10; ++i) CHECK(running.say(phone(2 + i), "halo") == 200);
    CHECK(eventually([&] { return running.service().metrics().find("sapa_breaker_open 1") != std::string::npos; }));
    for (int i = 0; i < 5; ++i) CHECK(running.say(phone(1), "menu") == 200);
    running.whatsapp().listen_again();
    for (int i = 0; i < 10; ++i) CHECK(running.heard(phone(2 + i), 1).size() == 1);
    running.heard(phone(1), 2);
    REQUIRE(running.wait_quiet());
    CHECK(running.heard(phone(1), 2).size() == 2);
    CHECK(counts(running).parked == 0);
}

TEST_CASE("an outage of answers burns nobody's attempts") {
    Running running({}, silent());
    running.whatsapp().trouble(StandIn::error(131016, 503), 25);
    for (int i = 1; i <= 3; ++i) running.say(phone(i), "halo");
    for (int i = 1; i <= 3; ++i) CHECK(running.heard(phone(i), 1).size() == 1);
    CHECK(counts(running).parked == 0);
}
