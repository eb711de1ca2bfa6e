// The settings of a running service: sapa.toml, overridden by environment variables SAPA_SECTION_KEY. Everything is checked before
// anything starts, and all mistakes are told at once. Secrets live in secrets.hpp and are never printed.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bot {

struct Endpoint {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  // 0: the system chooses

    bool operator==(const Endpoint&) const = default;
};

// A secret given directly or by the name of a file that holds it; the file is read again on reload.
struct SecretSource {
    std::string value;
    std::filesystem::path file;

    bool given() const { return !value.empty() || !file.empty(); }
};

struct Config {
    Endpoint listen{"127.0.0.1", 8080};
    Endpoint admin{"127.0.0.1", 8081};

    std::string phone_number_id;  // empty: any is accepted
    std::string graph_url = "https://graph.facebook.com";
    std::string graph_version = "v25.0";
    SecretSource access_token, app_secret, verify_token;
    std::filesystem::path with_secrets;  // the sapa.toml, when a secret itself stands in it
    std::vector<std::string> media_hosts{".fbsbx.com", ".fbcdn.net"};
    int messages_per_second = 80;
    int pair_burst = 45;   // messages to one citizen in a row
    int pair_seconds = 6;  // then one in so many seconds
    int max_in_flight = 1'024;
    int uncertain_seconds = 20;   // a message without an answer waits so long for its status before it is sent again
    std::string template_status;  // name of the approved template for notices outside the 24-hour window; empty: none
    std::string template_language = "id";

    std::filesystem::path storage = "data";
    int warn_mib = 512, media_mib = 128, stop_mib = 64;  // room on the disk: below, a warning, no photographs, no messages
    int ballast_mib = 64;                                // held back for a full disk; 0: nothing
    std::filesystem::path office_files;                  // empty: the shipped ones
    std::filesystem::path desk_socket;                   // empty: desk.sock beside the database
    std::optional<int> undo_seconds;                     // overrides of office.toml
    std::optional<int> settle_milliseconds;
    std::filesystem::path record;  // masked traffic goes there; empty: nothing is recorded
    std::string log_level = "info";
    std::string log_format = "text";

    std::filesystem::path socket() const { return desk_socket.empty() ? storage / "desk.sock" : desk_socket; }
    bool graph_is_local() const;  // a stand-in on loopback: plain http is allowed
    std::string graph_host() const;
};

using Environment = std::map<std::string, std::string>;
Environment process_environment();

struct LoadedConfig {
    Config config;
    std::vector<std::string> mistakes;  // in the words of the office; empty: it may be used
};

// `file` empty: only the environment.
LoadedConfig load_config(const std::filesystem::path& file, const Environment&);

// Every key, for the handbook and its test: "whatsapp.graph_url", …
std::vector<std::string> setting_names();

}  // namespace bot
