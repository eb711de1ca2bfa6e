// The schema, step by step. Numbered, forward only: a released step is never edited. Each step is one transaction together with the new
// `user_version`, so that a process killed anywhere leaves the old schema or the new one.
#pragma once
#include "storage/sqlite.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace storage {

inline constexpr int application_id = 0x53415041;  // "SAPA"

struct Migration {
    int version;
    std::string_view name;
    std::string_view sql;
};

std::span<const Migration> migrations();  // ascending from 1 without gaps

struct SchemaState {
    int version = 0;  // 0: an empty database
    int newest = 0;
};
// Throws std::runtime_error for a database of another program and for a schema that is newer than ours.
SchemaState inspect_schema(sqlite::Connection&, std::span<const Migration> = migrations());

// `before_commit` is for tests of faults: called when a step is complete and not yet committed.
void migrate(sqlite::Connection&, std::span<const Migration> = migrations(), const std::function<void()>& before_commit = {});

}  // namespace storage
