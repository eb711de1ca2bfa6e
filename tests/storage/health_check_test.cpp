#include "storage/health_check.hpp"

#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <future>

using namespace storage;
using namespace office;

namespace {

// A database with some pages of rows, closed.
void fill(const std::filesystem::path& directory) {
    const auto db = Database::open(directory, "DABO");
    db->connection().exec("BEGIN");
    for (int n = 1; n <= 500; ++n) citizen(*db, n);
    db->connection().exec("COMMIT");
}

void overwrite_the_middle(const std::filesystem::path& file) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 2));
    bytes << std::string(8'192, '\xA5');
}

}  // namespace

TEST_CASE("a damaged database is found out while it is in use") {
    const Directory directory;
    fill(directory.path());
    overwrite_the_middle(directory.path() / "sapa.db");
    std::promise<std::string> told;
    const HealthCheck check(directory.path(), [&](const std::string& what) { told.set_value(what); });
    auto verdict = told.get_future();
    REQUIRE(verdict.wait_for(20s) == std::future_status::ready);
    CHECK_FALSE(verdict.get().empty());
}

TEST_CASE("a sound database, and a check that is cut short, disturb nobody") {
    const Directory directory;
    fill(directory.path());
    bool told = false;
    {
        const HealthCheck check(directory.path(), [&](const std::string&) { told = true; });
    }
    CHECK_FALSE(told);
}

TEST_CASE("a large database is opened at once and checked afterwards, a small one before") {
    const Directory directory;
    fill(directory.path());
    CHECK(Database::open(directory.path(), "DABO")->was_checked());
    std::filesystem::resize_file(directory.path() / "sapa.db", (512u << 20) + 4'096);  // sparse
    CHECK_FALSE(Database::open(directory.path(), "DABO")->was_checked());
}
