// A backup is one database file and, beside it, `FILE.attachments/` with the files that its rows name and `FILE.sha256` with the digest
// of the database. Made while the owner goes on, checked when it is made and again when it is restored.
#pragma once
#include "storage/content_hash.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace storage {

struct CheckedFiles {
    std::int64_t sound = 0, bytes = 0;
    std::vector<std::string> missing, damaged;  // names
};

struct CheckedCopy {
    int schema = 0;
    std::int64_t tables = 0, rows = 0;
    bool compared = false;  // the rows were counted in the source, too, and nothing was committed meanwhile
    bool digested = false;  // its SHA-256 is the one in `FILE.sha256`; false: older programs wrote none
    CheckedFiles files;
};

std::filesystem::path files_beside(const std::filesystem::path& copy);
std::filesystem::path digest_beside(const std::filesystem::path& copy);  // as sha256sum writes it

// integrity_check, foreign_key_check, ours and not newer than we are; the files are not looked at. Throws std::runtime_error.
CheckedCopy check_database_copy(const std::filesystem::path& copy);

// A whole backup. Files are linked where the file system allows, which costs no room, and copied elsewhere. Reads through connections of
// its own, on any thread. Throws std::runtime_error; an older file of that name stays until the new one is whole.
CheckedCopy back_up_with_files(const std::filesystem::path& directory, const std::filesystem::path& target);

struct LastBackup {
    std::string target;
    std::filesystem::file_time_type at;
};
std::vector<LastBackup> last_backup(const std::filesystem::path& directory);  // none or one

// Puts the files that the database names into `into`, from the first of `sources` that has each of them whole.
CheckedFiles gather_files(const std::filesystem::path& database, const std::vector<std::filesystem::path>& sources,
                          const std::filesystem::path& into);

struct Restored {
    CheckedCopy checked;
    std::filesystem::path aside;  // what was there before; empty: nothing was
};
// Puts a backup in the place of the database in `directory`, which nobody may own meanwhile. What was there is kept aside. Everything is
// copied and checked before the first file changes its name; cut short after that, the directory is refused by Database::open until a
// restore was whole. Throws Locked, sqlite::Error or std::runtime_error.
Restored restore(const std::filesystem::path& copy, const std::filesystem::path& directory);

// Database::open: throws when a restore was cut short.
void refuse_unfinished_restore(const std::filesystem::path& directory);

}  // namespace storage
