// The yearly drill: a backup is made while citizens write, the service stops, and another directory is brought to the state of the backup.
#include "storage/backup.hpp"
#include "storage/database.hpp"
#include "tests/system/process.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

using namespace system_tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// Citizens who greet, one after the other, until it goes.
class Traffic {
public:
    Traffic(std::uint16_t port, const bot::StandIn& whatsapp)
        : thread_([this, port, &whatsapp] {
              bot::WebhookPoster poster(port, whatsapp.settings().app_secret);
              for (int n = 100; !over_; ++n)
                  answered_ +=
                      poster.post(bot::message_payload(whatsapp.settings().phone_number_id, message(phone(n), flows::Text{"halo"}))) == 200;
          }) {}
    ~Traffic() {
        over_ = true;
        thread_.join();
    }
    bool flows_on() {
        const int before = answered_;
        return eventually([&] { return answered_ > before + 20; });
    }

private:
    std::atomic<bool> over_{false};
    std::atomic<int> answered_{0};
    std::thread thread_;
};

std::vector<storage::TableContent> content(const fs::path& database) {
    storage::sqlite::Connection db(database, storage::sqlite::Access::ReadOnly);
    return storage::content_of(db);
}

std::map<std::string, std::string> environment(const bot::StandIn& whatsapp, const fs::path& data) {
    return {{"SAPA_SERVER_LISTEN", "127.0.0.1:0"},
            {"SAPA_SERVER_ADMIN", "127.0.0.1:0"},
            {"SAPA_WHATSAPP_GRAPH_URL", whatsapp.url()},
            {"SAPA_WHATSAPP_APP_SECRET", whatsapp.settings().app_secret},
            {"SAPA_WHATSAPP_ACCESS_TOKEN", whatsapp.settings().token},
            {"SAPA_STORAGE_PATH", data.string()},
            {"SAPA_STORAGE_BALLAST_MIB", "0"},
            {"SAPA_LOG_LEVEL", "error"}};
}

int run(const std::vector<std::string>& words, const std::map<std::string, std::string>& variables) {
    Process command(words, variables);
    command.rest();
    return command.wait();
}

}  // namespace

TEST_CASE("a backup made under traffic is what the source was at that moment") {
    Running running;
    TemporaryDirectory other;
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"}) running.ask(phone(1), line);
    REQUIRE(running.send_photo(phone(1), jpeg(1), "ktp") == 200);
    REQUIRE(running.wait_quiet());
    const fs::path copy = other.path() / "night.db";
    std::vector<storage::TableContent> then;
    storage::CheckedCopy checked;
    {
        Traffic traffic(running.service().port(), running.whatsapp());
        REQUIRE(traffic.flows_on());
        // Nothing is committed while the writer is held, and the listener goes on taking messages.
        running.service().query([&](storage::Database&) {
            then = content(running.data() / "sapa.db");
            checked = storage::back_up_with_files(running.data(), copy);
        });
        REQUIRE(traffic.flows_on());
    }
    CHECK(checked.compared);
    CHECK(checked.files.sound == 1);
    CHECK(content(copy) == then);
    CHECK(content(running.data() / "sapa.db") != then);  // the comparison can tell

    running.stop();
    const auto restored = storage::restore(copy, running.data());
    CHECK(content(running.data() / "sapa.db") == then);
    CHECK_FALSE(restored.aside.empty());
    running.start();
    CHECK(running.say(phone(2), "halo") == 200);
    CHECK(running.heard(phone(2)).size() == 1);
}

TEST_CASE("backup and restore with the program's own commands") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    const fs::path data = place.path() / "data", fresh = place.path() / "fresh", copy = place.path() / "night.db";
    const auto variables = environment(whatsapp, data), elsewhere = environment(whatsapp, fresh);
    Process service({"serve"}, variables);
    const std::uint16_t port = service.port();
    whatsapp.report_to(port);
    {
        Traffic traffic(port, whatsapp);
        REQUIRE(traffic.flows_on());
        CHECK(run({"backup", copy.string()}, variables) == 0);
        REQUIRE(traffic.flows_on());
    }
    CHECK(run({"restore", copy.string()}, variables) == 75);  // the service still owns the directory
    service.send(SIGTERM);
    CHECK(service.wait() == 0);

    CHECK(run({"restore", copy.string()}, elsewhere) == 0);
    CHECK(content(fresh / "sapa.db") == content(copy));
    CHECK(content(fresh / "sapa.db") != content(data / "sapa.db"));
    Process again({"serve"}, elsewhere);
    CHECK(again.port() != 0);

    std::fstream(copy, std::ios::in | std::ios::out | std::ios::binary).seekp(3 * 4096) << std::string(4096, '\x5A');
    CHECK(run({"restore", copy.string()}, environment(whatsapp, place.path() / "other")) == 1);
    CHECK_FALSE(fs::exists(place.path() / "other" / "sapa.db"));
}
