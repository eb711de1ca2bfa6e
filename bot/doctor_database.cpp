// The database, without changing anything in it: a service may be running beside.
#include "bot/doctor_checks.hpp"
#include "bot/file_owner.hpp"
#include "storage/backup.hpp"
#include "storage/database.hpp"
#include "storage/directory_lock.hpp"
#include "storage/migrate.hpp"

#include <fmt/format.h>

#include <chrono>

namespace bot {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto backup_age_most = 48h;

Finding check_library() {
    const std::string version = fmt::format("SQLite {}", storage::sqlite::library_version());
    if (!storage::sqlite::has_wal_reset_bug(storage::sqlite::library_version_number())) return good(version);
    return good(version +
                ": galat WAL-reset (baru hilang di 3.51.3) tidak berbahaya karena hanya satu proses menulis; jangan buka sapa.db dengan "
                "sqlite3 kecuali dengan -readonly");
}

Finding check_schema(storage::sqlite::Connection& db) {
    const storage::SchemaState schema = storage::inspect_schema(db);
    if (schema.version == schema.newest) return good(fmt::format("skema basis data {}", schema.version));
    return good(
        fmt::format("skema basis data {}, menjadi {} saat layanan dijalankan (cadangan dibuat dahulu)", schema.version, schema.newest));
}

Findings check_alone(const fs::path& directory) {
    storage::sqlite::Connection db(directory / "sapa.db", storage::sqlite::Access::ReadOnly);
    const std::string verdict = db.text("PRAGMA quick_check(1)");
    if (verdict != "ok") return {bad(fmt::format("basis data rusak ({}); simpan berkasnya, lalu sapa restore CADANGAN", verdict))};
    return {good("basis data utuh (quick_check); layanan sedang tidak berjalan"), check_schema(db)};
}

Findings look_into(const fs::path& directory) {
    storage::refuse_unfinished_restore(directory);
    try {
        const storage::DirectoryLock lock(directory);
        return check_alone(directory);
    } catch (const storage::Locked& locked) {
        storage::sqlite::Connection db(directory / "sapa.db", storage::sqlite::Access::ReadOnly);
        return {good(fmt::format("layanan sedang berjalan (proses {})", locked.holder)), check_schema(db)};
    }
}

int replaced_directories(const fs::path& directory) {
    int count = 0;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed))
        count += entry.path().filename().string().starts_with("before-restore-") ? 1 : 0;
    return count;
}

}  // namespace

Findings check_database(const Config& config) {
    std::error_code failed;
    Findings found{check_library()};
    if (!other_owner(config.storage).empty()) return found;
    if (!fs::exists(config.storage / "sapa.db", failed) && !fs::exists(config.storage / "restore.unfinished", failed)) {
        found.push_back(good("basis data belum ada; dibuat saat pertama dijalankan"));
        return found;
    }
    try {
        for (Finding& finding : look_into(config.storage)) found.push_back(std::move(finding));
    } catch (const std::exception& error) {
        found.push_back(bad(fmt::format("basis data tidak bisa dibuka: {}; pulihkan dengan sapa restore CADANGAN", error.what())));
    }
    if (const int left = replaced_directories(config.storage); left > 0)
        found.push_back(doubtful(fmt::format("{} direktori before-restore-* berisi data warga; hapus bila tidak diperlukan lagi", left)));
    return found;
}

Finding check_backup(const Config& config, flows::TimePoint now) {
    const auto last = storage::last_backup(config.storage);
    if (last.empty()) return doubtful("belum pernah dicadangkan; pasang cadangan tiap malam: sapa backup BERKAS");
    const auto at = std::chrono::file_clock::to_sys(last[0].at);
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(now - at).count();
    const std::string told = fmt::format("cadangan terakhir {} jam yang lalu: {}", hours, last[0].target);
    return now - at > backup_age_most ? doubtful(told + "; sudah lama, periksa cadangan tiap malam") : good(told);
}

}  // namespace bot
