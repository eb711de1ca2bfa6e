#include "storage/content_hash.hpp"

#include "storage/sha256.hpp"

#include <fmt/format.h>

namespace storage {
namespace {

// One text a row, in which every value is written as SQL would write it: 1 and '1' differ, and null is not ''.
std::string rows_as_text(sqlite::Connection& db, const std::string& table) {
    std::string values;
    sqlite::Statement columns(db, "SELECT name FROM pragma_table_info(?) ORDER BY cid");
    auto names = columns.rows(std::string_view(table));
    while (names.next()) values += fmt::format("{}quote(\"{}\")", values.empty() ? "" : " || ',' || ", names.text(0));
    return fmt::format("SELECT {} FROM \"{}\"", values, table);
}

// Without ORDER BY: a table is read along its key, and VACUUM keeps that order.
TableContent content_of(sqlite::Connection& db, const std::string& table) {
    TableContent content{table, 0, {}};
    Sha256 digest;
    sqlite::Statement every(db, rows_as_text(db, table));
    auto rows = every.rows();
    for (; rows.next(); ++content.rows) {
        digest.add(rows.text(0));
        digest.add("\n");
    }
    content.sha256 = digest.hex();
    return content;
}

}  // namespace

std::vector<std::string> table_names(sqlite::Connection& db) {
    sqlite::Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");
    std::vector<std::string> names;
    auto rows = tables.rows();
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

std::vector<TableContent> content_of(sqlite::Connection& db) {
    std::vector<TableContent> all;
    for (const std::string& table : table_names(db)) all.push_back(content_of(db, table));
    return all;
}

std::string content_hash(sqlite::Connection& db) {
    Sha256 digest;
    for (const TableContent& table : content_of(db)) digest.add(fmt::format("{} {} {}\n", table.table, table.rows, table.sha256));
    return digest.hex();
}

}  // namespace storage
