#include "storage/attachments.hpp"
#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace desk_tests;
using flows::PaperState;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Answers to the questions of SKTM, in their order.
const std::string answers = "setuju\nSiti Rahayu\n2104015203859002\n1500000\n0812000100100\n";

std::size_t stored_files(const Office& office) {
    std::size_t count = 0;
    const std::filesystem::path folder = office.directory() / "data" / "attachments";
    if (!std::filesystem::exists(folder)) return 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
}

}  // namespace

TEST_CASE("walk-in: asked, confirmed, filed, a slip is printed", "[desk]") {
    Office office;
    const Ran ran = office.run("rini", {"baru", "SKTM"}, answers + "bawa\n1\n");
    INFO(ran.out << ran.err);
    REQUIRE(ran.exit_code == 0);
    const auto all = office.run("rini", {"--json"}).json();
    REQUIRE(all.as_array().size() == 1);
    const std::string ticket(all.at(0).at("ticket").as_string());
    CHECK(all.at(0).at("channel") == "loket");
    CHECK(all.at(0).at("applicant") == "Siti Rahayu");
    const storage::Request request = office.request(ticket);
    CHECK_FALSE(request.citizen);
    CHECK(has(request.phone, "812000100100"));
    REQUIRE(request.papers.size() >= 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(request.papers[i].state == PaperState::Bawa);
    CHECK(has(ran.out, "Kelurahan Dabo"));
    CHECK(has(ran.out, "Nomor     " + ticket));
    CHECK_FALSE(has(ran.out, "2104015203859002"));
    CHECK(office.history(ticket).front().actor == "Rini");
    CHECK(office.run("adi", {"take"}).exit_code == 0);
}

TEST_CASE("walk-in: papers as files", "[desk]") {
    Office office;
    const std::filesystem::path scan = office.directory() / "pindaian satu.jpg";
    std::ofstream(scan, std::ios::binary) << "\xFF\xD8\xFF\xE0 pindaian";
    const std::filesystem::path page = office.directory() / "halaman.jpg";
    std::ofstream(page) << "<html>";
    const Ran ran = office.run("rini", {"new", "SKTM"},
                               answers + "/berkas KTP " + page.string() + "\n/berkas XX " + scan.string() +
                                   "\n/berkas KTP /nonexistent/x.jpg\n/berkas\n/berkas KTP " + scan.string() + "\nbawa\n1\n");
    INFO(ran.out << ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK(has(ran.err, "JPG"));
    CHECK(has(ran.err, "'XX' tidak ada pada permohonan ini. Yang ada: KTP, KK, RT"));
    const std::string ticket(office.run("rini", {"--json"}).json().at(0).at("ticket").as_string());
    const storage::Request request = office.request(ticket);
    CHECK(request.papers[0].state == PaperState::Diterima);
    REQUIRE(request.papers[0].files.size() == 1);
    CHECK(stored_files(office) == 1);
    CHECK(office.run("rini", {"open", ticket, "KTP", "--out", "-"}).out == "\xFF\xD8\xFF\xE0 pindaian");
    CHECK(request.papers[1].state == PaperState::Bawa);
}

TEST_CASE("walk-in: left or cut off, nothing stays", "[desk]") {
    Office office;
    const std::filesystem::path scan = office.directory() / "ktp.jpg";
    std::ofstream(scan, std::ios::binary) << "\xFF\xD8\xFF\xE0 pindaian";
    const Ran left = office.run("rini", {"new", "SKTM"}, answers + "/berkas KTP " + scan.string() + "\n/keluar\n");
    CHECK(left.exit_code == 0);
    CHECK(has(left.out, "tidak ada yang disimpan"));
    const Ran cut = office.run("rini", {"new", "SKTM"}, "setuju\nSiti\n");
    CHECK(cut.exit_code == 1);
    CHECK(office.run("rini", {"--json"}).json().as_array().empty());
    office.write([&](storage::Database& db) {
        const auto file = storage::attachment(db, 1);
        REQUIRE(file);
        CHECK(file->state == "discarded");
    });
}

TEST_CASE("walk-in: an unknown service is told what exists", "[desk]") {
    Office office;
    const Ran ran = office.run("rini", {"new", "PASPOR"});
    CHECK(ran.exit_code == 2);
    CHECK(has(ran.err, "SKTM, SKD"));
    CHECK(office.run("rini", {"new"}).exit_code == 2);
}
