#include "storage/database.hpp"
#include "storage/durable_file.hpp"

#include <unistd.h>

#include <system_error>

namespace storage {
namespace {

void check_copy(const std::filesystem::path& copy) {
    sqlite::Connection connection(copy, sqlite::Access::ReadOnly);
    const auto verdict = connection.text("PRAGMA integrity_check(1)");
    if (verdict != "ok") throw std::runtime_error("the copy is damaged: " + verdict);
}

void copy_into(const std::filesystem::path& database, const std::filesystem::path& copy) {
    create_private_file(copy);
    sqlite::Connection source(database, sqlite::Access::ReadOnly);
    sqlite::Statement(source, "VACUUM INTO ?").run(copy.string());
}

}  // namespace

void back_up(const std::filesystem::path& directory, const std::filesystem::path& target) {
    auto unfinished = target;
    unfinished += ".part-" + std::to_string(::getpid());
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    try {
        copy_into(directory / "sapa.db", unfinished);
        check_copy(unfinished);
        sync_path(unfinished);
        rename_durably(unfinished, target);
    } catch (const std::exception& error) {
        std::filesystem::remove(unfinished, ignored);
        // Trouble with the copy says nothing about the database: it must not look like the database's own.
        throw std::runtime_error("backup to " + target.string() + " failed: " + error.what());
    }
}

void Database::backup(const std::filesystem::path& target) { back_up(directory(), target); }

}  // namespace storage
