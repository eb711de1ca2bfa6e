#include "bot/catalog_store.hpp"

#include <chrono>

namespace bot {
namespace {

flows::CatalogPtr with(const OfficeOverrides& overrides, const flows::CatalogPtr& loaded) {
    if (!overrides.undo_seconds && !overrides.settle_milliseconds) return loaded;
    auto changed = std::make_shared<flows::Catalog>(*loaded);
    if (overrides.undo_seconds) changed->office.undo_seconds = *overrides.undo_seconds;
    if (overrides.settle_milliseconds) changed->office.settle_milliseconds = *overrides.settle_milliseconds;
    return changed;
}

}  // namespace

std::filesystem::path shipped_office_files() {
    std::error_code failed;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (!failed) {
        const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "sapa" / "office";
        if (std::filesystem::exists(installed / "office.toml", failed)) return installed;
    }
    return SAPA_OFFICE_IN_SOURCE;
}

CatalogStore::CatalogStore(std::filesystem::path directory, OfficeOverrides overrides)
    : directory_(directory.empty() ? shipped_office_files() : std::move(directory)), overrides_(overrides) {}

flows::LoadedCatalog CatalogStore::load(flows::TimePoint now) {
    // The review dates are checked against the day in Indonesia's middle zone; a few hours do not matter for a date of review.
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now + std::chrono::hours(8))};
    flows::LoadedCatalog loaded = flows::load_catalog(directory_, today);
    if (loaded.catalog && loaded.mistakes.empty()) {
        loaded.catalog = with(overrides_, loaded.catalog);
        const std::lock_guard lock(mutex_);
        current_ = loaded.catalog;
    }
    return loaded;
}

flows::CatalogPtr CatalogStore::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

}  // namespace bot
