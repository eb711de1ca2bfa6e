#include "storage/backup.hpp"
#include "storage/durable_file.hpp"
#include "storage/sha256.hpp"

#include <system_error>

namespace storage {
namespace {

struct Named {
    std::string name, sha256;
    std::int64_t size = 0;
};

std::vector<Named> files_named_by(const std::filesystem::path& database) {
    sqlite::Connection connection(database, sqlite::Access::ReadOnly);
    sqlite::Statement stored(connection, "SELECT path, sha256, size FROM attachments WHERE state = 'stored' ORDER BY id");
    std::vector<Named> files;
    auto rows = stored.rows();
    while (rows.next()) files.push_back({std::filesystem::path(rows.string(0)).filename(), rows.string(1), rows.integer(2)});
    return files;
}

enum class Found { Nothing, Damaged, Sound };

Found look_at(const std::filesystem::path& file, const Named& expected) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    if (none) return Found::Nothing;
    if (static_cast<std::int64_t>(size) != expected.size) return Found::Damaged;
    return sha256_of_file(file) == expected.sha256 ? Found::Sound : Found::Damaged;
}

Found gather(const Named& file, const std::vector<std::filesystem::path>& sources, const std::filesystem::path& into) {
    Found best = Found::Nothing;
    for (const auto& source : sources) {
        const Found found = look_at(source / file.name, file);
        if (found != Found::Nothing) best = found;
        if (found != Found::Sound) continue;
        link_or_copy(source / file.name, into / file.name);
        return found;
    }
    return best;
}

}  // namespace

CheckedFiles gather_files(const std::filesystem::path& database, const std::vector<std::filesystem::path>& sources,
                          const std::filesystem::path& into) {
    create_private_directory(into);
    CheckedFiles checked;
    for (const Named& file : files_named_by(database)) {
        const Found found = gather(file, sources, into);
        if (found == Found::Sound) ++checked.sound, checked.bytes += file.size;
        if (found == Found::Nothing) checked.missing.push_back(file.name);
        if (found == Found::Damaged) checked.damaged.push_back(file.name);
    }
    sync_path(into);
    return checked;
}

}  // namespace storage
