#include "storage/attachments.hpp"
#include "storage/backup.hpp"
#include "storage/durable_file.hpp"
#include "storage/sha256.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

using storage::Database;
namespace fs = std::filesystem;
namespace sqlite = storage::sqlite;

namespace {

// An office with citizens, and with one photograph for each of them.
struct Source {
    office::Desk desk;
    office::Directory place;
    fs::path copy = place.path() / "night.db";
    std::vector<std::string> photos;

    explicit Source(int citizens = 3) {
        for (int n = 1; n <= citizens; ++n) add(n);
    }
    void add(int n) {
        const std::string bytes = "photograph " + std::to_string(n);
        const auto who = office::citizen(desk.db, n);
        const auto id = storage::next_attachment(desk.db);
        storage::expect_attachment(desk.db, id, who, {}, office::morning);
        photos.push_back(storage::write_attachment(desk.directory.path(), bytes, "jpg"));
        storage::attachment_stored(desk.db, id, photos.back(), "image/jpeg", storage::sha256_hex(bytes),
                                   static_cast<std::int64_t>(bytes.size()), office::morning);
    }
    storage::CheckedCopy back_up() const { return storage::back_up_with_files(desk.directory.path(), copy); }
    std::vector<storage::TableContent> content() const {
        sqlite::Connection db(desk.directory.path() / "sapa.db", sqlite::Access::ReadOnly);
        return storage::content_of(db);
    }
};

std::vector<storage::TableContent> content(const fs::path& database) {
    sqlite::Connection db(database, sqlite::Access::ReadOnly);
    return storage::content_of(db);
}

void spoil(const fs::path& file, std::streamoff at, std::size_t bytes) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(at);
    stream << std::string(bytes, '\x5A');
}

