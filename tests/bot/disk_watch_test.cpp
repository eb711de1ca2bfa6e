#include "bot/disk_watch.hpp"

#include "bot/ballast_command.hpp"
#include "bot/exit_codes.hpp"
#include "storage/attachments.hpp"
#include "storage/ballast.hpp"
#include "tests/system/running.hpp"
#include "tests/webhooks/raw_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <sstream>

using namespace bot;
using namespace system_tests;
using namespace std::chrono_literals;

namespace {

constexpr DiskMarks marks{512, 128, 64};

Room judged(std::uint64_t free, Room before) { return judge({free, false}, marks, before); }

// A service on a disk whose room the test decides.
struct Office {
    std::atomic<std::uint64_t> mib{10'000};
    std::atomic<bool> read_only{false};
    std::atomic<int> looks{0};
    Running running;

    Office()
        : running([this](Service::Options& options) {
              options.disk_every = 1ms;
              options.look_at_disk = [this](const std::filesystem::path&) {
                  ++looks;
                  return std::optional<DiskSpace>({mib * mebibyte, read_only});
              };
          }) {}

    void has(std::uint64_t left) {
        mib = left;
        seen();
    }
    void seen() {
        const int before = looks;
        REQUIRE(eventually([&] { return looks > before + 1; }));
    }
    webhooks_tests::RawAnswer health() {
        webhooks_tests::RawClient client(running.service().admin_port());
        client.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        return client.answer();
    }
    std::string state_of_photo() {
        std::string state;
        running.service().query([&](storage::Database& db) { state = storage::attachment(db, 1).value_or(storage::Attachment{}).state; });
        return state;
    }
};

}  // namespace

TEST_CASE("marks are reached at once and left with an eighth to spare") {
    CHECK(judged(512, Room::Plenty) == Room::Plenty);
    CHECK(judged(511, Room::Plenty) == Room::Low);
    CHECK(judged(127, Room::Plenty) == Room::NoMedia);
    CHECK(judged(63, Room::Low) == Room::Full);
    CHECK(judged(64, Room::Full) == Room::Full);
    CHECK(judged(72, Room::Full) == Room::NoMedia);
    CHECK(judged(575, Room::Low) == Room::Low);
    CHECK(judged(576, Room::Low) == Room::Plenty);
    CHECK(judge({10'000, true}, marks, Room::Plenty) == Room::ReadOnly);
    CHECK(judged(64, Room::ReadOnly) == Room::NoMedia);
    CHECK(judge({0, false}, {}, Room::Plenty) == Room::Plenty);  // marks of 0 switch the watch off
}

TEST_CASE("a full or read-only disk takes no message and says why; with room again it does") {
    Office office;
    REQUIRE(office.running.say(phone(1), "halo") == 200);
    office.seen();
    CHECK(office.health().status == 200);

    office.has(100);
    CHECK(office.running.say(phone(2), "halo") == 200);  // words have room when photographs have none
    office.has(63);
    CHECK(office.running.say(phone(3), "halo") == 503);
    CHECK(office.health().status == 503);
    CHECK(office.health().body.find("sapa free-ballast") != std::string::npos);
    CHECK(office.running.service().metrics().find("sapa_disk_free_bytes 66060288") != std::string::npos);

    office.has(1'000);
    CHECK(office.running.say(phone(3), "halo") == 200);
    office.read_only = true;
    office.seen();
    CHECK(office.running.say(phone(4), "halo") == 503);
    CHECK(office.health().body.find("read-only") != std::string::npos);
}

TEST_CASE("where room is short a photograph waits, and is fetched as soon as there is room") {
    Office office;
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"})
        office.running.ask(phone(1), line);
    const std::size_t before = office.running.heard(phone(1)).size();
    office.has(100);
    REQUIRE(office.running.send_photo(phone(1), jpeg(1), "ktp") == 200);
    CHECK(office.running.heard(phone(1), before + 1).size() > before);
    office.seen();
    CHECK(office.state_of_photo() == "expected");
    office.has(10'000);
    CHECK(eventually([&] { return office.state_of_photo() == "stored"; }));
}

TEST_CASE("the ballast is made where room is plenty, holds it back, and goes with one call") {
    const TemporaryDirectory place;
    const std::filesystem::path ballast = place.path() / "ballast";
    boost::asio::io_context io;
    DiskWatch::Settings settings;
    settings.directory = place.path();
    settings.marks = {10 * mebibyte, 2, 1};
    settings.ballast = mebibyte;
    const auto watch = [&](std::uint64_t free) {
        settings.look = [free](const std::filesystem::path&) { return std::optional<DiskSpace>({free, false}); };
        DiskWatch(io, settings).start();
    };
    watch(21 * mebibyte - 1);
    CHECK_FALSE(std::filesystem::exists(ballast));
    watch(21 * mebibyte);
    REQUIRE(std::filesystem::file_size(ballast) == mebibyte);
    CHECK_FALSE(storage::make_ballast(place.path(), mebibyte));
    CHECK(storage::free_ballast(place.path()) == mebibyte);
    CHECK_FALSE(std::filesystem::exists(ballast));
    CHECK(storage::free_ballast(place.path()) == 0);
    CHECK_FALSE(storage::make_ballast(place.path(), std::uint64_t{1} << 60));  // no disk has so much
    CHECK_FALSE(std::filesystem::exists(ballast));
}

TEST_CASE("free-ballast tells a directory that is not there from one that holds nothing back") {
    const TemporaryDirectory place;
    const auto said = [&](const std::string& directory) {
        std::ofstream(place.path() / "sapa.toml") << "[storage]\npath = \"" << (place.path() / directory).string() << "\"\n";
        std::istringstream in;
        std::ostringstream out, err;
        CHECK(run_free_ballast(place.path() / "sapa.toml", {in, out, err}) == exit_failed);
        return err.str();
    };
    CHECK(said("nowhere").find("nowhere tidak ada") != std::string::npos);
    CHECK(said("nowhere").find("MiB") == std::string::npos);
    CHECK(said(".").find("ruang tersisa") != std::string::npos);
    CHECK(said(".").find("ruang tersisa 0 MiB") == std::string::npos);
}
