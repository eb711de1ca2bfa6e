#include "storage/calls.hpp"
#include "storage/conversations.hpp"
#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
const std::string siti = "628120001001";

void asks_for_officer(Office& office, std::string_view said, std::string_view topic = "petugas") {
    const flows::CitizenId id = office.citizen(siti);
    office.write([&](storage::Database& db) {
        storage::note_inbound(db, id, "Siti", office.now());
        storage::open_call(db, id, topic, said, office.now());
    });
}
}  // namespace

TEST_CASE("calls: who waits, what was said, in words and in JSON", "[desk]") {
    Office office;
    CHECK(has(office.run("rini", {"panggilan"}).out, "Tidak ada warga"));
    asks_for_officer(office, "NIK saya 2104015203859002 tidak diterima\x1b[2J", "pengaduan");
    const Ran ran = office.run("rini", {"calls"});
    CHECK(ran.exit_code == 0);
    CHECK(has(ran.out, "P-1  Siti"));
    CHECK(has(ran.out, "pengaduan"));
    CHECK(has(ran.out, "belum dijawab"));
    CHECK_FALSE(has(ran.out, "2104015203859002"));
    CHECK_FALSE(has(ran.out, "\x1b"));
    const json::value data = office.run("rini", {"calls", "--json"}).json();
    CHECK(data.at(0).at("call") == "P-1");
    CHECK(data.at(0).at("answered_by").is_null());
    CHECK(data.at(0).at("phone") == json::value(siti));
    office.file();
    CHECK(has(office.run("rini", {}).out, "1 warga menunggu bicara"));
}

TEST_CASE("reply: by call number, the talk is the clerk's and the bot is silent", "[desk]") {
    Office office;
    asks_for_officer(office, "kapan buka?");
    const Ran ran = office.run("rini", {"balas", "P-1", "Hari", "ini", "sampai", "15.00."});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(has(ran.out, "tutup P-1"));
    CHECK_FALSE(has(ran.out, "24 jam"));
    CHECK(office.sent(siti) == std::vector<std::string>{"*Rini*: Hari ini sampai 15.00."});
    CHECK(office.run("adi", {"calls", "--json"}).json().at(0).at("answered_by") == "Rini");
    const Ran talk = office.run("adi", {"lihat", "p-1"});
    CHECK(has(talk.out, "warga: kapan buka?"));
    CHECK(has(talk.out, "Rini: Hari ini sampai 15.00."));
    CHECK(office.run("adi", {"calls", "P-1", "--json"}).json().at("lines").as_array().size() == 2);
    CHECK_FALSE(has(office.run("rini", {}).out, "menunggu bicara"));
}

TEST_CASE("reply: by ticket opens a talk; hangup lets the bot speak again", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"reply", "1", "Mohon datang besok."}).exit_code == 0);
    CHECK(office.history(ticket).back().action == "reply");
    CHECK(office.run("rini", {"reply", "1", "Terima kasih."}).exit_code == 0);
    CHECK(office.run("rini", {"calls", "--json"}).json().as_array().size() == 1);

    const Ran closed = office.run("adi", {"tutup", "P-1"});
    CHECK(closed.exit_code == 0);
    CHECK(has(closed.out, "bot menjawab lagi"));
    CHECK(has(office.sent(siti).back(), "Percakapan dengan petugas selesai"));
    const Ran again = office.run("adi", {"hangup", "P-1"});
    CHECK(again.exit_code == 0);
    CHECK(has(again.err, "memang sudah ditutup"));
    CHECK(office.sent(siti).size() == 3);
}

TEST_CASE("reply: what cannot or should not be sent", "[desk]") {
    Office office;
    office.file();
    CHECK(office.run("rini", {"reply", "P-9", "halo"}).exit_code == 2);
    CHECK(office.run("rini", {"reply", "1"}).exit_code == 2);
    CHECK(office.run("rini", {"reply", "1", " "}).exit_code == 2);
    const Ran nik = office.run("rini", {"reply", "1", "NIK Ibu 2104015203859002"});
    CHECK(nik.exit_code == 2);
    CHECK(has(nik.err, "4 angka terakhir"));
    CHECK(office.run("rini", {"hangup", "7"}).exit_code == 2);
    CHECK(office.sent(siti).empty());
    office.advance(25h);
    CHECK(has(office.run("rini", {"reply", "1", "halo"}).out, "24 jam"));
}
