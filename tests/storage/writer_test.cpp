#include "storage/writer.hpp"

#include "tests/storage/office.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

using namespace storage;
using namespace office;

namespace {

// Everything is collected here by the writer thread and awaited by the test.
class Outcomes {
public:
    std::function<void(Outcome)> at(std::size_t index) {
        return [this, index](Outcome outcome) {
            const std::lock_guard lock(mutex_);
            if (all_.size() <= index) all_.resize(index + 1);
            all_[index] = outcome;
            ++count_;
            news_.notify_all();
        };
    }
    std::vector<std::optional<Outcome>> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        REQUIRE(news_.wait_for(lock, 20s, [&] { return count_ >= count; }));
        return all_;
    }

private:
    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<std::optional<Outcome>> all_;
    std::size_t count_ = 0;
};

// Holds the writer inside a job, so that everything submitted meanwhile becomes one batch.
class Gate {
public:
    explicit Gate(Writer& writer) {
        REQUIRE(writer.submit({.run =
                                   [this](Database&) {
                                       entered_.set_value();
                                       opened_.get_future().wait();
                                   },
                               .done = {}}));
        entered_.get_future().wait();
    }
    void open() { opened_.set_value(); }

private:
    std::promise<void> entered_, opened_;
};

struct Office {
    explicit Office(Writer::Options options = {})
        : writer(std::make_unique<Writer>(Database::open(directory.path(), "DABO"), std::move(options))) {}

    std::int64_t citizens() {  // as the disk has them
        writer.reset();
        return Database::open(directory.path(), "DABO")->connection().number("SELECT count(*) FROM citizens");
    }

    Directory directory;
    std::unique_ptr<Writer> writer;
};

auto adds(int n) {
    return [n](Database& db) { citizen(db, n); };
}

Writer::Options failing_commits(std::atomic<int>& code) {
    Writer::Options options;
    options.before_commit = [&code] {
        if (const int now = code.exchange(0)) throw sqlite::Error(now, "made up");
    };
    return options;
}

}  // namespace

TEST_CASE("a job that throws costs only itself") {
    std::atomic<int> reported = 0;
    Writer::Options options;
    options.on_failure = [&](std::exception_ptr) { ++reported; };
    Office office(options);
    Outcomes outcomes;
    Gate gate(*office.writer);
    office.writer->submit({adds(1), outcomes.at(0)});
    office.writer->submit({[](Database& db) {
                               citizen(db, 2);
                               throw std::runtime_error("in the middle");
                           },
                           outcomes.at(1)});
    office.writer->submit({[](Database& db) { db.connection().exec("INSERT INTO citizens (id) VALUES (1)"); }, outcomes.at(2)});
    office.writer->submit({adds(3), outcomes.at(3)});
    CHECK(office.writer->waiting() == 4);
    gate.open();
    const auto told = outcomes.wait_for(4);
    CHECK(told[0] == Outcome::Committed);
    CHECK(told[1] == Outcome::Failed);
    CHECK(told[2] == Outcome::Failed);
    CHECK(told[3] == Outcome::Committed);
    CHECK(reported == 2);
    CHECK(office.citizens() == 2);
}

TEST_CASE("what waits becomes one transaction, and nobody is told before it is committed") {
    std::atomic<int> commits = 0;
    std::atomic<bool> told_early = false;
    std::atomic<int> told = 0;
    Writer::Options options;
    options.before_commit = [&] {
        ++commits;
        if (commits == 2 && told > 0) told_early = true;
    };
    Office office(options);
    Outcomes outcomes;
    Gate gate(*office.writer);
    for (int n = 0; n < 50; ++n) {
        office.writer->submit({adds(n), [&, tell = outcomes.at(static_cast<std::size_t>(n))](Outcome outcome) {
                                   ++told;
                                   tell(outcome);
                               }});
    }
    gate.open();
    outcomes.wait_for(50);
    CHECK(commits == 2);
    CHECK_FALSE(told_early);
    CHECK(office.citizens() == 50);
}

TEST_CASE("a batch is bounded, so is the queue") {
    std::atomic<int> commits = 0;
    Writer::Options options;
    options.batch_most = 10;
    options.queue_most = 20;
    options.before_commit = [&] { ++commits; };
    Office office(options);
    Outcomes outcomes;
    Gate gate(*office.writer);
    for (std::size_t n = 0; n < 20; ++n) CHECK(office.writer->submit({adds(static_cast<int>(n)), outcomes.at(n)}));
    CHECK_FALSE(office.writer->submit({adds(99), outcomes.at(20)}));
    CHECK_THROWS_AS(office.writer->run(adds(99)), NotCommitted);
    gate.open();
    outcomes.wait_for(20);
    CHECK(commits == 3);
    CHECK(office.citizens() == 20);
}

