// An upgrade that ends at any statement leaves the old schema or the new one, never something between, and the next start completes it.
#include "storage/backup.hpp"
#include "storage/migrate.hpp"
#include "tests/storage/office.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

namespace fs = std::filesystem;
namespace sqlite = storage::sqlite;

namespace {

constexpr int killed = 9;

fs::path fixture(int version) { return fs::path(SAPA_SOURCE_DIR) / fmt::format("tests/storage/schemas/{:04}.sql", version); }

// The database of a released version, with rows in every table. Version 0: a file without anything.
void lay_out(const fs::path& directory, int version) {
    std::ofstream(directory / "sapa.db").close();
    if (version == 0) return;
    std::stringstream sql;
    sql << std::ifstream(fixture(version)).rdbuf();
    sqlite::Connection db(directory / "sapa.db", sqlite::Access::ReadWrite);
    sqlite::Transaction whole(db);
    db.exec(sql.str());
    whole.commit();
}

std::string shape(sqlite::Connection& db) {
    return db.text("SELECT coalesce(group_concat(sql, x'0A'), '') FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
}

using Columns = std::map<std::string, std::string>;  // table → its columns, as a list for SELECT

Columns columns_of(sqlite::Connection& db) {
    Columns columns;
    for (const std::string& table : storage::table_names(db))
        columns[table] =
            db.text(fmt::format("SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info('{}')", table));
    return columns;
}

// What the rows say in these columns: new columns may come, old ones keep their values.
std::string said(sqlite::Connection& db, const Columns& columns) {
    std::string all;
    for (const auto& [table, list] : columns)
        all += db.text(fmt::format("SELECT group_concat(row, x'0A') FROM (SELECT {} AS row FROM {})", list, table)) + "\n--\n";
    return all;
}

// The shapes that a database may have: after each of the steps, and nothing else.
std::vector<std::string> legal_shapes() {
    std::vector<std::string> shapes;
    for (std::size_t steps = 0; steps <= storage::migrations().size(); ++steps) {
        const office::Directory place;
        lay_out(place.path(), 0);
        sqlite::Connection db(place.path() / "sapa.db", sqlite::Access::ReadWrite);
        storage::migrate(db, storage::migrations().first(steps));
        shapes.push_back(shape(db));
    }
    return shapes;
}

// --- the executioner: ends the process at the nth statement that SQLite begins or ends, on whatever connection
// -----------------------------

int events_left = 0;

int count_down(unsigned, void*, void*, void*) {
    if (--events_left == 0) ::_exit(killed);
    return 0;
}

int watch(sqlite3* db, const char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, count_down, nullptr);
}

int no_changes_of_tables(void*, int action, const char*, const char*, const char*, const char*) {
    return action == SQLITE_ALTER_TABLE ? SQLITE_DENY : SQLITE_OK;
}

int forbid(sqlite3* db, const char**, const sqlite3_api_routines*) { return sqlite3_set_authorizer(db, no_changes_of_tables, nullptr); }

using Hook = int (*)(sqlite3*, const char**, const sqlite3_api_routines*);
void on_every_connection(Hook hook) { sqlite3_auto_extension(reinterpret_cast<void (*)()>(hook)); }
void no_longer(Hook hook) { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(hook)); }

template <class Work>
bool survives(int event, Work work) {
    return office::in_child([&] {
               events_left = event;
               on_every_connection(watch);
               work();
           }) != killed;
}

struct Verdict {
    int version = 0;
    bool between = false;  // a shape that no version has, or rows that say something else
};

Verdict judge(const fs::path& directory, const std::vector<std::string>& shapes, const Columns& columns, const std::string& rows) {
    sqlite::Connection db(directory / "sapa.db", sqlite::Access::ReadWrite);
    Verdict verdict;
    verdict.version = static_cast<int>(db.number("PRAGMA user_version"));
    verdict.between = shape(db) != shapes[static_cast<std::size_t>(verdict.version)] || said(db, columns) != rows ||
                      db.text("PRAGMA integrity_check") != "ok";
    return verdict;
}

struct Before {
    Columns columns;
    std::string rows;
    explicit Before(int version) {
        const office::Directory place;
        lay_out(place.path(), version);
        sqlite::Connection db(place.path() / "sapa.db", sqlite::Access::ReadWrite);
        columns = columns_of(db);
        rows = said(db, columns);
    }
};

}  // namespace

TEST_CASE("every schema that was released is kept as it was, and its steps still make it") {
    const auto shapes = legal_shapes();
    for (const auto& step : storage::migrations()) {
        INFO(fixture(step.version));
        REQUIRE(fs::exists(fixture(step.version)));
        const office::Directory place;
        lay_out(place.path(), step.version);
        sqlite::Connection db(place.path() / "sapa.db", sqlite::Access::ReadWrite);
        CHECK(shape(db) == shapes[static_cast<std::size_t>(step.version)]);
        CHECK(db.number("PRAGMA user_version") == step.version);
        for (const std::string& table : storage::table_names(db)) CHECK(db.number(fmt::format("SELECT count(*) FROM {}", table)) > 0);
    }
}

TEST_CASE("an upgrade killed at any statement leaves the old schema or the new one, and the next start completes it") {
    const auto shapes = legal_shapes();
    const int newest = storage::migrations().back().version;
    for (int from = 0; from <= newest; ++from) {
        const Before before(from);
        int event = 1;
        for (bool finished = false; !finished; ++event) {
            const office::Directory place;
            lay_out(place.path(), from);
            finished = survives(event, [&] { storage::Database::open(place.path(), "DABO"); });
            const Verdict verdict = judge(place.path(), shapes, before.columns, before.rows);
            INFO("from schema " << from << ", event " << event);
            REQUIRE_FALSE(verdict.between);
            REQUIRE(verdict.version >= from);
            REQUIRE_NOTHROW(storage::Database::open(place.path(), "DABO"));
            const Verdict after = judge(place.path(), shapes, before.columns, before.rows);
            REQUIRE_FALSE(after.between);
            REQUIRE(after.version == newest);
        }
        CHECK(event > 20);  // the executioner did its work
    }
}

TEST_CASE("control: steps outside of a transaction are caught between two schemas") {
    const auto shapes = legal_shapes();
    const Before before(0);
    bool caught = false;
    int event = 1;
    for (bool finished = false; !finished && !caught; ++event) {
        const office::Directory place;
        lay_out(place.path(), 0);
        finished = survives(event, [&] {
            sqlite::Connection db(place.path() / "sapa.db", sqlite::Access::ReadWrite);
            for (const auto& step : storage::migrations()) {
                db.exec(std::string(step.sql));
                db.exec(fmt::format("PRAGMA user_version = {}", step.version));
            }
        });
        caught = judge(place.path(), shapes, before.columns, before.rows).between;
    }
    CHECK(caught);
}

TEST_CASE("an upgrade that fails leaves the old database, and a copy of it") {
    const office::Directory place;
    lay_out(place.path(), 1);
    const Before before(1);
    on_every_connection(forbid);
    CHECK_THROWS_AS(storage::Database::open(place.path(), "DABO"), sqlite::Error);
    no_longer(forbid);
    const auto copy = place.path() / "sapa-schema-1.db";
    CHECK(storage::check_database_copy(copy).schema == 1);
    for (const auto& file : {copy, place.path() / "sapa.db"}) {
        sqlite::Connection db(file, sqlite::Access::ReadWrite);
        CHECK(said(db, before.columns) == before.rows);
    }
    const auto opened = storage::Database::open(place.path(), "DABO");
    CHECK(opened->connection().number("PRAGMA user_version") == storage::migrations().back().version);
}
