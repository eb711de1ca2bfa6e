// Papers and wanted things ⇄ JSON, as they lie in a request's row. Reading is lenient: what is unreadable is left out.
#pragma once
#include "flows/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace storage {

std::string to_json(const std::vector<flows::Paper>&);
std::string to_json(const std::vector<flows::Wanted>&);
std::string to_json(const std::vector<flows::Status>&);
std::vector<flows::Paper> papers_from_json(std::string_view);
std::vector<flows::Wanted> wanted_from_json(std::string_view);

}  // namespace storage
