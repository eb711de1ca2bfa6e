// Commands that write into the directory of the data must not leave files there that the service's account cannot open.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace bot {

// The account that owns `path`, when it is not ours; empty: it is, or there is no such path yet.
std::string other_owner(const std::filesystem::path&);
std::string own_account();

// What to do when `path` belongs to `owner` and `account` wants to run `command`. Nothing is run as root for it, that would leave more
// files of root's there: what is root's goes to the account of the service.
std::string owner_advice(const std::filesystem::path& path, std::string_view owner, std::string_view account, std::string_view command);

}  // namespace bot
