// Under which of WhatsApp's phone number ids we speak: the configured one, or, when none is configured, the one that a message last came
// in with. The latter is kept in a file, so that a notice finds its way after a restart. Lives on the io thread.
#pragma once
#include <filesystem>
#include <string>

namespace bot {

class Channel {
public:
    Channel(std::string configured, const std::filesystem::path& directory);

    bool accepts(const std::string& phone_number_id) const;  // false: somebody else's number
    bool saw(const std::string& phone_number_id);            // true when it is news
    const std::string& current() const { return last_; }     // empty: not known yet

private:
    const std::string configured_;
    const std::filesystem::path file_;
    std::string last_;
};

}  // namespace bot
