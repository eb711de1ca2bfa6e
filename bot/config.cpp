#include "bot/config.hpp"

#include "bot/settings.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace bot {
namespace {

const Setting* find(std::string_view section, std::string_view key) {
    for (const Setting& setting : settings())
        if (setting.section == section && setting.key == key) return &setting;
    return nullptr;
}

bool is_section(std::string_view name) {
    return std::ranges::any_of(settings(), [&](const Setting& setting) { return setting.section == name; });
}

std::string variable(std::string_view section, std::string_view key) {
    std::string name = fmt::format("SAPA_{}_{}", section, key);
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return name;
}

// Lists are written as arrays of strings in the file and with commas in the environment.
std::optional<std::string> as_text(const toml::node& node) {
    if (const auto text = node.value<std::string>(); node.is_string()) return text;
    if (node.is_integer()) return std::to_string(*node.value<std::int64_t>());
    const toml::array* list = node.as_array();
    if (!list) return std::nullopt;
    std::string joined;
    for (const toml::node& entry : *list) {
        if (!entry.is_string()) return std::nullopt;
        joined += (joined.empty() ? "" : ",") + *entry.value<std::string>();
    }
    return joined;
}

struct Reader {
    LoadedConfig loaded;
    std::filesystem::path file;

    void mistake(const toml::source_region& where, std::string_view what) {
        loaded.mistakes.push_back(fmt::format("{}:{}:{}: {}", file.string(), where.begin.line, where.begin.column, what));
    }

    void read_section(std::string_view section, const toml::table& keys) {
        for (const auto& [key, node] : keys) {
            const Setting* setting = find(section, key.str());
            if (!setting) {
                mistake(key.source(), fmt::format("[{}] {}: kunci tidak dikenal", section, key.str()));
                continue;
            }
            const std::optional<std::string> value = as_text(node);
            const std::string wrong = value ? setting->set(loaded.config, *value) : "harus teks, angka, atau daftar teks";
            if (!wrong.empty()) mistake(node.source(), fmt::format("[{}] {}: {}", section, key.str(), wrong));
        }
    }

    void read_file() {
        try {
            const toml::table root = toml::parse_file(file.string());
            for (const auto& [key, node] : root) {
                if (!node.is_table() || !is_section(key.str()))
                    mistake(key.source(), fmt::format("bagian [{}] tidak dikenal", key.str()));
                else
                    read_section(key.str(), *node.as_table());
            }
        } catch (const toml::parse_error& error) {
            mistake(error.source(), error.description());
        }
        const Config& read = loaded.config;
        for (const SecretSource* secret : {&read.access_token, &read.app_secret, &read.verify_token})
            if (!secret->value.empty()) loaded.config.with_secrets = file;
    }

    void read_environment(const Environment& environment) {
        std::set<std::string> known;
        for (const Setting& setting : settings()) {
            const std::string name = variable(setting.section, setting.key);
            known.insert(name);
            const auto found = environment.find(name);
            if (found == environment.end()) continue;
            const std::string wrong = setting.set(loaded.config, found->second);
            if (!wrong.empty()) loaded.mistakes.push_back(fmt::format("{}: {}", name, wrong));
        }
        for (const auto& [name, value] : environment)
            if (!known.contains(name) && in_a_section(name)) loaded.mistakes.push_back(fmt::format("{}: variabel tidak dikenal", name));
    }

    static bool in_a_section(std::string_view name) {
        return std::ranges::any_of(settings(), [&](const Setting& setting) { return name.starts_with(variable(setting.section, "")); });
    }

    // The environment is nearer than the file: a value there replaces a file name in sapa.toml, and the other way round.
    void prefer_environment(const Environment& environment) {
        for (const auto& [key, source] : {std::pair{"access_token", &Config::access_token}, std::pair{"app_secret", &Config::app_secret},
                                          std::pair{"verify_token", &Config::verify_token}}) {
            const std::string name = variable("whatsapp", key);
            const bool direct = environment.contains(name), by_file = environment.contains(name + "_FILE");
            SecretSource& secret = loaded.config.*source;
            if (direct && !by_file) secret.file.clear();
            if (by_file && !direct) secret.value.clear();
            if (!secret.value.empty() && !secret.file.empty())
                loaded.mistakes.push_back(fmt::format("whatsapp.{0} dan whatsapp.{0}_file: isi salah satu saja", key));
        }
    }
};

}  // namespace

std::string Config::graph_host() const {
    const std::size_t start = graph_url.find("://");
    std::string host = start == std::string::npos ? graph_url : graph_url.substr(start + 3);
    host = host.substr(0, host.find('/'));
    if (const std::size_t colon = host.rfind(':'); colon != std::string::npos && host.back() != ']') host.resize(colon);
    return host;
}

bool Config::graph_is_local() const {
    const std::string host = graph_host();
    return graph_url.starts_with("http://") && (host.starts_with("127.") || host == "localhost" || host == "[::1]");
}

Environment process_environment() {
    Environment environment;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view line = *entry;
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos) environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return environment;
}

LoadedConfig load_config(const std::filesystem::path& file, const Environment& environment) {
    Reader reader{{}, file};
    if (!file.empty()) reader.read_file();
    reader.read_environment(environment);
    reader.prefer_environment(environment);
    if (reader.loaded.config.graph_is_local()) reader.loaded.config.media_hosts.push_back(reader.loaded.config.graph_host());
    return std::move(reader.loaded);
}

std::vector<std::string> setting_names() {
    std::vector<std::string> names;
    for (const Setting& setting : settings()) names.push_back(fmt::format("{}.{}", setting.section, setting.key));
    return names;
}

}  // namespace bot
