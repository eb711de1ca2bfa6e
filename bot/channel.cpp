#include "bot/channel.hpp"

#include <algorithm>
#include <fstream>

namespace bot {

Channel::Channel(std::string configured, const std::filesystem::path& directory)
    : configured_(std::move(configured)), file_(directory / "phone_number_id"), last_(configured_) {
    if (!configured_.empty()) return;
    std::ifstream(file_) >> last_;
    if (!std::ranges::all_of(last_, [](char c) { return c >= '0' && c <= '9'; })) last_.clear();
}

bool Channel::accepts(const std::string& id) const { return configured_.empty() || id.empty() || id == configured_; }

bool Channel::saw(const std::string& id) {
    if (!configured_.empty() || id.empty() || last_ == id) return false;
    last_ = id;
    const std::filesystem::path fresh = file_.string() + ".new";
    std::ofstream(fresh) << id << '\n';
    std::error_code ignored;
    std::filesystem::permissions(fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    std::filesystem::rename(fresh, file_, ignored);
    return true;
}

}  // namespace bot
