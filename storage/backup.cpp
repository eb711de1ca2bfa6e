#include "storage/backup.hpp"

#include "storage/database.hpp"
#include "storage/durable_file.hpp"
#include "storage/migrate.hpp"
#include "storage/sha256.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace storage {
namespace {

constexpr const char* note_of_last = "backup.last";

std::vector<std::int64_t> rows_of_tables(sqlite::Connection& db) {
    std::vector<std::int64_t> rows;
    for (const std::string& table : table_names(db)) rows.push_back(db.number(fmt::format("SELECT count(*) FROM \"{}\"", table)));
    return rows;
}

// Whether somebody else committed between two looks shows in data_version.
struct Counted {
    std::int64_t version = 0;
    std::vector<std::int64_t> rows;
};

Counted count(sqlite::Connection& db) {
    Counted counted;
    counted.version = db.number("PRAGMA data_version");
    counted.rows = rows_of_tables(db);
    return counted;
}

void copy_into(sqlite::Connection& source, const std::filesystem::path& copy) {
    create_private_file(copy);
    sqlite::Statement(source, "VACUUM INTO ?").run(copy.string());
}

bool copy_and_compare(const std::filesystem::path& database, const std::filesystem::path& copy) {
    sqlite::Connection source(database, sqlite::Access::ReadOnly);
    sqlite::Connection watch(database, sqlite::Access::ReadOnly);
    const Counted before = count(watch);
    copy_into(source, copy);
    if (watch.number("PRAGMA data_version") != before.version) return false;
    sqlite::Connection made(copy, sqlite::Access::ReadOnly);
    if (rows_of_tables(made) != before.rows) throw std::runtime_error("the copy has other rows than the source");
    return true;
}

// A copy that bears its name has its digest beside it. Over an older copy of that name a cut leaves one of them without a digest, never
// with the other's: that would look like damage.
void give_name(const std::filesystem::path& unfinished, const std::filesystem::path& target, const std::string& sha256) {
    const auto digest = digest_beside(target);
    const std::string line = fmt::format("{}  {}\n", sha256, target.filename().string());
    const bool replaces = std::filesystem::exists(target);
    if (replaces && std::filesystem::remove(digest)) sync_path(digest.has_parent_path() ? digest.parent_path() : ".");
    if (!replaces) write_durably(digest, line);
    rename_durably(unfinished, target);
    if (replaces) write_durably(digest, line);
}

CheckedCopy make_copy(const std::filesystem::path& directory, const std::filesystem::path& target, const std::filesystem::path& unfinished,
                      bool with_files) {
    const bool compared = copy_and_compare(directory / "sapa.db", unfinished);
    const std::string sha256 = sha256_of_file(unfinished);
    if (sha256.empty()) throw std::runtime_error("the copy cannot be read");
    CheckedCopy checked = check_database_copy(unfinished);
    checked.compared = compared;
    checked.digested = true;
    // The files first: a database file that bears its name is a whole backup.
    if (with_files) checked.files = gather_files(unfinished, {directory / "attachments"}, files_beside(target));
    sync_path(unfinished);
    give_name(unfinished, target, sha256);
    return checked;
}

CheckedCopy back_up(const std::filesystem::path& directory, const std::filesystem::path& target, bool with_files) {
    auto unfinished = target;
    unfinished += ".part-" + std::to_string(::getpid());
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    try {
        return make_copy(directory, target, unfinished, with_files);
    } catch (const std::exception& error) {
        std::filesystem::remove(unfinished, ignored);
        // Trouble with the copy says nothing about the database: it must not look like the database's own.
        throw std::runtime_error("backup to " + target.string() + " failed: " + error.what());
    }
}

}  // namespace

std::filesystem::path files_beside(const std::filesystem::path& copy) {
    auto path = copy;
    path += ".attachments";
    return path;
}

std::filesystem::path digest_beside(const std::filesystem::path& copy) {
    auto path = copy;
    path += ".sha256";
    return path;
}

CheckedCopy check_database_copy(const std::filesystem::path& copy) {
    sqlite::Connection connection(copy, sqlite::Access::ReadOnly);
    CheckedCopy checked;
    checked.schema = inspect_schema(connection).version;
    if (checked.schema == 0) throw std::runtime_error(copy.string() + " is empty");
    if (const auto verdict = connection.text("PRAGMA integrity_check(1)"); verdict != "ok")
        throw std::runtime_error("the copy is damaged: " + verdict);
    if (const auto table = connection.text("PRAGMA foreign_key_check"); !table.empty())
        throw std::runtime_error("the copy is damaged: rows of " + table + " point to nothing");
    for (const std::int64_t rows : rows_of_tables(connection)) {
        ++checked.tables;
        checked.rows += rows;
    }
    return checked;
}

void back_up(const std::filesystem::path& directory, const std::filesystem::path& target) { back_up(directory, target, false); }

CheckedCopy back_up_with_files(const std::filesystem::path& directory, const std::filesystem::path& target) {
    CheckedCopy checked = back_up(directory, target, true);
    write_durably(directory / note_of_last, target.string() + "\n");
    return checked;
}

std::vector<LastBackup> last_backup(const std::filesystem::path& directory) {
    std::error_code none;
    const auto at = std::filesystem::last_write_time(directory / note_of_last, none);
    if (none) return {};
    std::string target = read_small_file(directory / note_of_last);
    if (target.ends_with('\n')) target.pop_back();
    return {{std::move(target), at}};
}

void Database::backup(const std::filesystem::path& target) { back_up(directory(), target); }

}  // namespace storage
