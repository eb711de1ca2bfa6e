// A disk in memory for SQLite that behaves as badly as an honest disk may: when the power goes, everything that was written after a file's
// last sync is kept, lost or torn at sectors, each write on its own. Also errors and a full disk. One process at a time opens its files.
#pragma once
#include "tests/sim/random.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sim {

class CrashVfs {
public:
    CrashVfs();
    ~CrashVfs();
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;

    const char* name() const;  // as registered with SQLite

    void cut_power_after(int operations);  // that change files; the last of them does not happen any more
    void fail_after(int operations);       // that one ends with an I/O error, once
    void set_full(bool);                   // nothing can grow
    void set_sync_lies(bool);              // says that it is durable, and it is not
    bool has_power() const;
    std::uint64_t operations() const;  // that changed files, so far
    // The process is dead: nothing that it still tries reaches the files.
    void freeze();

    void after_death();              // a new process finds everything that the old one had written
    void after_power_loss(Random&);  // … finds what the disk kept

    struct Impl;  // for the functions that SQLite calls

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace sim