TEST_CASE("the same message twice in one batch has one effect") {
    Office office;
    Outcomes outcomes;
    std::atomic<int> handled = 0;
    Gate gate(*office.writer);
    for (std::size_t n = 0; n < 50; ++n) {
        office.writer->submit({[&](Database& db) {
                                   if (remember_message(db, "wamid.same", citizen(db), morning)) ++handled;
                               },
                               outcomes.at(n)});
    }
    gate.open();
    for (const auto& outcome : outcomes.wait_for(50)) CHECK(outcome == Outcome::Committed);
    CHECK(handled == 1);
}

TEST_CASE("trouble that passes loses the batch and nothing else") {
    const int trouble = GENERATE(sqlite::code::full, sqlite::code::busy, sqlite::code::read_only);
    std::atomic<int> code = 0;
    Office office(failing_commits(code));
    Outcomes outcomes;
    Gate gate(*office.writer);
    gate.open();
    office.writer->run([](Database&) {});
    code = trouble;
    Gate second(*office.writer);
    second.open();
    office.writer->submit({adds(1), outcomes.at(0)});
    outcomes.wait_for(1);
    office.writer->run(adds(2));
    SECTION("inside a job") {
        Gate third(*office.writer);
        office.writer->submit({adds(3), outcomes.at(1)});
        office.writer->submit({[&](Database&) { throw sqlite::Error(trouble, "made up"); }, outcomes.at(2)});
        office.writer->submit({adds(4), outcomes.at(3)});
        third.open();
        const auto told = outcomes.wait_for(4);
        CHECK(told[1] == Outcome::Lost);
        CHECK(told[2] == Outcome::Lost);
        CHECK(told[3] == Outcome::Lost);
        office.writer->run(adds(5));
    }
    CHECK(office.citizens() >= 1);
}

TEST_CASE("a commit that fails is told as lost and leaves nothing") {
    std::atomic<int> code = sqlite::code::full;
    Office office(failing_commits(code));
    Outcomes outcomes;
    office.writer->submit({adds(1), outcomes.at(0)});
    CHECK(outcomes.wait_for(1)[0] == Outcome::Lost);
    office.writer->submit({adds(2), outcomes.at(1)});
    CHECK(outcomes.wait_for(2)[1] == Outcome::Committed);
    CHECK(office.citizens() == 1);
}

