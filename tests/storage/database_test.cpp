#include "storage/database.hpp"

#include "storage/migrate.hpp"
#include "tests/storage/office.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>

using storage::Database;
using storage::Migration;
namespace sqlite = storage::sqlite;

namespace {

int mode_of(const std::filesystem::path& path) {
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return static_cast<int>(info.st_mode & 0777);
}

std::string why_refused(const std::filesystem::path& directory) {
    try {
        Database::open(directory, "DABO");
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("what durability rests on is in force") {
    office::Directory directory;
    const auto opened = Database::open(directory.path(), "DABO");
    auto& db = opened->connection();
    CHECK(db.text("PRAGMA journal_mode") == "wal");
    CHECK(db.number("PRAGMA synchronous") == 2);
    CHECK(db.number("PRAGMA foreign_keys") == 1);
    CHECK(db.number("PRAGMA trusted_schema") == 0);
    CHECK(db.number("PRAGMA temp_store") == 2);
    CHECK(db.number("PRAGMA wal_autocheckpoint") == 0);
    CHECK(db.number("PRAGMA busy_timeout") == 5000);
    CHECK(db.number("PRAGMA application_id") == storage::application_id);
    CHECK(db.number("PRAGMA user_version") == storage::migrations().back().version);
}

TEST_CASE("nobody else may read the directory of the data") {
    office::Directory parent;
    const auto data = parent.path() / "deep" / "data";
    const auto db = Database::open(data, "DABO");
    CHECK(mode_of(data) == 0700);
    CHECK(mode_of(data / "attachments") == 0700);
    CHECK(mode_of(data / "sapa.db") == 0600);
    CHECK(mode_of(data / "sapa.db-wal") == 0600);
    CHECK(mode_of(data / "sapa.lock") == 0600);
}

TEST_CASE("a second owner is refused and told who the first is") {
    office::Directory directory;
    auto first = Database::open(directory.path(), "DABO");
    try {
        Database::open(directory.path(), "DABO");
        FAIL("two owners");
    } catch (const storage::Locked& locked) {
        CHECK(locked.holder == ::getpid());
        CHECK(std::string(locked.what()).find(std::to_string(::getpid())) != std::string::npos);
    }
    const int other = office::in_child([&] {
        try {
            Database::open(directory.path(), "DABO");
        } catch (const storage::Locked& locked) {
            ::_exit(locked.holder == ::getppid() ? 75 : 1);
        }
    });
    CHECK(other == 75);
    first.reset();
    CHECK_NOTHROW(Database::open(directory.path(), "DABO"));
}

TEST_CASE("an owner that was killed leaves no lock") {
    office::Directory directory;
    office::in_child([&] {
        const auto db = Database::open(directory.path(), "DABO");
        office::citizen(*db, 7);
        ::_exit(9);
    });
    const auto db = Database::open(directory.path(), "DABO");
    CHECK(db->connection().number("SELECT count(*) FROM citizens") == 1);
}

TEST_CASE("a killed transaction leaves nothing, a committed one everything") {
    office::Directory directory;
    office::in_child([&] {
        const auto db = Database::open(directory.path(), "DABO");
        sqlite::Transaction whole(db->connection());
        office::citizen(*db, 1);
        whole.commit();
        const sqlite::Transaction half(db->connection());
        office::citizen(*db, 2);
        ::_exit(9);
    });
    const auto db = Database::open(directory.path(), "DABO");
    CHECK(db->connection().text("SELECT group_concat(phone) FROM citizens") == office::phone(1).phone);
}

TEST_CASE("a database of another program or of a newer version is refused untouched") {
    office::Directory directory;
    const auto file = directory.path() / "sapa.db";
    SECTION("newer") {
        Database::open(directory.path(), "DABO")->connection().exec("PRAGMA user_version = 4711");
        CHECK(why_refused(directory.path()).find("4711") != std::string::npos);
    }
    SECTION("another application id") {
        Database::open(directory.path(), "DABO")->connection().exec("PRAGMA application_id = 1");
        CHECK(why_refused(directory.path()).find("another program") != std::string::npos);
    }
    SECTION("no id but tables") {
        std::ofstream(file).close();
        sqlite::Connection(file, sqlite::Access::ReadWrite).exec("CREATE TABLE guests (name TEXT)");
        CHECK(why_refused(directory.path()).find("another program") != std::string::npos);
        sqlite::Connection untouched(file, sqlite::Access::ReadWrite);
        CHECK(untouched.text("PRAGMA journal_mode") == "delete");
        CHECK(untouched.number("SELECT count(*) FROM sqlite_schema") == 1);
    }
    SECTION("no database at all") {
        std::ofstream(file) << std::string(8192, 'x');
        CHECK_THROWS_AS(Database::open(directory.path(), "DABO"), sqlite::Error);
    }
}

TEST_CASE("a damaged page is found at the start") {
    office::Directory directory;
    {
        const auto db = Database::open(directory.path(), "DABO");
        sqlite::Transaction transaction(db->connection());
        for (int n = 0; n < 200; ++n) office::citizen(*db, n);
        transaction.commit();
    }
    const auto file = directory.path() / "sapa.db";
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(2 * 4096);
    bytes << std::string(4096, '\x5A');
    bytes.close();
    const auto why = why_refused(directory.path());
    INFO(why);
    CHECK((why.find("damaged") != std::string::npos || why.find("malformed") != std::string::npos));
}

namespace {

constexpr std::array next_steps{Migration{1, "0001_a", "CREATE TABLE a (n INTEGER) STRICT; INSERT INTO a VALUES (1)"},
                                Migration{2, "0002_b", "CREATE TABLE b (n INTEGER) STRICT; UPDATE a SET n = 2; CREATE INDEX i ON b (n)"}};

struct Empty {
    office::Directory directory;
    std::filesystem::path file = directory.path() / "x.db";
    Empty() { std::ofstream(file).close(); }
    sqlite::Connection open() const { return {file, sqlite::Access::ReadWrite}; }
};

std::string shape(sqlite::Connection& db) {
    return db.text("SELECT (SELECT user_version FROM pragma_user_version) || ':' || coalesce(group_concat(name), '') FROM sqlite_schema");
}

}  // namespace

TEST_CASE("migrations go forward, each once") {
    Empty empty;
    auto db = empty.open();
    storage::migrate(db, std::span(next_steps).first(1));
    CHECK(shape(db) == "1:a");
    storage::migrate(db, next_steps);
    CHECK(shape(db) == "2:a,b,i");
    storage::migrate(db, next_steps);
    CHECK(db.number("SELECT n FROM a") == 2);
    CHECK_THROWS(storage::migrate(db, std::span(next_steps).first(1)));
}

TEST_CASE("a migration that fails or is killed half way leaves the old version") {
    Empty empty;
    {
        auto db = empty.open();
        storage::migrate(db, std::span(next_steps).first(1));
    }
    const int ended = office::in_child([&] {
        auto db = empty.open();
        storage::migrate(db, next_steps, [] { ::_exit(9); });
    });
    CHECK(ended == 9);
    auto db = empty.open();
    CHECK(shape(db) == "1:a");
    CHECK(db.number("SELECT n FROM a") == 1);
    const std::array broken{next_steps[0], Migration{2, "0002_broken", "CREATE TABLE b (n INTEGER); UPDATE nothing SET n = 1"}};
    CHECK_THROWS_AS(storage::migrate(db, broken), sqlite::Error);
    CHECK(shape(db) == "1:a");
    const std::array commits{next_steps[0], Migration{2, "0002_commits", "COMMIT"}};
    CHECK_THROWS(storage::migrate(db, commits));
    storage::migrate(db, next_steps);
    CHECK(shape(db) == "2:a,b,i");
}

TEST_CASE("the shipped migrations are numbered from one without gaps") {
    int expected = 1;
    for (const auto& step : storage::migrations()) CHECK(step.version == expected++);
}

TEST_CASE("a backup is a whole database, also while writing goes on") {
    office::Desk desk;
    sqlite::Transaction open_one(desk.db.connection());
    office::citizen(desk.db, 1);
    open_one.commit();
    const sqlite::Transaction unfinished(desk.db.connection());
    office::citizen(desk.db, 2);

    office::Directory other;
    const auto copy = other.path() / "sapa.db";
    desk.db.backup(copy);
    CHECK(mode_of(copy) == 0600);
    CHECK(std::distance(std::filesystem::directory_iterator(other.path()), {}) == 2);  // the copy and its digest
    const auto restored = Database::open(other.path(), "DABO");
    CHECK(restored->connection().text("SELECT group_concat(phone) FROM citizens") == office::phone(1).phone);
    CHECK(desk.db.connection().in_transaction());
}

TEST_CASE("a backup that fails spares the older one and says where it should have gone") {
    office::Desk desk;
    office::Directory other;
    const auto copy = other.path() / "yesterday.db";
    desk.db.backup(copy);
    const auto size = std::filesystem::file_size(copy);
    try {
        desk.db.backup(other.path() / "no such directory" / "x.db");
        FAIL("written to nowhere");
    } catch (const sqlite::Error&) {
        FAIL("looks like the database's own trouble");
    } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()).find("no such directory") != std::string::npos);
    }
    desk.db.backup(copy);
    CHECK(std::filesystem::file_size(copy) >= size);
    CHECK(std::distance(std::filesystem::directory_iterator(other.path()), {}) == 2);  // the copy and its digest
}

TEST_CASE("a checkpoint empties the log and is free when there is nothing to do") {
    office::Desk desk;
    desk.db.checkpoint();
    for (int n = 0; n < 20; ++n) office::citizen(desk.db, n);
    CHECK(desk.db.pages_to_checkpoint() > 0);
    desk.db.checkpoint();
    CHECK(desk.db.pages_to_checkpoint() == 0);
    CHECK(desk.db.connection().number("SELECT count(*) FROM citizens") == 20);
}
