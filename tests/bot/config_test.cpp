#include "bot/config.hpp"
#include "bot/secrets.hpp"
#include "tests/system/running.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace bot;

namespace {

std::string write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
    return path.string();
}

bool tells(const std::vector<std::string>& mistakes, const std::string& part) {
    return std::ranges::any_of(mistakes, [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("without a file and without variables the contract's defaults hold") {
    const LoadedConfig loaded = load_config({}, {});
    CHECK(loaded.mistakes.empty());
    CHECK(loaded.config.listen == Endpoint{"127.0.0.1", 8080});
    CHECK(loaded.config.admin == Endpoint{"127.0.0.1", 8081});
    CHECK(loaded.config.graph_url == "https://graph.facebook.com");
    CHECK(loaded.config.graph_version == "v25.0");
    CHECK(loaded.config.storage == "data");
    CHECK(loaded.config.socket() == "data/desk.sock");
    CHECK(loaded.config.media_hosts == std::vector<std::string>{".fbsbx.com", ".fbcdn.net"});
}

TEST_CASE("the environment wins over the file") {
    const system_tests::TemporaryDirectory place;
    const std::string file =
        write(place.path() / "sapa.toml",
              "[server]\nlisten = \"127.0.0.1:9000\"\nadmin = \"127.0.0.1:9001\"\n"
              "[whatsapp]\nmedia_hosts = [\".a.example\", \"b.example\"]\nmax_in_flight = 8\n[storage]\npath = \"x\"\n");
    const LoadedConfig loaded = load_config(file, {{"SAPA_SERVER_LISTEN", "127.0.0.1:0"}, {"SAPA_STORAGE_PATH", "y"}});
    CHECK(loaded.mistakes.empty());
    CHECK(loaded.config.listen.port == 0);
    CHECK(loaded.config.admin.port == 9001);
    CHECK(loaded.config.max_in_flight == 8);
    CHECK(loaded.config.storage == "y");
    CHECK(loaded.config.media_hosts == std::vector<std::string>{".a.example", "b.example"});
}

TEST_CASE("all mistakes are told at once, with their place") {
    const system_tests::TemporaryDirectory place;
    const std::string file = write(
        place.path() / "sapa.toml",
        "[server]\nlisten = \"nonsense\"\ncolour = 1\n[whatsapp]\nmax_in_flight = 0\ngraph_url = \"http://example.org\"\n[door]\nx = 1\n");
    const LoadedConfig loaded = load_config(file, {{"SAPA_WHATSAPP_TOKN", "x"}, {"SAPA_LOG_LEVEL", "loud"}});
    CHECK(loaded.mistakes.size() == 7);
    CHECK(tells(loaded.mistakes, "sapa.toml:2:"));
    CHECK(tells(loaded.mistakes, "colour: kunci tidak dikenal"));
    CHECK(tells(loaded.mistakes, "max_in_flight"));
    CHECK(tells(loaded.mistakes, "graph_url"));
    CHECK(tells(loaded.mistakes, "bagian [door]"));
    CHECK(tells(loaded.mistakes, "SAPA_WHATSAPP_TOKN"));
    CHECK(tells(loaded.mistakes, "SAPA_LOG_LEVEL"));
}

TEST_CASE("broken TOML is one mistake with its line") {
    const system_tests::TemporaryDirectory place;
    const LoadedConfig loaded = load_config(write(place.path() / "sapa.toml", "[server\n"), {});
    REQUIRE(loaded.mistakes.size() == 1);
    CHECK(tells(loaded.mistakes, "sapa.toml:1:"));
}

TEST_CASE("plain http is for loopback only, and lets media come from there") {
    struct Row {
        std::string url;
        bool fits;
    };
    for (const Row& row : {Row{"http://127.0.0.1:9090", true},
                           {"http://localhost:1", true},
                           {"http://10.0.0.1", false},
                           {"http://127.evil.example.org@x", true},
                           {"ftp://x", false},
                           {"https://graph.example.org/", true}}) {
        const LoadedConfig loaded = load_config({}, {{"SAPA_WHATSAPP_GRAPH_URL", row.url}});
        INFO(row.url);
        if (row.url.find('@') == std::string::npos) CHECK(loaded.mistakes.empty() == row.fits);
    }
    const Config local = load_config({}, {{"SAPA_WHATSAPP_GRAPH_URL", "http://127.0.0.1:9090"}}).config;
    CHECK(local.media_hosts.back() == "127.0.0.1");
}

TEST_CASE("secrets come from a value or a file, and are never in a mistake") {
    const system_tests::TemporaryDirectory place;
    const std::string file = write(place.path() / "secret", " first-secret,second-secret \n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    Config config = load_config({}, {{"SAPA_WHATSAPP_APP_SECRET_FILE", file},
                                     {"SAPA_WHATSAPP_VERIFY_TOKEN", "verify-me-now"},
                                     {"SAPA_WHATSAPP_ACCESS_TOKEN", "EAA-token"}})
                        .config;
    const ReadSecrets read = read_secrets(config);
    CHECK(read.mistakes.empty());
    CHECK(read.advice.empty());
    CHECK(read.secrets.app_secrets == std::vector<std::string>{"first-secret", "second-secret"});
    CHECK(read.secrets.access_token == "EAA-token");

    SECTION("a file that others may write is refused") {
        std::filesystem::permissions(file, std::filesystem::perms::all);
        CHECK(read_secrets(config).mistakes.size() == 1);
    }
    SECTION("a file that others may read is told") {
        std::filesystem::permissions(file, std::filesystem::perms{0644});
        CHECK(read_secrets(config).mistakes.empty());
        CHECK(tells(read_secrets(config).advice, "bisa dibaca siapa saja; jalankan chmod 6"));
    }
    SECTION("missing ones are named, not shown") {
        config.app_secret.file = place.path() / "nowhere";
        config.access_token = {};
        const ReadSecrets broken = read_secrets(config);
        CHECK(tells(broken.mistakes, "app_secret"));
        CHECK_FALSE(tells(broken.mistakes, "verify-me-now"));
    }
    SECTION("a short one is refused without being shown") {
        config.app_secret = {"short", {}};
        const ReadSecrets broken = read_secrets(config);
        CHECK(tells(broken.mistakes, "app_secret terlalu pendek"));
        CHECK_FALSE(tells(broken.mistakes, "short "));
    }
}

TEST_CASE("a file with a secret is closed so that the service can go on reading it") {
    constexpr uid_t root = 0, service = 990, clerk = 1001;
    for (const mode_t closed : {0400U, 0600U, 0640U, 0660U, 0100640U}) {
        CHECK_FALSE(exposure_of(closed, service, service).readable);
        CHECK_FALSE(exposure_of(closed, root, service).writable);
    }
    CHECK(exposure_of(0644, root, service).readable);
    CHECK_FALSE(exposure_of(0644, root, service).writable);
    CHECK(exposure_of(0602, root, service).writable);
    CHECK(exposure_of(0644, service, service).mend == "chmod 600");
    for (const uid_t owner : {root, clerk}) CHECK(exposure_of(0644, owner, service).mend.starts_with("chmod 640"));
    CHECK(exposure_of(0644, root, root).mend.starts_with("chmod 640"));  // root asks on behalf of the service
}

TEST_CASE("a secret inside a sapa.toml that everybody can read is told, and what to do") {
    const system_tests::TemporaryDirectory place;
    const std::string secrets =
        "[whatsapp]\napp_secret = \"of-the-app-itself\"\nverify_token = \"verify-me-now\"\naccess_token = \"EAA-token\"\n";
    const std::string file = write(place.path() / "sapa.toml", secrets);
    const auto advice = [&] { return read_secrets(load_config(file, {}).config).advice; };
    std::filesystem::permissions(file, std::filesystem::perms{0644});
    REQUIRE(advice().size() == 1);
    CHECK(tells(advice(), "sapa.toml berisi rahasia dan bisa dibaca siapa saja; jalankan chmod 6"));
    CHECK(tells(advice(), "_file"));
    CHECK_FALSE(tells(advice(), "verify-me-now"));
    std::filesystem::permissions(file, std::filesystem::perms{0640});
    CHECK(advice().empty());
    std::filesystem::permissions(file, std::filesystem::perms{0644});
    write(file, "[whatsapp]\nphone_number_id = \"1\"\n");  // no secret is in it
    CHECK(advice().empty());
}

TEST_CASE("a value in the environment replaces a file named in sapa.toml") {
    const system_tests::TemporaryDirectory place;
    const std::string file = write(place.path() / "sapa.toml", "[whatsapp]\napp_secret_file = \"elsewhere\"\n");
    const LoadedConfig loaded = load_config(file, {{"SAPA_WHATSAPP_APP_SECRET", "from-the-environment"}});
    CHECK(loaded.mistakes.empty());
    CHECK(loaded.config.app_secret.file.empty());
    CHECK(loaded.config.app_secret.value == "from-the-environment");
}
