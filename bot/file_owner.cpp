#include "bot/file_owner.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bot {

std::string other_owner(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || info.st_uid == ::geteuid()) return {};
    const struct passwd* account = ::getpwuid(info.st_uid);
    return account ? account->pw_name : std::to_string(info.st_uid);
}

}  // namespace bot
