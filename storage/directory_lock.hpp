// One process owns the directory of the data: flock on sapa.lock, the owner's process id inside. The kernel frees it however the owner
// ends.
#pragma once
#include <filesystem>

namespace storage {

class DirectoryLock {
public:
    explicit DirectoryLock(const std::filesystem::path& directory);  // throws Locked
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;

private:
    int file_;
};

}  // namespace storage
