#include "storage/attachments.hpp"
#include "storage/database.hpp"
#include "storage/durable_file.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <system_error>
#include <unordered_set>

namespace storage {
namespace {

constexpr std::size_t extension_most = 8;

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random numbers");
    std::string name;
    for (const auto byte : bytes) name += fmt::format("{:02x}", byte);
    return name;
}

// Whatever a citizen called the file, only plain letters and digits reach the disk.
std::string plain_extension(std::string_view extension) {
    std::string plain;
    for (const char c : extension) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (allowed && plain.size() < extension_most) plain += c;
    }
    return plain.empty() ? "bin" : plain;
}

// What is stored as this transaction sees it, and as it stands on disk: a discard that is not committed yet may never be.
std::unordered_set<std::string> living_paths(Database& db) {
    std::unordered_set<std::string> living;
    sqlite::Connection committed(db.directory() / "sapa.db", sqlite::Access::ReadOnly, db.vfs());
    for (auto* connection : {&db.connection(), &committed}) {
        sqlite::Statement stored(*connection, "SELECT path FROM attachments WHERE state = 'stored'");
        auto rows = stored.rows();
        while (rows.next()) living.insert(rows.string(0));
    }
    return living;
}

}  // namespace

std::string write_attachment(const std::filesystem::path& directory, std::string_view bytes, std::string_view extension) {
    create_private_directory(directory / "attachments");
    const auto relative = fmt::format("attachments/{}.{}", random_name(), plain_extension(extension));
    write_durably(directory / relative, bytes);
    return relative;
}

int sweep_attachments(Database& db, std::chrono::seconds older_than) {
    const auto living = living_paths(db);
    const auto young = std::filesystem::file_time_type::clock::now() - older_than;
    int removed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(db.directory() / "attachments")) {
        std::error_code gone;
        if (living.contains("attachments/" + entry.path().filename().string()) || !entry.is_regular_file(gone)) continue;
        if (const auto written = entry.last_write_time(gone); gone || written > young) continue;
        if (std::filesystem::remove(entry.path(), gone)) ++removed;
    }
    return removed;
}

}  // namespace storage
