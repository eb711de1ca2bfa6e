#include "bot/clock.hpp"
#include "bot/doctor_checks.hpp"
#include "bot/file_owner.hpp"
#include "storage/backup.hpp"
#include "storage/database.hpp"
#include "storage/durable_file.hpp"
#include "tests/system/running.hpp"
#include "tests/webhooks/fake_graph.hpp"

#include <linux/magic.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace bot;
using namespace system_tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Grade = Finding::Grade;

namespace {

struct Place {
    TemporaryDirectory parent;
    Config config;
    Place() {
        config.storage = parent.path() / "data";
        config.office_files = fs::path(SAPA_SOURCE_DIR) / "flows";
    }
    std::unique_ptr<storage::Database> open() const { return storage::Database::open(config.storage, "DABO"); }
};

bool tells(const Findings& all, Grade grade, const std::string& part) {
    return std::ranges::any_of(all, [&](const Finding& one) { return one.grade == grade && one.text.find(part) != std::string::npos; });
}

bool tells(const Finding& one, Grade grade, const std::string& part) { return tells(Findings{one}, grade, part); }

bool all_good(const Findings& all) {
    return std::ranges::none_of(all, [](const Finding& one) { return one.grade == Grade::Bad; });
}

// A Graph API whose clock says this.
Finding clock_against(const std::string& header) {
    webhooks_tests::FakeGraph graph([&](const webhooks_tests::GraphRequest&) {
        return webhooks_tests::GraphReply{400, "{}", header, webhooks_tests::GraphReply::How::Whole};
    });
    Config config;
    config.graph_url = graph.url();
    const flows::TimePoint now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 1h;  // Monday
    Finding found = check_clock(config, now);
    CHECK_FALSE(graph.requests().at(0).has_token());  // the clock is everybody's
    return found;
}

}  // namespace

TEST_CASE("doctor compares the clock with WhatsApp's") {
    CHECK(tells(clock_against("Date: Mon, 23 Nov 2026 01:00:00 GMT\r\n"), Grade::Good, "selisih 0 detik"));
    CHECK(tells(clock_against("Date: Mon, 23 Nov 2026 01:02:00 GMT\r\n"), Grade::Good, "selisih 120 detik"));
    CHECK(tells(clock_against("Date: Mon, 23 Nov 2026 01:02:01 GMT\r\n"), Grade::Doubtful, "terlambat 121 detik"));
    CHECK(tells(clock_against("Date: Sun, 22 Nov 2026 01:00:00 GMT\r\n"), Grade::Doubtful, "lebih cepat 86400 detik"));
    CHECK(tells(clock_against("Date: yesterday\r\n"), Grade::Doubtful, "tidak terbaca"));
    CHECK(tells(clock_against(""), Grade::Doubtful, "tidak terbaca"));
}

TEST_CASE("doctor looks at who may read the data") {
    Place place;
    place.open();
    CHECK(all_good(check_directory(place.config)));
    SECTION("the directory") {
        fs::permissions(place.config.storage, fs::perms::others_read, fs::perm_options::add);
        CHECK(tells(check_directory(place.config), Grade::Bad, "chmod 700"));
    }
    SECTION("a file") {
        fs::permissions(place.config.storage / "sapa.db", fs::perms::group_read, fs::perm_options::add);
        CHECK(tells(check_directory(place.config), Grade::Bad, "chmod go="));
    }
}

TEST_CASE("nobody is told to run a command as root, which would leave more of root's files") {
    const std::string of_root = owner_advice("/var/lib/sapa", "root", "sapa", "sapa doctor");
    CHECK(of_root.find("sudo chown -R sapa: /var/lib/sapa") != std::string::npos);
    CHECK(of_root.find("sudo -u") == std::string::npos);
    CHECK(owner_advice("/var/lib/sapa", "sapa", "root", "sapa doctor").find("sudo -u sapa sapa doctor") != std::string::npos);
}

