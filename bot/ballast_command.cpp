#include "bot/ballast_command.hpp"

#include "bot/config.hpp"
#include "bot/disk_watch.hpp"
#include "bot/exit_codes.hpp"
#include "storage/ballast.hpp"

#include <fmt/format.h>

#include <ostream>

namespace bot {
int run_free_ballast(const std::filesystem::path& config_file, desk::Streams io) {
    const LoadedConfig loaded = load_config(config_file, process_environment());
    for (const std::string& mistake : loaded.mistakes) io.err << mistake << '\n';
    if (!loaded.mistakes.empty()) return exit_configuration;
    const std::filesystem::path& directory = loaded.config.storage;
    try {
        if (!std::filesystem::is_directory(directory)) {
            io.err << fmt::format("Direktori data {} tidak ada; sebutkan pengaturannya: sapa free-ballast --config /etc/sapa/sapa.toml\n",
                                  directory.string());
            return exit_failed;
        }
        const std::uint64_t freed = storage::free_ballast(directory);
        const DiskSpace space = disk_space(directory).value_or(DiskSpace{});
        if (freed == 0) {
            io.err << fmt::format("Tidak ada cadangan ruang di {}; ruang tersisa {} MiB. Hapus cadangan lama atau pindahkan berkas lain.\n",
                                  directory.string(), space.free / mebibyte);
            return exit_failed;
        }
        io.out << fmt::format(
            "✓ {} MiB dilepaskan; ruang tersisa {} MiB. Layanan menerima pesan lagi dengan sendirinya.\n"
            "Sekarang kosongkan disk: cadangan ruang dibuat lagi begitu tempatnya cukup.\n",
            freed / mebibyte, space.free / mebibyte);
        return exit_ok;
    } catch (const std::exception& error) {
        io.err << fmt::format("Cadangan ruang tidak bisa dihapus: {}\n", error.what());
        return exit_failed;
    }
}

}  // namespace bot
