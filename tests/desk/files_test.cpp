#include "desk/file_kind.hpp"
#include "storage/attachments.hpp"
#include "tests/desk/office.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace desk_tests;

namespace {

const std::string photo = "\xFF\xD8\xFF\xE0 sebuah foto \x01\x02";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void give_file(Office& office, const std::string& ticket, const std::string& bytes, bool stored = true) {
    const storage::Request request = office.request(ticket);
    office.write([&](storage::Database& db) {
        const flows::AttachmentId id = storage::next_attachment(db);
        storage::expect_attachment(db, id, *request.citizen, {}, office.now());
        if (stored) {
            const std::string path = storage::write_attachment(db.directory(), bytes, "jpg");
            storage::attachment_stored(db, id, path, "image/jpeg", desk::sha256_hex(bytes), static_cast<std::int64_t>(bytes.size()),
                                       office.now());
        }
        storage::attach(db, request.id, "KTP", id);
    });
}

// Commands write into the current directory; every test has one of its own.
class WorkingDirectory {
public:
    WorkingDirectory() : before_(std::filesystem::current_path()) { std::filesystem::current_path(directory_.path()); }
    ~WorkingDirectory() { std::filesystem::current_path(before_); }
    WorkingDirectory(const WorkingDirectory&) = delete;
    WorkingDirectory& operator=(const WorkingDirectory&) = delete;

private:
    TemporaryDirectory directory_;
    std::filesystem::path before_;
};

}  // namespace

TEST_CASE("open: every sheet as a private file, and the look is written down", "[desk]") {
    WorkingDirectory here;
    Office office;
    const std::string ticket = office.file();
    give_file(office, ticket, photo);
    give_file(office, ticket, photo + "2");
    const Ran ran = office.run("rini", {"buka", "1", "ktp"});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK(read_file(ticket + "-KTP-1.jpg") == photo);
    CHECK(read_file(ticket + "-KTP-2.jpg") == photo + "2");
    struct stat found {};
    REQUIRE(::stat((ticket + "-KTP-1.jpg").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    CHECK(office.history(ticket).back().action == "open");
    CHECK(office.history(ticket).back().note == "KTP 2/2");
    CHECK(office.history(ticket).back().actor == "Rini");

    const Ran again = office.run("rini", {"open", "1", "KTP"});
    CHECK(again.exit_code == 1);
    CHECK(has(again.err, "--timpa"));
    CHECK(office.run("rini", {"open", "1", "KTP", "--force"}).exit_code == 0);
}

TEST_CASE("open: to a place of one's own, or to a pipe", "[desk]") {
    WorkingDirectory here;
    Office office;
    const std::string ticket = office.file();
    give_file(office, ticket, photo);
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "-"}).out == photo);
    CHECK(office.run("rini", {"open", "1", "KTP", "--ke", "foto.jpg"}).exit_code == 0);
    CHECK(read_file("foto.jpg") == photo);
    std::filesystem::create_directory("map");
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "map"}).exit_code == 0);
    CHECK(read_file("map/" + ticket + "-KTP-1.jpg") == photo);
    REQUIRE(::symlink("/nonexistent/elsewhere", "tautan.jpg") == 0);
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "tautan.jpg"}).exit_code == 1);
    give_file(office, ticket, photo + "2");
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "-"}).exit_code == 2);
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "-", "--lembar", "2"}).out == photo + "2");
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "-", "--lembar", "3"}).exit_code == 2);
}

TEST_CASE("open: what is not there is said plainly", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran none = office.run("rini", {"open", "1", "KTP", "--out", "-"});
    CHECK(none.exit_code == 3);
    CHECK(has(office.run("rini", {"open", "1", "KK", "--out", "-"}).err, "dibawa ke loket"));
    CHECK(has(office.run("rini", {"open", "1", "SIM", "--out", "-"}).err, "KTP, KK, RT"));
    give_file(office, ticket, photo, false);
    CHECK(has(office.run("rini", {"open", "1", "KTP", "--out", "-"}).err, "sedang diunduh"));
}

TEST_CASE("a photograph that could not be fetched is not taken for one", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    give_file(office, ticket, photo, false);
    office.write([&](storage::Database& db) { storage::attachment_refused(db, 1, "410", office.now()); });
    const Ran open = office.run("rini", {"open", "1", "KTP", "--out", "-"});
    CHECK(open.exit_code == 3);
    CHECK(has(open.err, "tidak sampai"));
    CHECK(has(office.run("rini", {"lihat", "1"}).out, "☐ KTP"));
    CHECK(has(office.run("rini", {}).out, "1/3 +1b"));
    office.run("rini", {"ambil", "1"});
    const Ran approved = office.run("rini", {"setujui", "1"});
    CHECK(has(approved.out, "tidak sampai: KTP pemohon"));
    CHECK(has(approved.out, "lihat aslinya: Kartu Keluarga"));
}

TEST_CASE("open: what cannot be kept is not asked for, nor written down as seen", "[desk]") {
    WorkingDirectory here;
    Office office;
    const std::string ticket = office.file();
    give_file(office, ticket, photo);
    CHECK(office.run("rini", {"open", "1", "KTP", "--ke", "tidak-ada"}).exit_code == 2);
    CHECK(office.run("rini", {"open", "1", "KTP", "--ke", "tidak-ada/foto.jpg"}).exit_code == 2);
    std::ofstream("ada.jpg") << "x";
    CHECK(office.run("rini", {"open", "1", "KTP", "--ke", "ada.jpg"}).exit_code == 1);
    std::ofstream(ticket + "-KTP-1.jpg") << "x";
    CHECK(office.run("rini", {"open", "1", "ktp"}).exit_code == 1);
    CHECK(std::ranges::none_of(office.history(ticket), [](const storage::HistoryEntry& entry) { return entry.action == "open"; }));
}

TEST_CASE("open: a large photograph passes, one beyond the limit is refused", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const std::string large = photo + std::string(6'000'000, 'x');
    give_file(office, ticket, large);
    CHECK(office.run("rini", {"open", "1", "KTP", "--out", "-"}).out == large);
    give_file(office, ticket, photo + std::string(18U * 1024 * 1024, 'x'));
    const Ran ran = office.run("rini", {"open", "1", "KTP", "--out", "-", "--lembar", "2"});
    CHECK(ran.exit_code == 1);
    CHECK(has(ran.err, "terlalu besar"));
}
