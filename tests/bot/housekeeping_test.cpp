// What the daily round forgets, piece by piece, beside everything else that the writer does.
#include "bot/housekeeping.hpp"

#include "storage/conversations.hpp"
#include "storage/outbox.hpp"
#include "storage/sqlite.hpp"
#include "tests/bot/parts.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace bot;
using namespace std::chrono_literals;

namespace {

struct Fixture : bot_tests::Parts {
    Fixture() : Parts(4'096, [this] { lose_some(); }) {}
    ~Fixture() {
        housekeeping.stop();
        writer->stop();
    }

    // A disk that is full for a moment, now and then.
    void lose_some() {
        if (troubled && ++commits % 3 == 2) throw storage::sqlite::Error(storage::sqlite::code::full, "full");
    }

    void fill(int old) {
        writer->run([&](storage::Database& db) {
            const flows::CitizenId citizen =
                storage::citizen_for(db, {.phone = system_tests::phone(1), .user_id = {}, .parent_user_id = {}}, now);
            storage::enqueue(db, citizen, {}, now, now, false);
            for (int n = 0; n < old; ++n) storage::remember_message(db, "old." + std::to_string(n), citizen, now - 100 * 24h);
            storage::remember_message(db, "young", citizen, now);
            storage::quarantine(db, "bad json", "{", now - 100 * 24h);
        });
    }

    flows::TimePoint now = system_now();
    std::atomic<bool> troubled = false;
    int commits = 0;  // of the writer's thread
    Sender sender{steady, *writer, mailbox, graph, channel, counters, system_now, {}};
    Housekeeping housekeeping{steady, *writer, mailbox, catalogs, sender, counters, [this] { return now; }};
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the daily round goes on until everything was looked at, and what could not be committed is looked at again") {
    fill(700);
    troubled = GENERATE(false, true);
    housekeeping.start();
    until([this] {
        std::int64_t left = 1;
        try {
            left = number("SELECT count(*) FROM quarantine");  // the last of all
        } catch (const storage::NotCommitted&) {
        }
        return left == 0;
    });
    troubled = false;
    CHECK(number("SELECT count(*) FROM inbox") == 1);
}
