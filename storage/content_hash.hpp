// What a database holds, as one number for each table: tells whether two databases say the same, whatever their pages look like.
#pragma once
#include "storage/sqlite.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace storage {

struct TableContent {
    std::string table;
    std::int64_t rows = 0;
    std::string sha256;

    bool operator==(const TableContent&) const = default;
};

std::vector<std::string> table_names(sqlite::Connection&);  // in alphabetical order
std::vector<TableContent> content_of(sqlite::Connection&);
std::string content_hash(sqlite::Connection&);  // of all tables together

}  // namespace storage
