// What time alone brings about. The service lives in its own time, some weeks ago, and days pass while it is stopped.
#include "bot/clock.hpp"
#include "desk/client.hpp"
#include "storage/attachments.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/requests.hpp"
#include "tests/system/running.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>

using namespace system_tests;
using namespace std::chrono_literals;

namespace {

// Begins at ten in the morning, Indonesian western time, sixty days ago.
class Calendar {
public:
    Calendar() {
        const auto begin = std::chrono::floor<std::chrono::days>(bot::system_now()) - std::chrono::days(60) + 3h;
        behind_ = bot::system_now() - begin;
    }
    void pass(std::chrono::milliseconds time) { behind_ = behind_.load() - time; }
    bot::Clock clock() {
        return [this] { return bot::system_now() - behind_.load(); };
    }
    Running::Adjust adjust() {
        return [this](bot::Service::Options& options) { options.clock = clock(); };
    }

private:
    std::atomic<std::chrono::milliseconds> behind_{0ms};
};

// A clock that is more than a week ahead of the last time the database knows is not believed.
void let_pass(Running& running, Calendar& calendar, std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds believed_most = 6 * 24h;
    while (time > 0ms) {
        const auto step = std::min(time, believed_most);
        running.stop();
        calendar.pass(step);
        running.start();
        REQUIRE(running.wait_quiet());
        time -= step;
    }
}

void start_draft(Running& running) {
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"})
        REQUIRE_FALSE(running.ask(phone(), line).empty());
}

flows::Session session(Running& running) {
    flows::Session found;
    running.service().query([&](storage::Database& db) {
        flows::Address address;
        address.phone = phone();
        found = storage::load_session(db, storage::citizen_for(db, address, bot::system_now()));
    });
    return found;
}

std::size_t messages(Running& running) { return running.whatsapp().bubbles_for(phone()).size(); }

}  // namespace

TEST_CASE("an unfinished draft is reminded of once, while the window is open") {
    Calendar calendar;
    Running running(calendar.adjust());
    start_draft(running);
    const std::size_t before = messages(running);
    let_pass(running, calendar, 10h);
    CHECK(messages(running) == before);
    let_pass(running, calendar, 12h + 30min);
    CHECK(running.heard(phone(), before + 1).size() == before + 1);
    let_pass(running, calendar, 30min);
    CHECK(messages(running) == before + 1);
}

TEST_CASE("nobody is reminded outside the window") {
    Calendar calendar;
    Running running(calendar.adjust());
    start_draft(running);
    const std::size_t before = messages(running);
    let_pass(running, calendar, 26h);
    CHECK(messages(running) == before);
}

TEST_CASE("a draft is forgotten after its time, and its photographs with it") {
    Calendar calendar;
    Running running(calendar.adjust());
    start_draft(running);
    REQUIRE(running.send_photo(phone(), jpeg(), "ktp") == 200);
    REQUIRE(running.wait_quiet());
    REQUIRE(session(running).drafts.size() == 1);
    let_pass(running, calendar, 29 * 24h);
    CHECK(session(running).drafts.size() == 1);
    let_pass(running, calendar, 2 * 24h);
    CHECK(eventually([&] { return session(running).drafts.empty(); }));
    running.service().query([](storage::Database& db) { CHECK(storage::attachment(db, 1)->state == "discarded"); });
}

TEST_CASE("a returned request that nobody mends expires") {
    Calendar calendar;
    Running running(calendar.adjust());
    start_draft(running);
    for (const char* caption : {"ktp", "kk", "pengantar rt"}) {
        REQUIRE(running.send_photo(phone(), jpeg(), caption) == 200);
        REQUIRE(running.wait_quiet());
    }
    running.ask(phone(), "1");
    const auto requests = [&] {
        std::vector<storage::Request> found;
        storage::Filter filter;
        filter.include_closed = true;
        running.service().query([&](storage::Database& db) { found = storage::list_requests(db, filter, calendar.clock()()); });
        return found;
    };
    REQUIRE(requests().size() == 1);
    {
        auto clerk = desk::Client::connect(running.service().socket());
        REQUIRE(clerk);
        REQUIRE(clerk->call("return", {{"ticket", requests()[0].ticket}, {"items", boost::json::array{"RT"}}, {"reason", "foto_buram"}}));
    }
    REQUIRE(running.wait_quiet());
    let_pass(running, calendar, 13 * 24h);
    CHECK(requests()[0].status == flows::Status::PerluPerbaikan);
    let_pass(running, calendar, 2 * 24h);
    CHECK(eventually([&] { return requests()[0].status == flows::Status::Kedaluwarsa; }));
}

TEST_CASE("what is kept no longer is forgotten to the last row, though a piece has but a few hundred") {
    Running running;
    constexpr int rows = 1'000;
    const auto count = [&] {
        std::int64_t found = 0;
        running.service().query([&](storage::Database& db) { found = storage::quarantine_count(db); });
        return found;
    };
    running.service().query([&](storage::Database& db) {
        for (int n = 0; n < rows; ++n) storage::quarantine(db, "bad json", "{", bot::system_now() - 40 * 24h);
    });
    REQUIRE(count() == rows);
    running.stop();
    running.start();
    CHECK(eventually([&] { return count() == 0; }));
}
