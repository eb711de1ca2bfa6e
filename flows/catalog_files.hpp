// Reads the office's directory (office.toml, phrases.toml, words.toml, documents.toml, reasons.toml, cards.toml, services/*.toml)
// and reports every mistake at once. The only part of flows/ that opens files, and only at start, on reload and for `sapa check`.
#pragma once
#include "flows/catalog.hpp"
#include "flows/diagnostic.hpp"

#include <filesystem>

namespace flows {

struct LoadedCatalog {
    CatalogPtr catalog;    // null when there is any mistake
    Diagnostics mistakes;  // empty: the catalog may be used
    Diagnostics advice;    // the linter's doubts: an expired review date, a missing legal note … ; does not stop the service
};

// `today` decides whether a review date has expired.
LoadedCatalog load_catalog(const std::filesystem::path& directory, std::chrono::year_month_day today);

}  // namespace flows
