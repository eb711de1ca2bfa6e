// What one batch does, driven by hand: without a thread of its own the writer carries out what waits when it is told to.
#include "storage/writer.hpp"

#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace storage;
using namespace office;

namespace {

struct Office {
    explicit Office(Writer::Options options = {}) {
        options.own_thread = false;
        options.told = [this] { log.emplace_back("told"); };
        writer = std::make_unique<Writer>(Database::open(directory.path(), "DABO"), std::move(options));
    }

    Job adds(int n) {
        return {.run =
                    [this, n](Database& db) {
                        log.push_back("run " + std::to_string(n));
                        citizen(db, n);
                    },
                .done = [this, n](Outcome outcome) { log.push_back("done " + std::to_string(n) + result(outcome)); }};
    }
    Job fails(int n) {
        Job job = adds(n);
        job.run = [run = std::move(job.run)](Database& db) {
            run(db);
            throw std::runtime_error("the job's own fault");
        };
        return job;
    }
    static std::string result(Outcome outcome) {
        return outcome == Outcome::Committed ? "" : outcome == Outcome::Failed ? " failed" : " lost";
    }
    std::int64_t citizens() {
        std::int64_t count = 0;
        writer->submit({.run = [&](Database& db) { count = db.connection().number("SELECT count(*) FROM citizens"); }, .done = {}});
        writer->run_waiting();
        return count;
    }

    Directory directory;
    std::vector<std::string> log;
    std::unique_ptr<Writer> writer;
};

using Log = std::vector<std::string>;

}  // namespace

TEST_CASE("every job of a batch is told after the commit, and then the batch as a whole, once") {
    Office office;
    office.writer->submit(office.adds(1));
    office.writer->submit(office.adds(2));
    office.writer->run_waiting();
    CHECK(office.log == Log{"run 1", "run 2", "done 1", "done 2", "told"});
}

TEST_CASE("a job that makes way for others goes ahead of what waits") {
    Office office;
    office.writer->submit(office.adds(1));
    office.writer->submit_ahead(office.adds(2));
    office.writer->run_waiting();
    CHECK(office.log == Log{"run 2", "run 1", "done 2", "done 1", "told"});
}

TEST_CASE("when one job fails the others run once more, and each has its effect once") {
    Office office;
    office.writer->submit(office.adds(1));
    office.writer->submit(office.fails(2));
    office.writer->submit(office.adds(3));
    office.writer->run_waiting();
    CHECK(office.log == Log{"run 1", "run 2", "run 1", "run 2", "run 3", "done 1", "done 2 failed", "done 3", "told"});
    CHECK(office.citizens() == 2);
}

TEST_CASE("a batch that cannot be committed is lost for all its jobs") {
    Writer::Options options;
    bool broken = true;
    options.before_commit = [&] {
        if (broken) throw sqlite::Error(sqlite::code::full, "full");
    };
    Office office(std::move(options));
    office.writer->submit(office.adds(1));
    office.writer->submit(office.adds(2));
    office.writer->run_waiting();
    CHECK(office.log == Log{"run 1", "run 2", "done 1 lost", "done 2 lost", "told"});
    broken = false;
    CHECK(office.citizens() == 0);
}
