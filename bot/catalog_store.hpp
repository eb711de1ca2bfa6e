// The office's files in use. A reload checks first and swaps only a catalog without mistakes.
#pragma once
#include "flows/catalog.hpp"
#include "flows/catalog_files.hpp"
#include "flows/time.hpp"

#include <filesystem>
#include <mutex>
#include <optional>

namespace bot {

// Settings of the service that win over office.toml.
struct OfficeOverrides {
    std::optional<int> undo_seconds;
    std::optional<int> settle_milliseconds;
};

// Where the shipped files lie: beside an installed program, else in the source tree that it was built from.
std::filesystem::path shipped_office_files();

class CatalogStore {
public:
    CatalogStore(std::filesystem::path directory, OfficeOverrides);

    // Loads the files. Without mistakes they are in use afterwards; with mistakes nothing changes.
    flows::LoadedCatalog load(flows::TimePoint now);
    flows::CatalogPtr current() const;  // from any thread; null before the first successful load
    const std::filesystem::path& directory() const { return directory_; }

private:
    const std::filesystem::path directory_;
    const OfficeOverrides overrides_;
    mutable std::mutex mutex_;
    flows::CatalogPtr current_;
};

}  // namespace bot
