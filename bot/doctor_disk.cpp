// Where the data lie: whose directory, who may read it, what disk.
#include "bot/disk_watch.hpp"
#include "bot/doctor_checks.hpp"
#include "bot/file_owner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace bot {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Finding check_file_system(const fs::path& directory) {
    struct statfs info {};
    if (::statfs(directory.c_str(), &info) != 0) return doubtful(directory.string() + ": jenis sistem berkas tidak terbaca");
    return judge_file_system(directory, static_cast<std::uint32_t>(info.f_type));
}

Finding check_space(const Config& config, const fs::path& directory) {
    const std::optional<DiskSpace> space = disk_space(directory);
    if (!space) return doubtful("ruang disk tidak terbaca");
    const auto mib = [](int number) { return static_cast<std::uint64_t>(number) * mebibyte; };
    const Room room = judge(*space, {mib(config.warn_mib), mib(config.media_mib), mib(config.stop_mib)}, Room::Plenty);
    const std::string left = fmt::format("ruang disk tersisa {} MiB", space->free / mebibyte);
    switch (room) {
        case Room::Plenty:
            return good(left);
        case Room::Low:
            return doubtful(left + "; sudah sempit, kosongkan disk");
        case Room::NoMedia:
            return bad(left + "; foto warga tidak diambil lagi, kosongkan disk sekarang");
        case Room::Full:
            return bad(left + "; pesan warga tidak diterima lagi, jalankan sapa free-ballast lalu kosongkan disk");
        case Room::ReadOnly:
            break;
    }
    return bad("disk data hanya bisa dibaca; periksa dmesg, lalu pasang kembali (mount -o remount,rw)");
}

// A command that was once run by root leaves files that the service cannot open.
Findings check_files(const fs::path& directory) {
    struct stat home {};
    if (::stat(directory.c_str(), &home) != 0) return {};
    Findings found;
    for (const auto& entry : fs::directory_iterator(directory)) {
        struct stat info {};
        if (::lstat(entry.path().c_str(), &info) != 0 || S_ISSOCK(info.st_mode)) continue;
        const std::string name = entry.path().filename().string();
        if (info.st_uid != home.st_uid)
            found.push_back(bad(fmt::format("{} milik akun lain; jalankan chown -R untuk akun layanan", name)));
        else if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
            found.push_back(bad(fmt::format("{} bisa dibuka akun lain; data warga: jalankan chmod go= {}", name, entry.path().string())));
    }
    if (found.empty()) found.push_back(good("berkas data hanya bisa dibuka akun layanan"));
    return found;
}

Findings check_rights(const fs::path& directory) {
    if (const std::string owner = other_owner(directory); !owner.empty())
        return {bad(owner_advice(directory, owner, own_account(), "sapa doctor"))};
    if (::access(directory.c_str(), R_OK | W_OK | X_OK) != 0)
        return {bad(fmt::format("{} tidak bisa ditulis; jalankan chown untuk akun layanan", directory.string()))};
    Findings found{good(fmt::format("{} bisa ditulis", directory.string()))};
    struct stat info {};
    constexpr unsigned for_others = S_IRWXO | S_IRGRP | S_IWGRP;  // a group may pass through, to the clerks' socket
    if (::stat(directory.c_str(), &info) == 0 && (info.st_mode & for_others) != 0)
        found.push_back(bad(fmt::format("{} bisa dibuka akun lain; data warga: jalankan chmod 700", directory.string())));
    std::ranges::move(check_files(directory), std::back_inserter(found));
    return found;
}

Findings check_place(const Config& config, const fs::path& directory) {
    return {check_file_system(directory), check_space(config, directory), check_flushes(directory)};
}

class ProbeFile {
public:
    explicit ProbeFile(const fs::path& directory)
        : path_(directory / "doctor.probe"), file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}
    ~ProbeFile() {
        if (file_ < 0) return;
        ::close(file_);
        ::unlink(path_.c_str());
    }
    ProbeFile(const ProbeFile&) = delete;
    ProbeFile& operator=(const ProbeFile&) = delete;

    bool write_and_flush() const {
        static constexpr std::array<char, 4096> page{};
        return file_ >= 0 && ::pwrite(file_, page.data(), page.size(), 0) == static_cast<ssize_t>(page.size()) && ::fdatasync(file_) == 0;
    }

private:
    fs::path path_;
    int file_;
};

}  // namespace

Finding judge_file_system(const fs::path& directory, std::uint32_t type) {
    constexpr std::array<std::uint32_t, 6> remote{0x6969 /* nfs */,      0x517b /* smb */,      0xff534d42 /* cifs */,
                                                  0xfe534d42 /* smb2 */, 0x65735546 /* fuse */, 0x01021997 /* 9p */};
    constexpr std::array<std::uint32_t, 2> in_memory{0x01021994 /* tmpfs */, 0x858458f6 /* ramfs */};
    if (std::ranges::find(remote, type) != remote.end())
        return bad(directory.string() + " ada di sistem berkas jaringan; pindahkan data ke disk lokal");
    if (std::ranges::find(in_memory, type) != in_memory.end())
        return doubtful(directory.string() + " ada di memori dan hilang saat komputer dimatikan; pindahkan data ke disk");
    return good("data ada di disk lokal");
}

Finding check_flushes(const fs::path& directory) {
    constexpr auto long_enough = 300ms;
    constexpr double slow = 20, unbelievable = 50'000;
    const ProbeFile probe(directory);
    const auto started = std::chrono::steady_clock::now();
    int flushes = 0;
    std::chrono::duration<double> passed{};
    for (; passed < long_enough; passed = std::chrono::steady_clock::now() - started, ++flushes)
        if (!probe.write_and_flush()) return bad(fmt::format("{} menolak tulisan uji; periksa disk (dmesg)", directory.string()));
    const double rate = flushes / passed.count();
    const std::string told = fmt::format("disk menyimpan {:.0f} kali per detik, satu pesan tersimpan dalam {:.1f} ms", rate, 1'000 / rate);
    if (rate < slow) return doubtful(told + "; lambat, warga menunggu saat ramai: pakai SSD");
    if (rate > unbelievable) return doubtful(told + "; terlalu cepat untuk disk, pastikan tulisan tidak hanya tinggal di memori");
    return good(told + ", bila disk jujur soal fsync");
}

Findings check_directory(const Config& config) {
    std::error_code failed;
    const fs::path directory = fs::absolute(config.storage, failed);
    if (fs::exists(directory, failed)) {
        Findings found = check_rights(directory);
        if (found.front().grade == Finding::Grade::Good) std::ranges::move(check_place(config, directory), std::back_inserter(found));
        return found;
    }
    const fs::path parent = directory.parent_path();
    if (::access(parent.c_str(), W_OK) != 0)
        return {bad(fmt::format("{} belum ada dan tidak bisa dibuat; buat lalu berikan kepada akun layanan", directory.string()))};
    Findings found{good(fmt::format("{} belum ada; dibuat saat pertama dijalankan", directory.string()))};
    std::ranges::move(check_place(config, parent), std::back_inserter(found));
    return found;
}

}  // namespace bot
