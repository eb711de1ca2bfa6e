#include "bot/serve.hpp"

#include "bot/exit_codes.hpp"
#include "bot/file_owner.hpp"
#include "webhooks/http_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

using namespace bot;
namespace fs = std::filesystem;

namespace {

struct Told {
    int code = 0;
    std::string text;

    bool says(const std::string& part) const { return text.find(part) != std::string::npos; }
};

template <class Error>
Told explained(const Error& error, const fs::path& storage = "/nowhere/sapa") {
    std::ostringstream err;
    const int code = explain_failure(std::make_exception_ptr(error), storage, err);
    return {code, err.str()};
}

std::error_code code(std::errc why) { return std::make_error_code(why); }

}  // namespace

TEST_CASE("an address that is taken is told with what to do") {
    const Told taken = explained(webhooks::CannotListen(code(std::errc::address_in_use), "127.0.0.1:8080"));
    CHECK(taken.code == exit_failed);
    CHECK(taken.text.starts_with("127.0.0.1:8080 sudah dipakai program lain"));
    CHECK(taken.says("server.listen"));
    CHECK(std::ranges::count(taken.text, '\n') == 1);
    const Told forbidden = explained(webhooks::CannotListen(code(std::errc::permission_denied), "127.0.0.1:80"));
    CHECK(forbidden.text.starts_with("127.0.0.1:80 tidak bisa dipakai"));
    CHECK_FALSE(forbidden.says("/nowhere/sapa"));
}

TEST_CASE("a directory that cannot be written is told with whose it must be") {
    const std::system_error of_ours(EACCES, std::generic_category(), "/nowhere/sapa/attachments");
    const fs::filesystem_error of_the_library("status", "/nowhere/sapa/restore.unfinished", code(std::errc::permission_denied));
    for (const Told& told : {explained(of_ours), explained(of_the_library)}) {
        CHECK(told.code == exit_failed);
        CHECK(told.text.starts_with("/nowhere/sapa/"));
        CHECK(told.says("install -d -m 700 -o " + own_account() + " /nowhere/sapa;"));
        CHECK_FALSE(told.says("filesystem error"));
    }
    CHECK(explained(of_ours, fs::temp_directory_path())
              .says("chown -R " + own_account() + ": " + fs::temp_directory_path().string() +
                    ";"));  // what is there is given away with what is in it
    CHECK_FALSE(explained(of_ours, {}).says("sudo"));
}

TEST_CASE("a disk that refuses is not a question of rights") {
    const fs::filesystem_error read_only("create_directory", "/nowhere/sapa", code(std::errc::read_only_file_system));
    const Told told = explained(read_only);
    CHECK(told.code == exit_disk);
    CHECK(told.text.starts_with("Disk menolak: /nowhere/sapa: "));
    CHECK_FALSE(told.says("chown"));
}
