// What a cut of power leaves depends on the order of a few calls: flush, new name, flush of the directory. This program answers these calls
// itself: it writes them down and hands them on to the kernel.
#include "storage/attachments.hpp"
#include "storage/backup.hpp"
#include "storage/durable_file.hpp"
#include "tests/storage/office.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::vector<std::string>* record = nullptr;

void write_down(const std::string& call) {
    if (record != nullptr) record->push_back(call);
}

std::string name_of(int file) {
    std::array<char, 4'096> path{};
    const auto length = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path.data(), path.size());
    return fs::path(std::string(path.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)))).filename();
}

std::string name_of(const char* path) { return fs::path(path).filename(); }

// The calls while it lives. Names are without their directories.
class Calls {
public:
    Calls() { record = &all_; }
    ~Calls() { record = nullptr; }
    Calls(const Calls&) = delete;
    Calls& operator=(const Calls&) = delete;

    // Whether these stand there in this order, whatever stands between them.
    bool in_order(const std::vector<std::string>& wanted) const {
        auto at = all_.begin();
        for (const std::string& call : wanted) {
            at = std::find(at, all_.end(), call);
            if (at == all_.end()) return false;
            ++at;
        }
        return true;
    }
    const std::vector<std::string>& all() const { return all_; }

private:
    std::vector<std::string> all_;
};

}  // namespace

extern "C" int fsync(int file) {
    write_down("flush " + name_of(file));
    return static_cast<int>(::syscall(SYS_fsync, file));
}

extern "C" int fdatasync(int file) {
    write_down("flush " + name_of(file));
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}

extern "C" int rename(const char* from, const char* to) noexcept {
    write_down("rename " + name_of(from) + " " + name_of(to));
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

extern "C" int remove(const char* path) noexcept {
    write_down("remove " + name_of(path));
    const auto gone = ::syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    return static_cast<int>(gone == 0 || errno != EISDIR ? gone : ::syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}

TEST_CASE("a photograph is flushed before it has its name, and the name after") {
    office::Directory place;
    Calls calls;
    const std::string name = fs::path(storage::write_attachment(place.path(), "bytes", "jpg")).filename();
    INFO(Catch::rangeToString(calls.all()));
    CHECK(calls.in_order({"flush " + name + ".part", "rename " + name + ".part " + name, "flush attachments"}));
    CHECK_FALSE(calls.in_order({"rename " + name + ".part " + name, "flush " + name + ".part"}));
}

TEST_CASE("a backup is flushed before it has its name, and the name after") {
    office::Desk desk;
    office::Directory place;
    const auto unfinished = "night.db.part-" + std::to_string(::getpid());
    Calls calls;
    storage::back_up_with_files(desk.directory.path(), place.path() / "night.db");
    INFO(Catch::rangeToString(calls.all()));
    CHECK(calls.in_order({"flush night.db.attachments", "flush " + unfinished, "rename " + unfinished + " night.db",
                          "flush " + place.path().filename().string()}));
}

TEST_CASE("a restore is marked as unfinished from its first change to its last") {
    office::Directory place, data;
    {
        office::Desk desk;
        storage::back_up_with_files(desk.directory.path(), place.path() / "night.db");
    }
    { office::citizen(*storage::Database::open(data.path(), "DABO"), 9); }
    const std::string directory = data.path().filename();
    Calls calls;
    storage::restore(place.path() / "night.db", data.path());
    INFO(Catch::rangeToString(calls.all()));
    CHECK(calls.in_order({"flush sapa.db", "flush restore.part", "rename restore.unfinished.part restore.unfinished", "flush " + directory,
                          "rename sapa.db sapa.db", "flush before-restore-1", "flush " + directory, "rename attachments attachments",
                          "rename sapa.db sapa.db", "flush " + directory, "remove restore.unfinished", "flush " + directory}));
}

// A copy of a message that stands in such a log is answered with 200.
TEST_CASE("what a killed owner wrote and never flushed is flushed at the start") {
    office::Directory data;
    REQUIRE(office::in_child([&] {
                const auto db = storage::Database::open(data.path(), "DABO");
                db->connection().exec("PRAGMA synchronous = OFF");
                office::citizen(*db, 1);
                ::_exit(0);
            }) == 0);
    REQUIRE(fs::file_size(data.path() / "sapa.db-wal") > 0);
    const Calls calls;
    const auto db = storage::Database::open(data.path(), "DABO");
    INFO(Catch::rangeToString(calls.all()));
    CHECK(calls.in_order({"flush sapa.db-wal", "flush sapa.db"}));
}
