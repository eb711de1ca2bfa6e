#include "tests/sim/crash_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <map>
#include <optional>
#include <vector>

namespace sim {
namespace {

constexpr std::size_t sector = 512;

struct Operation {
    std::size_t offset = 0;  // of a write; the new size when `cuts`
    std::string bytes;
    bool cuts = false;
};

void put(std::string& content, const Operation& done) {
    if (done.cuts) return content.resize(done.offset);
    if (content.size() < done.offset + done.bytes.size()) content.resize(done.offset + done.bytes.size());
    std::ranges::copy(done.bytes, content.begin() + static_cast<std::ptrdiff_t>(done.offset));
}

struct File {
    std::string content, durable;
    std::vector<Operation> unsynced;
    bool named = true;  // the directory's entry is durable

    void sync() {
        for (const Operation& each : unsynced) put(durable, each);
        unsynced.clear();
        named = true;
    }
};

void tear(std::string& content, const Operation& written, Random& random) {
    for (std::size_t from = 0; from < written.bytes.size();) {
        const std::size_t edge = (written.offset + from) / sector * sector + sector - written.offset;
        const std::size_t to = std::min(edge, written.bytes.size());
        if (random.chance(0.5)) put(content, {written.offset + from, written.bytes.substr(from, to - from), false});
        from = to;
    }
}

}  // namespace

struct CrashVfs::Impl {
    sqlite3_vfs vfs{};
    std::string name;
    std::map<std::string, std::shared_ptr<File>> files;
    std::map<int, std::vector<char>> shared_memory;
    bool power = true, frozen = false, full = false, sync_lies = false;
    int until_power_cut = 0, until_failure = 0;
    std::uint64_t operations = 0;

    bool dead() const { return !power || frozen; }

