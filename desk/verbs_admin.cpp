// clerk.list, clerk.add, clerk.remove, backup.
#include "desk/arguments.hpp"
#include "desk/plain_text.hpp"
#include "storage/backup.hpp"
#include "storage/clerks.hpp"
#include "storage/database.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <exception>
#include <filesystem>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 3> roles{"petugas", "pembaca", "admin"};

json::object clerk_json(const storage::Clerk& clerk) {
    json::object item;
    item["account"] = clerk.account;
    item["name"] = clerk.name;
    json::array list;
    for (const std::string& role : clerk.roles) list.emplace_back(role);
    item["roles"] = std::move(list);
    return item;
}

std::string outcome(std::string_view action, bool changed, std::string_view warning, const storage::Clerk& clerk) {
    json::object data;
    data["action"] = action;
    data["changed"] = changed;
    data["warning"] = warning.empty() ? json::value(nullptr) : json::value(warning);
    data["clerk"] = clerk_json(clerk);
    return json::serialize(data);
}

bool fits_account(std::string_view account) {
    constexpr std::size_t longest = 64;
    return !account.empty() && account.size() <= longest && account.front() != '-' && std::ranges::all_of(account, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '@' ||
               c == '\\';
    });
}

// A claim and the history name a clerk by this name, so two people must not share one.
bool name_in_use(Desk& desk, const storage::Clerk& clerk) {
    return std::ranges::any_of(storage::clerks(desk.db), [&clerk](const storage::Clerk& other) {
        return other.account != clerk.account && other.name == clerk.name;
    });
}

json::object backup_json(const storage::CheckedCopy& checked, const std::filesystem::path& target) {
    std::error_code ec;
    json::object data;
    data["path"] = target.string();
    data["size"] = std::filesystem::file_size(target, ec);
    data["tables"] = checked.tables;
    data["rows"] = checked.rows;
    data["compared"] = checked.compared;
    data["files_path"] = storage::files_beside(target).string();
    data["files"] = checked.files.sound;
    data["files_size"] = checked.files.bytes;
    data["files_missing"] = checked.files.missing.size();
    data["files_damaged"] = checked.files.damaged.size();
    return data;
}

Result make_backup(const std::filesystem::path& directory, const std::filesystem::path& target) {
    try {
        return json::serialize(backup_json(storage::back_up_with_files(directory, target), target));
    } catch (const std::exception& error) {
        return std::unexpected(Refusal{Code::Failed, fmt::format("Cadangan gagal: {}", inert(error.what()))});
    }
}

}  // namespace

Result clerk_list(Desk& desk, const Args&) {
    json::array list;
    for (const storage::Clerk& clerk : storage::clerks(desk.db)) list.push_back(clerk_json(clerk));
    return json::serialize(list);
}

Result clerk_add(Desk& desk, const Args& args) {
    storage::Clerk clerk;
    clerk.account = text_argument(args, "account");
    if (!fits_account(clerk.account)) return std::unexpected(usage("Nama akun sistem hanya huruf, angka, titik, strip atau garis bawah."));
    const std::optional<storage::Clerk> known = storage::clerk(desk.db, clerk.account);
    clerk.name = inert(text_argument(args, "name"));
    if (clerk.name.empty()) clerk.name = known ? known->name : clerk.account;
    if (clerk.name == "warga" || clerk.name == "sapa") return std::unexpected(usage("Nama itu dipakai oleh sistem; pilih nama orangnya."));
    if (name_in_use(desk, clerk))
        return std::unexpected(
            usage(fmt::format("Nama '{}' sudah dipakai akun lain. Beri nama yang membedakan, misalnya \"Rini S.\"", clerk.name)));
    clerk.roles = texts_argument(args, "roles");
    for (const std::string& role : clerk.roles)
        if (std::ranges::find(roles, role) == roles.end())
            return std::unexpected(usage(fmt::format("Peran '{}' tidak dikenal. Yang ada: {}", inert(role), fmt::join(roles, ", "))));
    if (clerk.roles.empty()) clerk.roles = known ? known->roles : std::vector<std::string>{"petugas"};
    if (known && known->name == clerk.name && known->roles == clerk.roles)
        return outcome("clerk.add", false, "Memang sudah terdaftar begitu.", clerk);
    storage::put_clerk(desk.db, clerk, desk.now);
    return outcome("clerk.add", true, {}, clerk);
}

Result clerk_remove(Desk& desk, const Args& args) {
    storage::Clerk clerk;
    clerk.account = text_argument(args, "account");
    if (const std::optional<storage::Clerk> known = storage::clerk(desk.db, clerk.account)) clerk = *known;
    const bool removed = storage::remove_clerk(desk.db, clerk.account);
    return outcome("clerk.remove", removed, removed ? "" : "Akun itu memang tidak terdaftar.", clerk);
}

Result backup(Desk& desk, const Args& args) {
    const std::filesystem::path target = text_argument(args, "path");
    if (target.empty() || !target.is_absolute())
        return std::unexpected(usage("Sebutkan jalur berkas cadangan yang lengkap, misalnya /var/backups/sapa.db"));
    std::error_code ec;
    if (std::filesystem::exists(target, ec))
        return std::unexpected(
            Refusal{Code::State, fmt::format("{} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.", inert(target.string()))});
    if (!std::filesystem::is_directory(target.parent_path(), ec))
        return std::unexpected(usage(fmt::format("Folder {} tidak ada.", inert(target.parent_path().string()))));
    // A large database takes minutes: citizens must not wait for it.
    desk.afterwards = [directory = desk.db.directory(), target] { return make_backup(directory, target); };
    return std::string();
}

}  // namespace desk
