#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;
namespace json = boost::json;

namespace {
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
}  // namespace

TEST_CASE("clerk: added, changed, removed", "[desk]") {
    Office office;
    CHECK(office.run("budi", {"list"}).exit_code == 5);
    const Ran added = office.clerk_command("root", {"tambah", "budi", "--nama", "Budi S.", "--peran", "petugas,pembaca"});
    CHECK(added.exit_code == 0);
    CHECK(has(added.out, "Budi S. (akun budi) terdaftar sebagai petugas, pembaca"));
    CHECK(office.run("budi", {"list"}).exit_code == 0);
    CHECK(has(office.clerk_command("root", {"add", "budi"}).err, "Memang sudah terdaftar"));
    CHECK(office.clerk_command("root", {"add", "budi", "--role", "admin"}).exit_code == 0);
    const json::value list = office.clerk_command("root", {"list", "--json"}).json();
    REQUIRE(list.as_array().size() == 3);
    CHECK(has(office.clerk_command("root", {}).out, "budi"));
    CHECK(office.clerk_command("budi", {"hapus", "rini"}).exit_code == 0);
    CHECK(office.run("rini", {"list"}).exit_code == 5);
    const Ran gone = office.clerk_command("root", {"remove", "rini"});
    CHECK(gone.exit_code == 0);
    CHECK(has(gone.err, "tidak terdaftar"));
}

TEST_CASE("clerk: names and roles that would confuse are refused", "[desk]") {
    Office office;
    CHECK(office.clerk_command("root", {"add", "budi", "--name", "Rini"}).exit_code == 2);
    CHECK(office.clerk_command("root", {"add", "budi", "--name", "warga"}).exit_code == 2);
    CHECK(office.clerk_command("root", {"add", "bu di"}).exit_code == 2);
    CHECK(has(office.clerk_command("root", {"add", "budi", "--role", "lurah"}).err, "petugas, pembaca, admin"));
    CHECK(office.clerk_command("root", {"add"}).exit_code == 2);
    CHECK(office.clerk_command("root", {"pecat", "rini"}).exit_code == 2);
}

TEST_CASE("backup: a copy that opens, never over an older one", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const std::filesystem::path target = office.directory() / "cadangan" / "sapa.db";
    CHECK(office.backup_command("root", {target.string()}).exit_code == 2);
    std::filesystem::create_directory(target.parent_path());
    const Ran ran = office.backup_command("root", {target.string()});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK(has(ran.out, target.string()));
    CHECK(office.backup_command("root", {target.string()}).exit_code == 3);

    const auto copy = storage::Database::open(target.parent_path(), "DABO");
    CHECK(storage::request(*copy, ticket, office.now()));
}