    // Before anything changes a file.
    int change(int failure) {
        if (dead()) return failure;
        ++operations;
        if (until_power_cut > 0 && --until_power_cut == 0) {
            power = false;
            return failure;
        }
        return until_failure > 0 && --until_failure == 0 ? failure : SQLITE_OK;
    }
};

namespace {

struct Handle {
    sqlite3_file base;
    CrashVfs::Impl* disk;
    std::shared_ptr<File>* file;
};

Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
CrashVfs::Impl& disk_of(sqlite3_vfs* vfs) { return *static_cast<CrashVfs::Impl*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
    delete handle(file).file;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    if (handle(file).disk->dead()) return SQLITE_IOERR_READ;
    const std::string& content = (*handle(file).file)->content;
    const auto wanted = static_cast<std::size_t>(amount), from = static_cast<std::size_t>(offset);
    const std::size_t there = from < content.size() ? std::min(wanted, content.size() - from) : 0;
    if (there > 0) std::memcpy(into, content.data() + from, there);
    std::memset(static_cast<char*>(into) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
    File& written = **handle(file).file;
    if (const int failed = handle(file).disk->change(SQLITE_IOERR_WRITE)) return failed;
    Operation done{static_cast<std::size_t>(offset), std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(amount)), false};
    if (handle(file).disk->full && done.offset + done.bytes.size() > written.content.size()) return SQLITE_FULL;
    put(written.content, done);
    written.unsynced.push_back(std::move(done));
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (const int failed = handle(file).disk->change(SQLITE_IOERR_TRUNCATE)) return failed;
    File& cut = **handle(file).file;
    cut.unsynced.push_back({static_cast<std::size_t>(size), {}, true});
    put(cut.content, cut.unsynced.back());
    return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
    if (const int failed = handle(file).disk->change(SQLITE_IOERR_FSYNC)) return failed;
    if (!handle(file).disk->sync_lies) (*handle(file).file)->sync();
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>((*handle(file).file)->content.size());
    return SQLITE_OK;
}

int locked(sqlite3_file*, int) { return SQLITE_OK; }
int nobody_else(sqlite3_file*, int* reserved) { return *reserved = 0, SQLITE_OK; }
int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int no_guarantees(sqlite3_file*) { return 0; }

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    auto& regions = handle(file).disk->shared_memory;
    *memory = nullptr;
    if (!regions.contains(region) && extend == 0) return SQLITE_OK;
    auto& bytes = regions[region];
    bytes.resize(static_cast<std::size_t>(size));
    *memory = bytes.data();
    return SQLITE_OK;
}
int lock_shared(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void barrier(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int forget) {
    if (forget != 0) handle(file).disk->shared_memory.clear();
    return SQLITE_OK;
}

sqlite3_io_methods make_methods() {
    sqlite3_io_methods made{};
    made.iVersion = 2;
    made.xClose = close_file;
    made.xRead = read_file;
    made.xWrite = write_file;
    made.xTruncate = truncate_file;
    made.xSync = sync_file;
    made.xFileSize = size_of_file;
    made.xLock = locked;
    made.xUnlock = locked;
    made.xCheckReservedLock = nobody_else;
    made.xFileControl = no_control;
    made.xSectorSize = sector_size;
    made.xDeviceCharacteristics = no_guarantees;
    made.xShmMap = map_shared;
    made.xShmLock = lock_shared;
    made.xShmBarrier = barrier;
    made.xShmUnmap = unmap_shared;
    return made;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* used_flags) {
    static const sqlite3_io_methods methods = make_methods();
    CrashVfs::Impl& disk = disk_of(vfs);
    file->pMethods = nullptr;
    if (disk.dead()) return SQLITE_CANTOPEN;
    std::shared_ptr<File> nameless;
    std::shared_ptr<File>& found = path == nullptr ? nameless : disk.files[path];
    if (!found) {
        found = std::make_shared<File>();
        found->named = (flags & SQLITE_OPEN_MAIN_DB) != 0;  // the service makes that one itself, durably
    }
    handle(file).disk = &disk;
    handle(file).file = new std::shared_ptr<File>(found);
    file->pMethods = &methods;
    if (used_flags != nullptr) *used_flags = flags;
    return SQLITE_OK;
}

// A deletion that was not synced is at once durable here: an old log that comes back is SQLite's own business, and tested there.
int delete_file(sqlite3_vfs* vfs, const char* path, int) {
    if (const int failed = disk_of(vfs).change(SQLITE_IOERR_DELETE)) return failed;
    return disk_of(vfs).files.erase(path) == 0 ? SQLITE_IOERR_DELETE_NOENT : SQLITE_OK;
}

int is_there(sqlite3_vfs* vfs, const char* path, int, int* there) {
    *there = disk_of(vfs).files.contains(path) ? 1 : 0;
    return SQLITE_OK;
}

int same_path(sqlite3_vfs*, const char* path, int room, char* full) {
    if (std::strlen(path) >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
    std::memcpy(full, path, std::strlen(path) + 1);
    return SQLITE_OK;
}

int same_bytes(sqlite3_vfs*, int amount, char* bytes) {
    std::memset(bytes, 42, static_cast<std::size_t>(amount));
    return amount;
}

int no_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
int no_time(sqlite3_vfs*, sqlite3_int64* now) { return *now = 0, SQLITE_OK; }
int no_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

CrashVfs::CrashVfs() : impl_(std::make_unique<Impl>()) {
    static int made = 0;
    impl_->name = "crash" + std::to_string(++made);
    sqlite3_vfs& vfs = impl_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 1024;
    vfs.zName = impl_->name.c_str();
    vfs.pAppData = impl_.get();
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = is_there;
    vfs.xFullPathname = same_path;
    vfs.xRandomness = same_bytes;
    vfs.xSleep = no_sleep;
    vfs.xGetLastError = no_error;
    vfs.xCurrentTimeInt64 = no_time;
    sqlite3_vfs_register(&vfs, 0);
}

CrashVfs::~CrashVfs() { sqlite3_vfs_unregister(&impl_->vfs); }

const char* CrashVfs::name() const { return impl_->name.c_str(); }
void CrashVfs::cut_power_after(int operations) { impl_->until_power_cut = operations; }
void CrashVfs::fail_after(int operations) { impl_->until_failure = operations; }
void CrashVfs::set_full(bool full) { impl_->full = full; }
void CrashVfs::set_sync_lies(bool lies) { impl_->sync_lies = lies; }
bool CrashVfs::has_power() const { return impl_->power; }
std::uint64_t CrashVfs::operations() const { return impl_->operations; }
void CrashVfs::freeze() { impl_->frozen = true; }

void CrashVfs::after_death() {
    impl_->power = true;
    impl_->frozen = false;
    impl_->until_power_cut = impl_->until_failure = 0;
    impl_->shared_memory.clear();
}

void CrashVfs::after_power_loss(Random& random) {
    after_death();
    std::erase_if(impl_->files, [&](const auto& file) { return !file.second->named && random.chance(0.5); });
    for (auto& [path, file] : impl_->files) {
        for (const Operation& each : file->unsynced) {
            const std::int64_t fate = random.upto(2);
            if (fate == 0 || (fate == 1 && each.cuts)) put(file->durable, each);
            if (fate == 1 && !each.cuts) tear(file->durable, each, random);
        }
        file->unsynced.clear();
        file->content = file->durable;
        file->named = true;
    }
}

}  // namespace sim
