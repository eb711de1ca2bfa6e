#include "bot/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bot {
namespace {

template <auto Member>
std::string text(Config& config, const std::string& value) {
    config.*Member = value;
    return {};
}

template <auto Member>
std::string secret(Config& config, const std::string& value) {
    (config.*Member).value = value;
    return {};
}

template <auto Member>
std::string secret_file(Config& config, const std::string& value) {
    (config.*Member).file = value;
    return {};
}

std::string read_number(const std::string& value, int least, int most, int& into) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most)
        return fmt::format("harus angka bulat {} sampai {}, tertulis \"{}\"", least, most, value);
    into = number;
    return {};
}

template <auto Member, int Least, int Most>
std::string number(Config& config, const std::string& value) {
    int read = 0;
    std::string mistake = read_number(value, Least, Most, read);
    if (mistake.empty()) config.*Member = read;
    return mistake;
}

template <auto Member>
std::string endpoint(Config& config, const std::string& value) {
    const std::size_t colon = value.rfind(':');
    int port = 0;
    if (colon == std::string::npos || colon == 0 || !read_number(value.substr(colon + 1), 0, 65535, port).empty())
        return fmt::format("harus ALAMAT:PORT seperti 127.0.0.1:8080, tertulis \"{}\"", value);
    std::string host = value.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    config.*Member = Endpoint{host == "localhost" ? "127.0.0.1" : host, static_cast<std::uint16_t>(port)};
    return {};
}

bool all_of(std::string_view value, bool (*fits)(char)) { return std::ranges::all_of(value, fits); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_'; }

std::string phone_number_id(Config& config, const std::string& value) {
    if (!all_of(value, is_digit)) return "hanya angka: ini Phone number ID dari Meta, bukan nomor telepon dengan tanda +";
    config.phone_number_id = value;
    return {};
}

std::string graph_url(Config& config, const std::string& value) {
    std::string trimmed = value;
    while (!trimmed.empty() && trimmed.back() == '/') trimmed.pop_back();
    Config probe;
    probe.graph_url = trimmed;
    if (!trimmed.starts_with("https://") && !probe.graph_is_local())
        return fmt::format("harus https://… (http:// hanya untuk 127.0.0.1), tertulis \"{}\"", value);
    config.graph_url = trimmed;
    return {};
}

std::string graph_version(Config& config, const std::string& value) {
    if (value.size() < 2 || value[0] != 'v' || !is_digit(value[1])) return fmt::format("harus seperti v25.0, tertulis \"{}\"", value);
    config.graph_version = value;
    return {};
}

std::string media_hosts(Config& config, const std::string& value) {
    std::vector<std::string> hosts;
    for (std::size_t at = 0; at <= value.size();) {
        const std::size_t comma = std::min(value.find(',', at), value.size());
        std::string host = value.substr(at, comma - at);
        std::erase(host, ' ');
        if (!host.empty()) hosts.push_back(host);
        at = comma + 1;
    }
    if (hosts.empty()) return "harus satu atau beberapa nama host, dipisah koma";
    config.media_hosts = std::move(hosts);
    return {};
}

std::string template_status(Config& config, const std::string& value) {
    if (!all_of(value, is_name)) return "nama templat hanya huruf kecil, angka, dan garis bawah";
    config.template_status = value;
    return {};
}

std::string storage_path(Config& config, const std::string& value) {
    if (value.empty()) return "tidak boleh kosong";
    config.storage = value;
    return {};
}

std::string log_level(Config& config, const std::string& value) {
    static constexpr std::string_view levels[] = {"debug", "info", "warn", "error"};
    if (std::ranges::find(levels, value) == std::end(levels))
        return fmt::format("harus debug, info, warn, atau error, tertulis \"{}\"", value);
    config.log_level = value;
    return {};
}

std::string log_format(Config& config, const std::string& value) {
    if (value != "text" && value != "json") return fmt::format("harus text atau json, tertulis \"{}\"", value);
    config.log_format = value;
    return {};
}

constexpr Setting table[] = {
    {"server", "listen", endpoint<&Config::listen>},
    {"server", "admin", endpoint<&Config::admin>},
    {"whatsapp", "phone_number_id", phone_number_id},
    {"whatsapp", "graph_url", graph_url},
    {"whatsapp", "graph_version", graph_version},
    {"whatsapp", "access_token", secret<&Config::access_token>},
    {"whatsapp", "access_token_file", secret_file<&Config::access_token>},
    {"whatsapp", "app_secret", secret<&Config::app_secret>},
    {"whatsapp", "app_secret_file", secret_file<&Config::app_secret>},
    {"whatsapp", "verify_token", secret<&Config::verify_token>},
    {"whatsapp", "verify_token_file", secret_file<&Config::verify_token>},
    {"whatsapp", "media_hosts", media_hosts},
    {"whatsapp", "messages_per_second", number<&Config::messages_per_second, 1, 1'000'000>},
    {"whatsapp", "pair_burst", number<&Config::pair_burst, 1, 1'000'000>},
    {"whatsapp", "pair_seconds", number<&Config::pair_seconds, 0, 3600>},
    {"whatsapp", "max_in_flight", number<&Config::max_in_flight, 1, 4096>},
    {"whatsapp", "uncertain_seconds", number<&Config::uncertain_seconds, 0, 3600>},
    {"whatsapp", "template_status", template_status},
    {"whatsapp", "template_language", text<&Config::template_language>},
    {"storage", "path", storage_path},
    {"storage", "warn_mib", number<&Config::warn_mib, 0, 1'000'000>},
    {"storage", "media_mib", number<&Config::media_mib, 0, 1'000'000>},
    {"storage", "stop_mib", number<&Config::stop_mib, 0, 1'000'000>},
    {"storage", "ballast_mib", number<&Config::ballast_mib, 0, 4096>},
    {"office", "files", text<&Config::office_files>},
    {"desk", "socket", text<&Config::desk_socket>},
    {"desk", "undo_seconds", number<&Config::undo_seconds, 0, 1800>},
    {"conversation", "settle_ms", number<&Config::settle_milliseconds, 0, 60'000>},
    {"record", "path", text<&Config::record>},
    {"log", "level", log_level},
    {"log", "format", log_format},
};

}  // namespace

std::span<const Setting> settings() { return table; }

}  // namespace bot
