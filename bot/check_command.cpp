#include "bot/check_command.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/exit_codes.hpp"

#include <fmt/format.h>

#include <ostream>

namespace bot {

int run_check(const std::filesystem::path& directory, desk::Streams io) {
    const std::filesystem::path files = directory.empty() ? load_config({}, process_environment()).config.office_files : directory;
    CatalogStore catalogs(files, {});
    const flows::LoadedCatalog loaded = catalogs.load(system_now());
    for (const flows::Diagnostic& mistake : loaded.mistakes) io.out << flows::to_string(mistake) << '\n';
    for (const flows::Diagnostic& advice : loaded.advice) io.out << "saran: " << flows::to_string(advice) << '\n';
    const bool good = loaded.mistakes.empty() && loaded.catalog;
    if (good)
        io.err << fmt::format("✓ {}: {} layanan, {} saran.\n", catalogs.directory().string(), loaded.catalog->services.size(),
                              loaded.advice.size());
    else
        io.err << fmt::format("✗ {}: {} kesalahan. Layanan tidak akan memakai berkas ini.\n", catalogs.directory().string(),
                              loaded.mistakes.size());
    return good ? exit_ok : exit_failed;
}

}  // namespace bot
