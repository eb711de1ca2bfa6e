#include "storage/backup.hpp"
#include "storage/database.hpp"
#include "storage/directory_lock.hpp"
#include "storage/durable_file.hpp"
#include "storage/sha256.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <system_error>
#include <vector>

namespace storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* unfinished_mark = "restore.unfinished";
constexpr const char* staging = "restore.part";
constexpr const char* aside_prefix = "before-restore-";
constexpr std::array replaced{"sapa.db", "sapa.db-wal", "sapa.db-shm", "attachments"};

// A log beside it belongs to a copy made by hand: without the log the newest rows would be missing, unseen.
void refuse_what_is_no_backup(const fs::path& copy, const fs::path& directory) {
    std::error_code none;
    if (!fs::is_regular_file(copy, none)) throw std::runtime_error(copy.string() + ": there is no such file");
    auto log = copy;
    log += "-wal";
    if (fs::file_size(log, none) > 0 && !none)
        throw std::runtime_error(copy.string() + " has a -wal file beside it: it is no backup made by sapa");
    if (fs::equivalent(copy, directory / "sapa.db", none)) throw std::runtime_error(copy.string() + " is the database itself");
}

fs::path new_place_aside(const fs::path& directory) {
    for (int n = 1;; ++n) {
        const auto place = directory / fmt::format("{}{}", aside_prefix, n);
        if (!fs::exists(place)) return place;
    }
}

fs::path move_aside(const fs::path& directory) {
    fs::path place;
    for (const char* name : replaced) {
        if (!fs::exists(directory / name)) continue;
        if (place.empty()) {
            place = new_place_aside(directory);
            create_private_directory(place);
        }
        fs::rename(directory / name, place / name);
    }
    if (!place.empty()) sync_path(place);
    sync_path(directory);
    return place;
}

// A name never changes its content: what the backup lacks may still lie in the directory itself, or where a restore that was cut short has
// put it.
std::vector<fs::path> places_of_files(const fs::path& copy, const fs::path& directory) {
    std::vector<fs::path> places{files_beside(copy), directory / "attachments"};
    for (const auto& entry : fs::directory_iterator(directory))
        if (entry.path().filename().string().starts_with(aside_prefix)) places.push_back(entry.path() / "attachments");
    return places;
}

// SQLite's own checks see a broken structure; a letter or a digit that changed inside a row only the digest sees.
bool matches_digest(const fs::path& copy, const fs::path& staged) {
    const fs::path digest = digest_beside(copy);
    if (!fs::exists(digest)) return false;
    const std::string noted = read_small_file(digest);
    if (noted.substr(0, noted.find(' ')) != sha256_of_file(staged))
        throw std::runtime_error(fmt::format("{} is not what was written: its SHA-256 differs from the one in {}; take another backup",
                                             copy.string(), digest.string()));
    return true;
}

CheckedCopy stage(const fs::path& copy, const fs::path& directory, const fs::path& part) {
    fs::remove_all(part);
    create_private_directory(part);
    copy_durably(copy, part / "sapa.db");
    const bool digested = matches_digest(copy, part / "sapa.db");
    CheckedCopy checked = check_database_copy(part / "sapa.db");
    checked.digested = digested;
    checked.files = gather_files(part / "sapa.db", places_of_files(copy, directory), part / "attachments");
    sync_path(part);
    return checked;
}

fs::path put_in_place(const fs::path& part, const fs::path& directory) {
    write_durably(directory / unfinished_mark, "A restore was cut short: run sapa restore again.\n");
    fs::path aside = move_aside(directory);
    fs::rename(part / "attachments", directory / "attachments");
    rename_durably(part / "sapa.db", directory / "sapa.db");
    fs::remove(directory / unfinished_mark);
    fs::remove_all(part);
    sync_path(directory);
    return aside;
}

}  // namespace

Restored restore(const fs::path& copy, const fs::path& directory) {
    create_private_directory(directory);
    const DirectoryLock lock(directory);
    refuse_what_is_no_backup(copy, directory);
    const auto part = directory / staging;
    try {
        Restored restored{stage(copy, directory, part), {}};
        restored.aside = put_in_place(part, directory);
        return restored;
    } catch (...) {
        std::error_code ignored;
        if (!fs::exists(directory / unfinished_mark, ignored)) fs::remove_all(part, ignored);
        throw;
    }
}

void refuse_unfinished_restore(const fs::path& directory) {
    if (fs::exists(directory / unfinished_mark))
        throw std::runtime_error("a restore of " + directory.string() + " was cut short; run sapa restore again with the same backup");
}

}  // namespace storage
