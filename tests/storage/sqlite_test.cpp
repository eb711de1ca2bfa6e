#include "storage/sqlite.hpp"

#include "storage/utf8.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

namespace sqlite = storage::sqlite;
namespace code = sqlite::code;

TEST_CASE("text that no database should hold is repaired on its way in") {
    CHECK(storage::is_storable(""));
    CHECK(storage::is_storable("Nur'aini \xF0\x9F\x99\x8F, 8 huruf lebih panjang"));
    CHECK_FALSE(storage::is_storable(std::string_view("a\0b", 3)));
    for (const auto* wrong :
         {"\xFF", "12345678\xC3", "\xC0\xAF", "\xED\xA0\xBD", "\xE2\x82", "\xF4\x90\x80\x80", "\x80", "\xF0\x80\x80\x80", "\xE0\x80\x80"}) {
        CHECK_FALSE(storage::is_storable(wrong));
        CHECK(storage::is_storable(storage::made_storable(wrong)));
    }
    CHECK(storage::made_storable(std::string_view("Si\0ti", 5)) == "Siti");
    CHECK(storage::made_storable("Si\xFFti dan 12345678 \xE2\x82") == "Si\xEF\xBF\xBDti dan 12345678 \xEF\xBF\xBD\xEF\xBF\xBD");

    office::Desk desk;
    desk.db.connection().exec("CREATE TABLE names (name TEXT NOT NULL) STRICT");
    sqlite::Statement(desk.db.connection(), "INSERT INTO names VALUES (?)").run(std::string_view("Si\0ti\xFF", 6));
    CHECK(desk.db.connection().text("SELECT name FROM names") == "Siti\xEF\xBF\xBD");
    CHECK(desk.db.connection().number("SELECT length(CAST(name AS BLOB)) FROM names") == 7);
}

TEST_CASE("values come back as they were bound") {
    office::Desk desk;
    auto& db = desk.db.connection();
    db.exec("CREATE TABLE v (i INTEGER, r REAL, t TEXT, b BLOB, n INTEGER) STRICT");
    const std::string bytes("\0\xFF\x01", 3);
    sqlite::Statement(db, "INSERT INTO v VALUES (?, ?, ?, ?, ?)").run(std::int64_t{1} << 60, 0.25, "teks", sqlite::Blob{bytes}, nullptr);
    sqlite::Statement select(db, "SELECT i, r, t, b, n FROM v");
    auto rows = select.rows();
    REQUIRE(rows.next());
    CHECK(rows.integer(0) == std::int64_t{1} << 60);
    CHECK(rows.string(2) == "teks");
    CHECK(rows.bytes(3) == bytes);
    CHECK(rows.is_null(4));
    CHECK_FALSE(rows.maybe_integer(4).has_value());
    CHECK_FALSE(rows.next());
}

TEST_CASE("errors carry their codes and leave the statement usable") {
    office::Desk desk;
    auto& db = desk.db.connection();
    db.exec("CREATE TABLE one (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT");
    sqlite::Statement insert(db, "INSERT INTO one VALUES (?, ?)");
    insert.run(1, "satu");
    try {
        insert.run(1, "lagi");
        FAIL("a second row with the same key");
    } catch (const sqlite::Error& error) {
        CHECK(error.code == code::constraint);
        CHECK(error.extended != error.code);
        CHECK_FALSE(error.passing());
        CHECK_FALSE(error.fatal());
    }
    insert.run(2, "dua");
    CHECK(db.number("SELECT count(*) FROM one") == 2);
    CHECK_THROWS_AS(sqlite::Statement(db, "SELECT nothing FROM nowhere"), sqlite::Error);
    CHECK(sqlite::Error(code::full, "").passing());
    CHECK(sqlite::Error(code::busy, "").passing());
    CHECK(sqlite::Error(code::read_only, "").passing());
    CHECK(sqlite::Error(code::io | (4 << 8), "").fatal());
    CHECK(sqlite::Error(code::corrupt, "").fatal());
    CHECK(sqlite::Error(code::not_a_database, "").fatal());
}

TEST_CASE("double quotes never make a text, tables are strict, keys are checked") {
    office::Desk desk;
    auto& db = desk.db.connection();
    CHECK_THROWS_AS(db.exec("SELECT \"no such column\""), sqlite::Error);
    CHECK_THROWS_AS(db.exec("INSERT INTO counters VALUES ('DABO', 'x', 'not a number')"), sqlite::Error);
    CHECK_THROWS_AS(db.exec("INSERT INTO former_addresses VALUES (999, 'phone', '1', 1)"), sqlite::Error);
    CHECK(
        db.number(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'") ==
        0);
}

TEST_CASE("a transaction or savepoint that is left early leaves nothing") {
    office::Desk desk;
    auto& db = desk.db.connection();
    db.exec("CREATE TABLE t (n INTEGER) STRICT");
    {
        const sqlite::Transaction left(db);
        db.exec("INSERT INTO t VALUES (1)");
    }
    CHECK_FALSE(db.in_transaction());
    sqlite::Transaction kept(db);
    db.exec("INSERT INTO t VALUES (2)");
    {
        const sqlite::Savepoint left(db);
        db.exec("INSERT INTO t VALUES (3)");
    }
    sqlite::Savepoint outer(db);
    {
        sqlite::Savepoint inner(db);
        db.exec("INSERT INTO t VALUES (4)");
        inner.release();
    }
    outer.release();
    kept.commit();
    CHECK(db.text("SELECT group_concat(n) FROM t") == "2,4");
    {
        sqlite::Transaction rolled_back_underneath(db);
        db.exec("ROLLBACK");
    }
    CHECK_FALSE(db.in_transaction());
}

TEST_CASE("units of work can be told apart") {
    office::Desk desk;
    auto& db = desk.db.connection();
    const auto before = db.unit();
    sqlite::Transaction transaction(db);
    const auto inside = db.unit();
    CHECK(inside != before);
    {
        sqlite::Savepoint job(db);
        CHECK(db.unit() != inside);
        job.release();
    }
    transaction.commit();
    CHECK(db.unit() != inside);
}
