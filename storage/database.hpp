// One open database: connection, prepared statements, schema. One thread. Opening takes the lock file, so that a second owner is refused.
#pragma once
#include "storage/sqlite.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace storage {

// Another process owns this directory.
struct Locked : std::runtime_error {
    using std::runtime_error::runtime_error;
    long holder = 0;  // its process id, 0 when unknown
};

// Damaged, of another program, or of a newer version. Its files were left as they are.
struct Unusable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Database {
public:
    // `directory` is created when missing (0700). sapa.db, sapa.lock and attachments/ lie in it. Migrates the schema forward, refuses a
    // newer one, runs quick_check unless it is large (see was_checked), sets and reads back the pragmas (WAL, synchronous=FULL,
    // foreign_keys …). Throws Locked, Unusable, sqlite::Error or std::runtime_error with a text for the operator. `vfs`: the registered
    // name of what SQLite takes for the disk; null: the system's.
    static std::unique_ptr<Database> open(const std::filesystem::path& directory, std::string office, const char* vfs = nullptr);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    bool was_checked() const;  // false: too large to be checked before use; see health_check.hpp
    sqlite::Connection& connection();
    sqlite::Statement& prepare(const char* literal);  // cached by the address of the literal; returned reset
    const std::string& office() const;                // code written into every row
    const std::filesystem::path& directory() const;
    const char* vfs() const;  // as given to open()

    void backup(const std::filesystem::path& target);  // see back_up
    void checkpoint();                                 // passive; cheap when there is nothing to do. Not inside a transaction
    // In the write-ahead log and not yet in the database file; bounds the log and the time of a restart.
    int pages_to_checkpoint() const;

    // What a request was like when the present unit of work first touched it: kept here because several calls together make one change
    // that can be taken back (see request_undo.cpp).
    struct Before {
        std::uint64_t unit = 0;  // sqlite::Connection::unit
        std::int64_t request = 0;
        std::string state;
    };
    Before& before();

private:
    struct Impl;
    explicit Database(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
};

// A consistent copy of the database in `directory`: temporary name, integrity_check, fsync, rename, fsync of the directory. Reads through a
// connection of its own that neither writes nor checkpoints, so it may run on any thread while the owner goes on; holds what was committed
// when it began. Throws std::runtime_error; an older file of that name stays until the new one is whole.
void back_up(const std::filesystem::path& directory, const std::filesystem::path& target);

}  // namespace storage