TEST_CASE("doctor knows the file systems that a database must not lie on") {
    using Types = std::vector<std::uint32_t>;
    for (const auto remote : Types{NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, FUSE_SUPER_MAGIC, V9FS_MAGIC})
        CHECK(tells(judge_file_system("/srv", remote), Grade::Bad, "/srv ada di sistem berkas jaringan"));
    for (const auto in_memory : Types{TMPFS_MAGIC, RAMFS_MAGIC})
        CHECK(tells(judge_file_system("/srv", in_memory), Grade::Doubtful, "memori"));
    for (const auto local : Types{EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC})
        CHECK(tells(judge_file_system("/srv", local), Grade::Good, "lokal"));
}

TEST_CASE("doctor measures the disk and reads its room by the office's marks") {
    Place place;
    place.open();
    CHECK(check_flushes(place.config.storage).text.find("kali per detik") != std::string::npos);
    CHECK_FALSE(fs::exists(place.config.storage / "doctor.probe"));
    CHECK(tells(check_flushes(place.config.storage / "nowhere"), Grade::Bad, "menolak"));
    place.config.stop_mib = 1'000'000'000;
    CHECK(tells(check_directory(place.config), Grade::Bad, "sapa free-ballast"));
}

TEST_CASE("doctor says how the database is, whether the service runs or not") {
    Place place;
    CHECK(tells(check_database(place.config), Grade::Good, "belum ada"));
    CHECK_FALSE(fs::exists(place.config.storage));
    {
        const auto owner = place.open();
        const Findings found = check_database(place.config);
        CHECK(tells(found, Grade::Good, "layanan sedang berjalan"));
        CHECK(tells(found, Grade::Good, "skema basis data"));
    }
    const Findings found = check_database(place.config);
    CHECK(tells(found, Grade::Good, "quick_check"));
    CHECK(tells(found, Grade::Good, "SQLite "));
    CHECK(all_good(found));
    SECTION("an older schema is told and not touched") {
        storage::sqlite::Connection(place.config.storage / "sapa.db", storage::sqlite::Access::ReadWrite).exec("PRAGMA user_version = 1");
        CHECK(tells(check_database(place.config), Grade::Good, "skema basis data 1, menjadi"));
        storage::sqlite::Connection db(place.config.storage / "sapa.db", storage::sqlite::Access::ReadOnly);
        CHECK(db.number("PRAGMA user_version") == 1);
    }
    SECTION("damaged") {
        std::fstream file(place.config.storage / "sapa.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(2 * 4096) << std::string(8192, '\x5A');
        file.close();
        CHECK(tells(check_database(place.config), Grade::Bad, "sapa restore"));
    }
    SECTION("a restore that was cut short") {
        storage::write_durably(place.config.storage / "restore.unfinished", "x");
        CHECK(tells(check_database(place.config), Grade::Bad, "cut short"));
    }
    SECTION("what a restore left") {
        fs::create_directory(place.config.storage / "before-restore-1");
        CHECK(tells(check_database(place.config), Grade::Doubtful, "before-restore"));
    }
}

TEST_CASE("doctor knows the age of the last backup") {
    Place place;
    place.open();
    CHECK(tells(check_backup(place.config, system_now()), Grade::Doubtful, "belum pernah"));
    storage::back_up_with_files(place.config.storage, place.parent.path() / "night.db");
    CHECK(tells(check_backup(place.config, system_now()), Grade::Good, "night.db"));
    CHECK(tells(check_backup(place.config, system_now() + 49h + 1min), Grade::Doubtful, "49 jam"));
}

TEST_CASE("the versions of SQLite that need one writer alone are known") {
    using storage::sqlite::has_wal_reset_bug;
    for (const int bad : {3'007'000, 3'040'001, 3'044'005, 3'045'000, 3'050'006, 3'051'002}) CHECK(has_wal_reset_bug(bad));
    for (const int good : {3'006'023, 3'044'006, 3'050'007, 3'051'003, 3'052'000}) CHECK_FALSE(has_wal_reset_bug(good));
}
