// The service's log: one line an event on stderr, key=value or JSON. Never message bodies, telephone numbers, names or secrets: a citizen
// appears by the internal id only.
#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace bot::log {

enum class Level { Debug, Info, Warn, Error };

void set_level(std::string_view name);   // debug, info, warn, error
void set_format(std::string_view name);  // text, json; before there are threads
bool is_on(Level);
void write(Level, std::string_view line);
void flush();

template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
    if (is_on(Level::Debug)) write(Level::Debug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    if (is_on(Level::Info)) write(Level::Info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
    if (is_on(Level::Warn)) write(Level::Warn, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    if (is_on(Level::Error)) write(Level::Error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace bot::log
