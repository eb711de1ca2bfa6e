// Commands that write into the directory of the data must not leave files there that the service's account cannot open.
#pragma once
#include <filesystem>
#include <string>

namespace bot {

// The account that owns `path`, when it is not ours; empty: it is, or there is no such path yet.
std::string other_owner(const std::filesystem::path&);

}  // namespace bot
