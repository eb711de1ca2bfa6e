// The table of settings: section, key, and how a written value becomes a value of Config. One row a setting.
#pragma once
#include "bot/config.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace bot {

struct Setting {
    std::string_view section;
    std::string_view key;
    std::string (*set)(Config&, const std::string& value);  // returns what is wrong; empty: it was set
};

std::span<const Setting> settings();

}  // namespace bot
