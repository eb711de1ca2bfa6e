// What can only be judged when a whole file, or the whole catalog, has been read.
#pragma once
#include "flows/catalog_load.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

// Mistakes: the catalog cannot be used.
void check_service(const LoadedService&, Findings&);
void check_services(const std::vector<LoadedService>&, Findings&);  // codes and labels between services
void check_phrases(const Catalog&, std::string_view path, Findings&);
void check_reasons(const Catalog&, std::string_view path, Findings&);
void check_words(const Catalog&, std::string_view path, Findings&);  // codes of services and cards; call it when everything is loaded

// Advice: the catalog works, but the office should look.
void advise_on_service(const LoadedService&, std::chrono::year_month_day today, Findings&);
void advise_on_catalog(const Catalog&, const std::vector<LoadedService>&, std::chrono::year_month_day today, Findings&);

// Whether any answers can make these conditions true, asking along which questions come up at all.
bool reachable(const Service&, const When&);

// The names in {braces}; `broken` when a brace has no partner.
struct Braces {
    std::vector<std::string> names;
    bool broken = false;
};
Braces braces(std::string_view text);

}  // namespace flows
