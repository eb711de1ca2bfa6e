#include "bot/doctor_checks.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "storage/database.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace bot {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t mebibyte = 1024 * 1024;
constexpr std::uintmax_t space_low = 512 * mebibyte, space_out = 128 * mebibyte;

Finding good(std::string text) { return {Finding::Grade::Good, std::move(text)}; }
Finding doubtful(std::string text) { return {Finding::Grade::Doubtful, std::move(text)}; }
Finding bad(std::string text) { return {Finding::Grade::Bad, std::move(text)}; }

// SQLite's write-ahead log needs shared memory and locks that only a local file system gives.
Finding check_file_system(const fs::path& directory) {
    constexpr std::array<long, 6> remote{0x6969 /* nfs */,      0x517b /* smb */,      0xff534d42 /* cifs */,
                                         0xfe534d42 /* smb2 */, 0x65735546 /* fuse */, 0x01021997 /* 9p */};
    struct statfs info {};
    if (::statfs(directory.c_str(), &info) != 0) return doubtful(directory.string() + ": jenis sistem berkas tidak terbaca");
    if (std::ranges::find(remote, static_cast<long>(info.f_type)) != remote.end())
        return bad(directory.string() + " ada di sistem berkas jaringan; pindahkan data ke disk lokal");
    return good("data ada di disk lokal");
}

Finding check_space(const fs::path& directory) {
    std::error_code failed;
    const fs::space_info space = fs::space(directory, failed);
    if (failed) return doubtful("ruang disk tidak terbaca: " + failed.message());
    const std::string left = fmt::format("ruang disk tersisa {} MiB", space.available / mebibyte);
    if (space.available < space_out) return bad(left + "; kosongkan disk sekarang");
    if (space.available < space_low) return doubtful(left + "; sudah sempit");
    return good(left);
}

}  // namespace

Findings check_office(const Config& config) {
    CatalogStore catalogs(config.office_files, {});
    const flows::LoadedCatalog loaded = catalogs.load(system_now());
    const std::string where = catalogs.directory().string();
    if (!loaded.catalog || !loaded.mistakes.empty())
        return {bad(fmt::format("berkas kantor {}: {} kesalahan; lihat dengan sapa check {}", where, loaded.mistakes.size(), where))};
    Findings found{
        good(fmt::format("berkas kantor {}: {} layanan untuk {}", where, loaded.catalog->services.size(), loaded.catalog->office.name))};
    if (!loaded.advice.empty())
        found.push_back(doubtful(fmt::format("{} saran untuk berkas kantor; lihat dengan sapa check", loaded.advice.size())));
    return found;
}

Findings check_directory(const Config& config) {
    std::error_code failed;
    const fs::path directory = fs::absolute(config.storage, failed);
    if (!fs::exists(directory, failed)) {
        const fs::path parent = directory.parent_path();
        if (::access(parent.c_str(), W_OK) != 0)
            return {bad(fmt::format("{} belum ada dan tidak bisa dibuat; buat lalu berikan kepada akun layanan", directory.string()))};
        return {good(fmt::format("{} belum ada; dibuat saat pertama dijalankan", directory.string())), check_file_system(parent),
                check_space(parent)};
    }
    Findings found;
    if (::access(directory.c_str(), R_OK | W_OK | X_OK) != 0)
        found.push_back(bad(fmt::format("{} tidak bisa ditulis; jalankan chown untuk akun layanan", directory.string())));
    else
        found.push_back(good(fmt::format("{} bisa ditulis", directory.string())));
    struct stat info {};
    if (::stat(directory.c_str(), &info) == 0 && (info.st_mode & (S_IRWXO)) != 0)
        found.push_back(bad(fmt::format("{} bisa dibuka akun lain; data warga: jalankan chmod 700", directory.string())));
    found.push_back(check_file_system(directory));
    found.push_back(check_space(directory));
    return found;
}

Findings check_database(const Config& config) {
    std::error_code failed;
    if (!fs::exists(config.storage / "sapa.db", failed)) return {good("basis data belum ada; dibuat saat pertama dijalankan")};
    CatalogStore catalogs(config.office_files, {});
    const flows::LoadedCatalog loaded = catalogs.load(system_now());
    try {
        storage::Database::open(config.storage, loaded.catalog ? loaded.catalog->office.code : "-");
        return {good("basis data utuh (quick_check); layanan sedang tidak berjalan")};
    } catch (const storage::Locked& locked) {
        return {good(fmt::format("layanan sedang berjalan (proses {})", locked.holder))};
    } catch (const std::exception& error) {
        return {bad(fmt::format("basis data tidak bisa dibuka: {}; pulihkan dari cadangan", error.what()))};
    }
}

Findings check_clock() {
    struct timex state {};
    const int result = ::adjtimex(&state);
    if (result == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
        return {doubtful(
            "jam komputer tidak diselaraskan; nyalakan NTP (timedatectl set-ntp true), tenggat dan jendela 24 jam bergantung padanya")};
    return {good("jam komputer diselaraskan")};
}

}  // namespace bot