// The row says one thing, its index another: each page for itself is sound.
void contradict(const fs::path& database, const std::string& value) {
    std::ifstream in(database, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto at = bytes.find(value);
    REQUIRE(at != std::string::npos);
    REQUIRE(bytes.find(value, at + 1) != std::string::npos);
    spoil(database, static_cast<std::streamoff>(at + value.size() - 1), 1);
}

// What a failing disk may do to a row and SQLite does not see: another letter in the same place.
void alter_text(const fs::path& file, const std::string& from, const std::string& to) {
    std::stringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    const auto at = bytes.str().find(from);
    REQUIRE(at != std::string::npos);
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(static_cast<std::streamoff>(at)) << to;
}

std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

std::string why_not_restored(const fs::path& copy, const fs::path& into) {
    try {
        storage::restore(copy, into);
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("the content of two databases is equal exactly when their rows are") {
    office::Desk one, two;
    for (auto* desk : {&one, &two}) office::citizen(desk->db, 1);
    CHECK(storage::content_hash(one.db.connection()) == storage::content_hash(two.db.connection()));
    two.db.connection().exec("UPDATE citizens SET session = ''");  // was null
    CHECK(storage::content_hash(one.db.connection()) != storage::content_hash(two.db.connection()));
}

TEST_CASE("a backup is checked against its source and takes the photographs along") {
    Source source;
    const auto checked = source.back_up();
    CHECK(checked.compared);
    CHECK(checked.files.sound == 3);
    CHECK(checked.files.missing.empty());
    CHECK(checked.rows >= 6);
    CHECK(content(source.copy) == source.content());
    CHECK(fs::hard_link_count(storage::files_beside(source.copy) / fs::path(source.photos[0]).filename()) == 2);
    REQUIRE(storage::last_backup(source.desk.directory.path()).size() == 1);
    CHECK(storage::last_backup(source.desk.directory.path())[0].target == source.copy);

    source.add(4);
    CHECK(content(source.copy) != source.content());
}

TEST_CASE("what is not whole in the source is told, and is not in the backup") {
    Source source;
    fs::remove(source.desk.directory.path() / source.photos[0]);
    spoil(source.desk.directory.path() / source.photos[1], 0, 1);
    const auto checked = source.back_up();
    CHECK(checked.files.sound == 1);
    CHECK(checked.files.missing == std::vector<std::string>{fs::path(source.photos[0]).filename()});
    CHECK(checked.files.damaged == std::vector<std::string>{fs::path(source.photos[1]).filename()});
    CHECK(names_in(storage::files_beside(source.copy)).size() == 1);
}

TEST_CASE("a restored directory says what the backup said, and keeps what was there aside") {
    Source source;
    source.back_up();
    const auto then = source.content();
    office::Directory fresh;
    const auto into = fresh.path() / "data";
    const auto first = storage::restore(source.copy, into);
    CHECK(first.aside.empty());
    CHECK(first.checked.files.sound == 3);
    CHECK(content(into / "sapa.db") == then);
    CHECK(names_in(into / "attachments").size() == 3);

    {
        const auto opened = Database::open(into, "DABO");
        office::citizen(*opened, 9);
    }
    const auto second = storage::restore(source.copy, into);
    CHECK(content(into / "sapa.db") == then);
    CHECK(content(second.aside / "sapa.db") != then);
    CHECK(storage::restore(source.copy, into).aside != second.aside);
    CHECK(Database::open(into, "DABO")->connection().number("SELECT count(*) FROM citizens") == 3);
}

// Beside the restored database it would be taken for its own.
TEST_CASE("a log that a killed owner left goes aside with its database") {
    Source source;
    source.back_up();
    office::Directory fresh;
    const auto into = fresh.path() / "data";
    const auto child = office::in_child([&] {
        office::citizen(*Database::open(into, "DABO").release(), 9);
        ::_exit(0);
    });
    REQUIRE(child == 0);
    REQUIRE(fs::file_size(into / "sapa.db-wal") > 0);
    const auto restored = storage::restore(source.copy, into);
    CHECK_FALSE(fs::exists(into / "sapa.db-wal"));
    CHECK(content(into / "sapa.db") == source.content());
    CHECK(fs::file_size(restored.aside / "sapa.db-wal") > 0);
}

TEST_CASE("photographs that the backup lacks come from the directory itself") {
    Source source;
    source.back_up();
    fs::remove_all(storage::files_beside(source.copy));
    source.desk.opened.reset();
    const auto restored = storage::restore(source.copy, source.desk.directory.path());
    CHECK(restored.checked.files.sound == 3);
    office::Directory fresh;
    CHECK(storage::restore(source.copy, fresh.path() / "data").checked.files.missing.size() == 3);
}

TEST_CASE("a photograph that is damaged in the backup comes from the directory itself, when it is whole there") {
    Source source;
    source.back_up();
    const auto copied = storage::files_beside(source.copy);
    for (const std::string& photo : {source.photos[0], source.photos[1]}) {
        fs::remove(copied / fs::path(photo).filename());  // linked: what is written there would be written in both
        std::ofstream(copied / fs::path(photo).filename()) << "photograph ?";
    }
    spoil(source.desk.directory.path() / source.photos[1], 0, 1);
    source.desk.opened.reset();
    const auto into = source.desk.directory.path();
    const auto restored = storage::restore(source.copy, into);
    CHECK(restored.checked.files.sound == 2);
    CHECK(restored.checked.files.missing.empty());
    CHECK(restored.checked.files.damaged == std::vector<std::string>{fs::path(source.photos[1]).filename()});
    CHECK(storage::sha256_of_file(into / source.photos[0]) == storage::sha256_hex("photograph 1"));
}

TEST_CASE("a damaged copy is refused, and the directory is as it was") {
    Source source(200);
    source.back_up();
    office::Directory fresh;
    const auto into = fresh.path() / "data";
    { office::citizen(*Database::open(into, "DABO"), 9); }
    const auto before = content(into / "sapa.db");
    const auto names = names_in(into);
    REQUIRE(why_not_restored(source.copy, fresh.path() / "control").empty());  // whole, it is taken
    fs::remove(storage::digest_beside(source.copy));  // which would find each of them out before the check that is meant here

    SECTION("a page") { spoil(source.copy, 3 * 4096, 4096); }
    SECTION("an index that says something else than its table") { contradict(source.copy, office::phone(7).phone); }
    SECTION("cut off") { fs::resize_file(source.copy, fs::file_size(source.copy) / 2); }
    SECTION("rows that point to nothing") {
        sqlite::Connection db(source.copy, sqlite::Access::ReadWrite);
        db.exec("PRAGMA foreign_keys = OFF; DELETE FROM citizens WHERE id = 7");
    }
    SECTION("of another program") { sqlite::Connection(source.copy, sqlite::Access::ReadWrite).exec("PRAGMA application_id = 1"); }
    SECTION("newer") { sqlite::Connection(source.copy, sqlite::Access::ReadWrite).exec("PRAGMA user_version = 4711"); }
    SECTION("with a log beside it") { std::ofstream(source.copy.string() + "-wal") << "pages"; }
    SECTION("empty") { fs::resize_file(source.copy, 0); }
    CHECK_FALSE(why_not_restored(source.copy, into).empty());
    CHECK(names_in(into) == names);
    CHECK(content(into / "sapa.db") == before);
}

TEST_CASE("a digit that changed inside a backup is found out by its digest, and by nothing else") {
    Source source;
    source.desk.db.connection().exec("UPDATE citizens SET session = '{\"nik\":\"2104015203859002\"}' WHERE id = 2");
    CHECK(source.back_up().digested);
    office::Directory fresh;
    REQUIRE(storage::restore(source.copy, fresh.path() / "whole").checked.digested);
    alter_text(source.copy, "2104015203859002", "2104015203859003");
    const std::string refusal = why_not_restored(source.copy, fresh.path() / "data");
    CHECK(refusal.find(source.copy.string()) != std::string::npos);
    CHECK(refusal.find("SHA-256") != std::string::npos);
    CHECK(names_in(fresh.path() / "data") == std::vector<std::string>{"sapa.lock"});

    fs::remove(storage::digest_beside(source.copy));
    const auto of_an_older_program = storage::restore(source.copy, fresh.path() / "data");
    CHECK_FALSE(of_an_older_program.checked.digested);
}

TEST_CASE("a digest that is cut or of another copy is no digest") {
    Source source;
    source.back_up();
    office::Directory fresh;
    SECTION("empty") { fs::resize_file(storage::digest_beside(source.copy), 0); }
    SECTION("cut") { fs::resize_file(storage::digest_beside(source.copy), 20); }
    SECTION("of the night before") {
        source.add(4);
        const auto other = source.place.path() / "other.db";
        storage::back_up_with_files(source.desk.directory.path(), other);
        fs::rename(storage::digest_beside(other), storage::digest_beside(source.copy));
    }
    CHECK(why_not_restored(source.copy, fresh.path() / "data").find("SHA-256") != std::string::npos);
}

TEST_CASE("a backup over an older one of that name has its own digest") {
    Source source;
    source.back_up();
    source.add(4);
    source.back_up();
    office::Directory fresh;
    CHECK(storage::restore(source.copy, fresh.path() / "data").checked.digested);
}

TEST_CASE("nothing is restored under a running owner, nor the database over itself") {
    Source source;
    source.back_up();
    CHECK_THROWS_AS(storage::restore(source.copy, source.desk.directory.path()), storage::Locked);
    source.desk.opened.reset();
    const auto own = source.desk.directory.path() / "sapa.db";
    CHECK(why_not_restored(own, source.desk.directory.path()).find("itself") != std::string::npos);
}

TEST_CASE("a restore that was cut short is noticed at the start and can be done again") {
    Source source;
    source.back_up();
    office::Directory fresh;
    const auto into = fresh.path() / "data";
    { office::citizen(*Database::open(into, "DABO"), 9); }
    storage::write_durably(into / "restore.unfinished", "as if the power had gone");
    fs::rename(into / "sapa.db", into / "gone.db");
    CHECK_THROWS_WITH(Database::open(into, "DABO"), Catch::Contains("cut short"));
    CHECK_FALSE(fs::exists(into / "sapa.db"));
    storage::restore(source.copy, into);
    CHECK(Database::open(into, "DABO")->connection().number("SELECT count(*) FROM citizens") == 3);
}

TEST_CASE("a restore that is done again finds the photographs that the first try has put aside") {
    Source source;
    source.back_up();
    fs::remove_all(storage::files_beside(source.copy));
    source.desk.opened.reset();
    const auto& directory = source.desk.directory.path();
    storage::write_durably(directory / "restore.unfinished", "as if the power had gone");
    const auto aside = directory / "before-restore-2";  // an older one was deleted since
    fs::create_directory(aside);
    for (const char* name : {"sapa.db", "attachments"}) fs::rename(directory / name, aside / name);
    CHECK(storage::restore(source.copy, directory).checked.files.sound == 3);
    CHECK(names_in(directory / "attachments").size() == 3);
}
