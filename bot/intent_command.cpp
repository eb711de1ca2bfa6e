#include "bot/intent_command.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/exit_codes.hpp"
#include "flows/intent.hpp"

#include <istream>
#include <ostream>
#include <string>

namespace bot {

int run_intent(desk::Streams io) {
    const LoadedConfig loaded = load_config({}, process_environment());
    CatalogStore catalogs(loaded.config.office_files, {});
    const flows::LoadedCatalog office = catalogs.load(system_now());
    if (!office.catalog) {
        for (const flows::Diagnostic& mistake : office.mistakes) io.err << flows::to_string(mistake) << '\n';
        return exit_configuration;
    }
    std::string line;
    while (std::getline(io.in, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        io.out << flows::intent_code_at_main_menu(*office.catalog, line) << '\t' << line << '\n';
    }
    return exit_ok;
}

}  // namespace bot
