#include "bot/file_owner.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bot {
namespace {

std::string name_of(uid_t id) {
    const struct passwd* account = ::getpwuid(id);
    return account ? account->pw_name : std::to_string(id);
}

}  // namespace

std::string other_owner(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || info.st_uid == ::geteuid()) return {};
    return name_of(info.st_uid);
}

std::string own_account() { return name_of(::geteuid()); }

std::string owner_advice(const std::filesystem::path& path, std::string_view owner, std::string_view account, std::string_view command) {
    if (owner == "root")
        return fmt::format("{0} milik akun root; berikan kepada akun layanan: sudo chown -R {1}: {0}", path.string(), account);
    return fmt::format("{0} milik akun {1}; jalankan: sudo -u {1} {2}", path.string(), owner, command);
}

}  // namespace bot
