// A copy of an office's files in a temporary directory, to be spoiled by a test.
#pragma once
#include "flows/catalog_files.hpp"

#include <filesystem>
#include <string>

namespace tests {

class OfficeCopy {
public:
    OfficeCopy();  // the small office of catalog_mistakes/, with a plain text for every sentence
    ~OfficeCopy();
    OfficeCopy(const OfficeCopy&) = delete;
    OfficeCopy& operator=(const OfficeCopy&) = delete;

    void replace(const std::string& file, const std::string& old, const std::string& fresh);  // the first occurrence, which must be there
    void write(const std::string& file, const std::string& text);
    void remove(const std::string& file);
    std::string read(const std::string& file) const;
    int line_of(const std::string& file, const std::string& text) const;

    flows::LoadedCatalog load() const;
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::filesystem::path directory_;
};

inline constexpr std::chrono::year_month_day today{std::chrono::year{2026}, std::chrono::November, std::chrono::day{22}};

std::string listed(const flows::Diagnostics&);  // one a line

}  // namespace tests
