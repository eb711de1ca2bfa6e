#include "bot/log.hpp"

#include "bot/log_line.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace bot::log {
namespace {

constexpr const char* text_pattern = "time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v";
constexpr const char* json_pattern = "{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}";

bool json = false;

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> made = [] {
        auto log = std::make_shared<spdlog::logger>("sapa", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        log->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
        log->flush_on(spdlog::level::warn);
        return log;
    }();
    return *made;
}

spdlog::level::level_enum native(Level level) {
    switch (level) {
        case Level::Debug:
            return spdlog::level::debug;
        case Level::Info:
            return spdlog::level::info;
        case Level::Warn:
            return spdlog::level::warn;
        case Level::Error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

}  // namespace

void set_level(std::string_view name) { logger().set_level(spdlog::level::from_str(std::string(name))); }

bool is_on(Level level) { return logger().should_log(native(level)); }

void set_format(std::string_view name) {
    json = name == "json";
    logger().set_pattern(json ? json_pattern : text_pattern, spdlog::pattern_time_type::utc);
}

void write(Level level, std::string_view line) {
    const std::string written = json ? as_json_members(line) : in_one_line(line);
    logger().log(native(level), spdlog::string_view_t(written.data(), written.size()));
}

void flush() { logger().flush(); }

}  // namespace bot::log