TEST_CASE("a real full database loses the batch, with a transaction that SQLite has ended itself") {
    Office office;
    office.writer->run([](Database& db) {
        db.connection().exec("PRAGMA max_page_count = " + std::to_string(db.connection().number("PRAGMA page_count") + 2));
    });
    const auto fills = [](Database& db) {
        for (int n = 0; n < 100; ++n) quarantine(db, "x", std::string(4'000, 'x'), morning);
    };
    CHECK_THROWS_AS(office.writer->run(fills), sqlite::Error);
    CHECK_NOTHROW(office.writer->run([](Database& db) { CHECK(quarantine_count(db) == 0); }));
    CHECK_NOTHROW(office.writer->run(adds(1)));
}

TEST_CASE("a disk that cannot be trusted ends the writing") {
    std::atomic<int> code = sqlite::code::io;
    auto options = failing_commits(code);
    std::promise<std::string> fatal;
    std::atomic<bool> told_first = false;
    Outcomes outcomes;
    options.on_fatal = [&](const std::string& why) { fatal.set_value(why); };
    Office office(options);
    office.writer->submit({adds(1), [&, tell = outcomes.at(0)](Outcome outcome) {
                               told_first = true;
                               tell(outcome);
                           }});
    CHECK(outcomes.wait_for(1)[0] == Outcome::Lost);
    CHECK(fatal.get_future().get().find("made up") != std::string::npos);
    CHECK(told_first);
    CHECK_THROWS_AS(office.writer->run(adds(2)), NotCommitted);
}

TEST_CASE("by default such a disk ends the process with 74") {
    Directory directory;
    const int ended = in_child([&] {
        REQUIRE(std::freopen("/dev/null", "w", stderr));
        std::atomic<int> code = sqlite::code::corrupt;
        Writer writer(Database::open(directory.path(), "DABO"), failing_commits(code));
        writer.submit({adds(1), {}});
        writer.stop();
    });
    CHECK(ended == 74);
}

TEST_CASE("run waits for the commit and throws what the job threw") {
    Office office;
    int seen = 0;
    office.writer->run([&](Database& db) { seen = static_cast<int>(citizen(db)); });
    CHECK(seen == 1);
    CHECK_THROWS_AS(office.writer->run([](Database&) { throw IllegalChange("x"); }), IllegalChange);
    CHECK_THROWS_AS(office.writer->run([&](Database&) { office.writer->run([](Database&) {}); }), std::logic_error);
}

TEST_CASE("stopping finishes what waits and takes no more") {
    Office office;
    Outcomes outcomes;
    Gate gate(*office.writer);
    for (std::size_t n = 0; n < 30; ++n) office.writer->submit({adds(static_cast<int>(n)), outcomes.at(n)});
    std::thread stops([&] { office.writer->stop(); });
    gate.open();
    stops.join();
    office.writer->stop();
    for (const auto& outcome : outcomes.wait_for(30)) CHECK(outcome == Outcome::Committed);
    CHECK_FALSE(office.writer->submit({adds(99), {}}));
    CHECK_THROWS_AS(office.writer->run(adds(99)), NotCommitted);
    CHECK(std::filesystem::file_size(office.directory.path() / "sapa.db") > 4096);
    CHECK_FALSE(std::filesystem::exists(office.directory.path() / "sapa.db-wal"));
    CHECK(office.citizens() == 30);
}

TEST_CASE("a done that throws does no harm") {
    Office office;
    Outcomes outcomes;
    office.writer->submit({adds(1), [](Outcome) { throw std::runtime_error("x"); }});
    office.writer->submit({adds(2), outcomes.at(0)});
    CHECK(outcomes.wait_for(1)[0] == Outcome::Committed);
}

TEST_CASE("a quiet moment is used to empty the log") {
    std::promise<void> idle;
    std::once_flag once;
    Writer::Options options;
    options.idle = [&] { std::call_once(once, [&] { idle.set_value(); }); };
    Office office(options);
    office.writer->run([](Database& db) {
        for (int n = 0; n < 600; ++n) quarantine(db, "x", std::string(4'000, 'x'), morning);
    });
    REQUIRE(idle.get_future().wait_for(20s) == std::future_status::ready);
    office.writer->run([](Database& db) { CHECK(db.pages_to_checkpoint() == 0); });
}

TEST_CASE("without a quiet moment the log is bounded all the same") {
    Office office;
    std::uintmax_t largest = 0;
    for (int n = 0; n < 24; ++n) {
        office.writer->run([](Database& db) {
            for (int i = 0; i < 4; ++i) quarantine(db, "x", std::string(1 << 20, 'x'), morning);
        });
        largest = std::max(largest, std::filesystem::file_size(office.directory.path() / "sapa.db-wal"));
    }
    CHECK(largest > 60u << 20);
    CHECK(largest < 80u << 20);
}

TEST_CASE("many threads may submit, and a backup may run beside them") {
    Office office;
    Directory other;
    std::atomic<int> committed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int n = 0; n < 100; ++n) {
                while (!office.writer->submit({adds(t * 100 + n), [&](Outcome outcome) { committed += outcome == Outcome::Committed; }}))
                    std::this_thread::yield();
            }
        });
    }
    for (int n = 0; n < 3; ++n) back_up(office.directory.path(), other.path() / "sapa.db");
    for (auto& thread : threads) thread.join();
    office.writer->stop();
    CHECK(committed == 400);
    CHECK(office.citizens() == 400);
    CHECK_NOTHROW(Database::open(other.path(), "DABO"));
}

TEST_CASE("killed in the middle of the work, everything that was acknowledged is there") {
    Directory directory;
    const auto acknowledged = directory.path() / "acknowledged";
    const int ended = in_child([&] {
        std::ofstream log(acknowledged);
        std::atomic<int> count = 0;
        Writer writer(Database::open(directory.path() / "data", "DABO"), {});
        for (int n = 0; count < 1'000; ++n) {
            writer.submit({adds(n), [&log, &count, n](Outcome outcome) {
                               if (outcome != Outcome::Committed) return;
                               log << n << '\n' << std::flush;
                               ++count;
                           }});
        }
        ::kill(::getpid(), SIGKILL);
    });
    CHECK(ended == -SIGKILL);
    const auto db = Database::open(directory.path() / "data", "DABO");
    std::ifstream log(acknowledged);
    int missing = 0;
    int told = 0;
    std::string line;
    while (std::getline(log, line) && !log.eof()) {
        ++told;
        missing +=
            !db->prepare("SELECT 1 FROM citizens WHERE office = 'DABO' AND phone = ?").number(phone(std::stoi(line)).phone).has_value();
    }
    CHECK(missing == 0);
    CHECK(told >= 1'000);
}

TEST_CASE("without a thread of its own the writer works when it is told to") {
    Directory directory;
    Writer::Options options;
    options.batch_most = 2;
    options.own_thread = false;
    Writer writer(Database::open(directory.path(), "DABO"), options);
    int committed = 0;
    for (int n = 0; n < 3; ++n) writer.submit({adds(n), [&](Outcome outcome) { committed += outcome == Outcome::Committed; }});
    CHECK(committed == 0);
    CHECK(writer.run_waiting());
    CHECK(committed == 2);
    CHECK(writer.run_waiting());
    CHECK_FALSE(writer.run_waiting());
    CHECK(committed == 3);
    writer.run([](Database& db) { CHECK(db.pages_to_checkpoint() == 0); });
}
