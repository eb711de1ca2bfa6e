#include "bot/restore_command.hpp"

#include "bot/config.hpp"
#include "bot/exit_codes.hpp"
#include "bot/file_owner.hpp"
#include "storage/backup.hpp"
#include "storage/database.hpp"

#include <fmt/format.h>

#include <ostream>

namespace bot {
namespace {

constexpr const char* next_steps =
    "Selanjutnya:\n"
    "  1. Jalankan layanan, lalu periksa: sapa doctor\n"
    "  2. Pesan dan permohonan yang masuk sesudah cadangan ini dibuat tidak ada di dalamnya, dan WhatsApp tidak mengirimnya lagi:\n"
    "     umumkan kepada warga, dan cari di data lama yang disimpan. Lihat docs/operations.md, \"Backup and restore\".\n";

void tell(const storage::Restored& restored, const std::filesystem::path& directory, std::ostream& out) {
    const storage::CheckedCopy& checked = restored.checked;
    out << fmt::format("✓ Cadangan utuh: skema {}, {} tabel, {} baris (integrity_check, foreign_key_check{})\n", checked.schema,
                       checked.tables, checked.rows, checked.digested ? ", SHA-256" : "");
    if (!checked.digested)
        out << "! Cadangan ini tanpa .sha256 (dibuat versi lama, atau tertinggal saat dipindahkan): huruf dan angka yang berubah di\n"
               "  dalamnya tidak bisa diketahui\n";
    out << fmt::format("✓ Foto dan berkas: {} utuh\n", checked.files.sound);
    for (const std::string& name : checked.files.missing) out << "! tidak ada di cadangan: " << name << '\n';
    for (const std::string& name : checked.files.damaged) out << "! rusak di cadangan: " << name << '\n';
    if (!restored.aside.empty()) out << fmt::format("✓ Data sebelumnya disimpan: {}\n", restored.aside.string());
    out << fmt::format("✓ Terpasang di {}\n", directory.string()) << next_steps;
}

}  // namespace

int run_restore(const std::filesystem::path& config_file, const std::filesystem::path& copy, desk::Streams io) {
    const LoadedConfig loaded = load_config(config_file, process_environment());
    for (const std::string& mistake : loaded.mistakes) io.err << mistake << '\n';
    if (!loaded.mistakes.empty()) return exit_configuration;
    const std::filesystem::path& directory = loaded.config.storage;
    if (const std::string owner = other_owner(directory); !owner.empty()) {
        io.err << owner_advice(directory, owner, own_account(), "sapa restore …") << '\n';
        return exit_failed;
    }
    try {
        tell(storage::restore(copy, directory), directory, io.out);
        return exit_ok;
    } catch (const storage::Locked& locked) {
        io.err << fmt::format("Layanan sedang berjalan (proses {}); hentikan dahulu: systemctl stop sapa\n", locked.holder);
        return exit_in_use;
    } catch (const std::exception& error) {
        io.err << fmt::format("Cadangan tidak dipasang: {}\n", error.what());
        return exit_failed;
    }
}

}  // namespace bot
