// People at the desk, known by their system account.
#pragma once
#include "flows/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;

struct Clerk {
    std::string account;             // system account name
    std::string name;                // shown to colleagues
    std::vector<std::string> roles;  // "petugas", "admin", "pembaca"
};

void put_clerk(Database&, const Clerk&, flows::TimePoint);  // adds or replaces
bool remove_clerk(Database&, std::string_view account);
std::vector<Clerk> clerks(Database&);
std::optional<Clerk> clerk(Database&, std::string_view account);

}  // namespace storage
