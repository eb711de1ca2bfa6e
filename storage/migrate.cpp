#include "storage/migrate.hpp"

#include "storage/database.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace storage {

SchemaState inspect_schema(sqlite::Connection& connection, std::span<const Migration> steps) {
    const auto owner = connection.number("PRAGMA application_id");
    const SchemaState state{.version = static_cast<int>(connection.number("PRAGMA user_version")),
                            .newest = steps.empty() ? 0 : steps.back().version};
    const bool empty = connection.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (owner != application_id && !(empty && owner == 0)) {
        throw Unusable("this database belongs to another program; choose another directory in [storage] path");
    }
    if (state.version > state.newest) {
        throw Unusable(
            fmt::format("the database has schema {}, this program knows {}: it was written by a newer version; "
                        "install that version again, or restore the backup made before the upgrade",
                        state.version, state.newest));
    }
    return state;
}

void migrate(sqlite::Connection& connection, std::span<const Migration> steps, const std::function<void()>& before_commit) {
    const auto state = inspect_schema(connection, steps);
    for (const auto& step : steps) {
        if (step.version <= state.version) continue;
        sqlite::Transaction transaction(connection);
        connection.exec(std::string(step.sql));
        if (!connection.in_transaction()) throw std::runtime_error(fmt::format("migration {} ends its own transaction", step.name));
        connection.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, step.version));
        if (before_commit) before_commit();
        transaction.commit();
    }
}

}  // namespace storage
