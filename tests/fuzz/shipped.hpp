// The office that the program ships, loaded once.
#pragma once
#include "flows/catalog_files.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <filesystem>

namespace fuzz {

inline constexpr std::chrono::year_month_day today{std::chrono::year{2026}, std::chrono::November, std::chrono::day{22}};

inline const flows::Catalog& shipped_catalog() {
    static const flows::LoadedCatalog loaded = flows::load_catalog(std::filesystem::path{SAPA_SOURCE_DIR} / "flows", today);
    promise(loaded.catalog != nullptr, "the shipped office is right");
    return *loaded.catalog;
}

}  // namespace fuzz
