// A citizen and a clerk, from the first greeting to a returned paper, over real sockets.
#include "desk/client.hpp"
#include "storage/attachments.hpp"
#include "storage/database.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"
#include "tests/system/running.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>

using namespace system_tests;
using namespace std::chrono_literals;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string photo(Running& running, const std::string& from, int n, const std::string& caption) {
    const std::size_t before = running.whatsapp().bubbles_for(from).size();
    REQUIRE(running.send_photo(from, jpeg(n), caption) == 200);
    running.heard(from, before + 1);
    REQUIRE(running.wait_quiet());
    return running.last_heard(from);
}

std::string ticket_in(const std::string& text) {
    const std::size_t at = text.find("DABO-");
    return at == std::string::npos ? std::string{} : text.substr(at, text.find('*', at) - at);
}

// Surat Pengantar SKCK, the shortest of the eight; returns its ticket.
std::string file_request(Running& running, const std::string& from) {
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"}) {
        INFO(line);
        CHECK_FALSE(running.ask(from, line).empty());
    }
    photo(running, from, 1, "ktp");
    photo(running, from, 2, "kk");
    CHECK(holds(photo(running, from, 3, "pengantar rt"), "Siap dikirim"));
    return ticket_in(running.ask(from, "1"));
}

std::vector<storage::Request> all_requests(Running& running) {
    std::vector<storage::Request> found;
    running.service().query([&](storage::Database& db) { found = storage::list_requests(db, {}, bot::system_now()); });
    return found;
}

}  // namespace

TEST_CASE("a greeting is answered with the menu") {
    Running running;
    const std::string reply = running.ask(phone(), "halo");
    CHECK(holds(reply, "Kelurahan Dabo"));
    CHECK(running.whatsapp().bubbles_for(phone()).size() == 1);
    CHECK_FALSE(running.whatsapp().bubbles_for(phone())[0].opaque.empty());
}

TEST_CASE("a whole request: filed, returned by a clerk, one photograph again, back in the queue") {
    Running running;
    const std::string ticket = file_request(running, phone());
    REQUIRE_FALSE(ticket.empty());
    REQUIRE(all_requests(running).size() == 1);
    CHECK(all_requests(running)[0].status == flows::Status::Diterima);

    auto clerk = desk::Client::connect(running.service().socket());
    REQUIRE(clerk);
    REQUIRE(clerk->call("take", {{"ticket", ticket}}));
    const std::size_t before = running.whatsapp().bubbles_for(phone()).size();
    const desk::Result returned =
        clerk->call("return", {{"ticket", ticket}, {"items", boost::json::array{"RT"}}, {"reason", "foto_buram"}});
    INFO((returned ? *returned : returned.error().message));
    REQUIRE(returned);
    CHECK(holds(running.heard(phone(), before + 1).back(), ticket));
    CHECK(all_requests(running)[0].status == flows::Status::PerluPerbaikan);

    photo(running, phone(), 4, "pengantar rt");
    REQUIRE(eventually([&] { return all_requests(running)[0].status == flows::Status::Diterima; }));
    const storage::Request again = all_requests(running)[0];
    for (const flows::Paper& paper : again.papers)
        if (paper.code == "RT") {
            REQUIRE(paper.files.size() == 1);
            running.service().query([&](storage::Database& db) {
                const auto file = storage::attachment(db, paper.files[0]);
                REQUIRE(file);
                CHECK(file->state == "stored");
                CHECK(file->mime == "image/jpeg");
                CHECK(std::filesystem::exists(running.data() / file->path));
            });
        }
}

TEST_CASE("ten photographs within two seconds: all are kept, and the answers do not pile up") {
    Running running;
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"}) running.ask(phone(), line);
    const std::size_t before = running.whatsapp().bubbles_for(phone()).size();
    for (int i = 0; i < 10; ++i) REQUIRE(running.send_photo(phone(), jpeg(i)) == 200);
    running.heard(phone(), before + 1);
    REQUIRE(running.wait_quiet());
    CHECK(running.whatsapp().bubbles_for(phone()).size() <= before + 3);
    CHECK(running.whatsapp().downloads() == 10);
}

TEST_CASE("a file that is no photograph is refused in the chat") {
    Running running;
    for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"}) running.ask(phone(), line);
    const std::size_t before = running.whatsapp().bubbles_for(phone()).size();
    REQUIRE(running.send_photo(phone(), "MZ this is a program, not a photograph", "ktp") == 200);
    running.heard(phone(), before + 1);
    REQUIRE(running.wait_quiet());
    CHECK(running.service().metrics().find("sapa_attachments_refused_total 1") != std::string::npos);
    std::string state;
    running.service().query([&](storage::Database& db) { state = storage::attachment(db, 1)->state; });
    CHECK(state == "refused");
}

TEST_CASE("a broken office file changes nothing, a mended one counts from the next message on") {
    TemporaryDirectory place;
    const std::filesystem::path office = place.path() / "office";
    std::filesystem::create_directory(office);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(SAPA_SOURCE_DIR) / "flows"))
        if (entry.path().extension() == ".toml") {
            const std::filesystem::path target =
                office / std::filesystem::relative(entry.path(), std::filesystem::path(SAPA_SOURCE_DIR) / "flows");
            std::filesystem::create_directories(target.parent_path());
            std::filesystem::copy_file(entry.path(), target);
        }
    Running running([&](bot::Service::Options& options) { options.config.office_files = office; });
    CHECK(holds(running.ask(phone(), "halo"), "Kelurahan Dabo"));

    const std::filesystem::path file = office / "office.toml";
    std::ifstream stream(file);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    std::ofstream(file) << text << "\nbroken = = 1\n";
    running.service().reload();
    CHECK(holds(running.ask(phone(), "menu"), "Tidak Mampu"));

    for (std::size_t at = 0; (at = text.find("Kelurahan Dabo", at)) != std::string::npos; at += 5) text.replace(at, 14, "Kelurahan Daik");
    std::ofstream(file, std::ios::trunc) << text;
    running.service().reload();
    CHECK(holds(running.ask(phone(2), "halo"), "Kelurahan Daik"));
}
