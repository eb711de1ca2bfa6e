#include "bot/init_command.hpp"

#include "bot/catalog_store.hpp"
#include "bot/exit_codes.hpp"

#include <fmt/format.h>

#include <ostream>

namespace bot {
namespace {

namespace fs = std::filesystem;

// Beside the office's files lies code when the program runs from its source tree; only the former are for the office.
int copy_files(const fs::path& from, const fs::path& to) {
    int copied = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(from)) {
        if (!entry.is_regular_file() || entry.path().extension() != ".toml") continue;
        const fs::path target = to / fs::relative(entry.path(), from);
        fs::create_directories(target.parent_path());
        fs::copy_file(entry.path(), target);
        fs::permissions(target, fs::perms::owner_write, fs::perm_options::add);
        ++copied;
    }
    return copied;
}

}  // namespace

int run_init(const fs::path& directory, desk::Streams io) {
    try {
        if (fs::exists(directory) && (!fs::is_directory(directory) || !fs::is_empty(directory))) {
            io.err << fmt::format("{} sudah berisi; pilih direktori baru, supaya tidak ada yang tertimpa.\n", directory.string());
            return exit_failed;
        }
        const int copied = copy_files(shipped_office_files(), directory);
        io.out << fmt::format("{} berkas disalin ke {}.\nUbah office.toml lebih dulu, periksa dengan: sapa check {}\n", copied,
                              directory.string(), directory.string());
        io.out << "Pakai dengan SAPA_OFFICE_FILES, atau di sapa.toml: [office] files = \"" << fs::absolute(directory).string() << "\"\n";
        return exit_ok;
    } catch (const fs::filesystem_error& error) {
        io.err << "Tidak bisa disalin: " << error.what() << '\n';
        return exit_failed;
    }
}

}  // namespace bot
