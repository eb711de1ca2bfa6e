// Whole screens at 80 columns, as text that anyone can read: tests/desk/golden/*.txt.
#include "storage/calls.hpp"
#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

#include "desk/plain_text.hpp"

#include <sstream>

using namespace desk_tests;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t screen = 80;

void fill_office(Office& office) {
    office.file({.due_in = 30min});
    office.file({.service = "SKD",
                 .subject = "Rahmat Hidayatullah bin Abdul Karim",
                 .applicant = "Rahmat Hidayatullah bin Abdul Karim",
                 .phone = "628120001002",
                 .age = 20min,
                 .due_in = 290min});
    office.file({.subject = "Dewi Lestari", .applicant = "Dewi Lestari", .phone = "628120001003", .age = 24h, .due_in = -30min});
    office.file({.subject = "Tan Mei Hua 陳美華", .applicant = "Tan Mei Hua 陳美華", .phone = "628120001004", .age = 90h, .due_in = 24h});
    office.file({.subject = "Yusuf", .applicant = "Yusuf", .phone = "", .with_whatsapp = false});
    office.run("rini", {"take", "2"});
    office.advance(8min);
    office.run("adi", {"take", "4"});
    office.run("adi", {"return", "4", "RT", "--reason", "pengantar_rt_tanpa_stempel"});
    office.run("rini", {"take", "5"});
    office.run("rini", {"approve", "5"});
}

std::string both(const Ran& ran) {
    return ran.out + (ran.err.empty() ? "" : "(err) " + ran.err) + "(exit " + std::to_string(ran.exit_code) + ")\n";
}

void check_width(const std::string& text, std::size_t width) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(desk::columns(line) <= width);
    }
}

}  // namespace

TEST_CASE("screen: the morning's list", "[desk]") {
    Office office;
    fill_office(office);
    const Ran ran = office.run("rini", {}, {}, screen);
    check_width(ran.out, screen);
    check_golden("daftar", both(ran));
}

TEST_CASE("screen: the list in a pipe, and on a narrow telephone", "[desk]") {
    Office office;
    fill_office(office);
    check_golden("daftar_pipa", both(office.run("adi", {})));
    const Ran narrow = office.run("adi", {}, {}, 34);
    check_width(narrow.out, 34);
    check_golden("daftar_sempit", both(narrow));
}

TEST_CASE("screen: one request, from taking it to the citizen's letter", "[desk]") {
    Office office;
    office.file();
    std::string text;
    const auto step = [&](std::vector<std::string> words) {
        std::string line = "$ sapa antrean";
        for (const std::string& word : words) line += " " + word;
        const Ran ran = office.run("rini", words, {}, screen);
        check_width(ran.out + ran.err, screen);
        text += line + "\n" + both(ran) + "\n";
    };
    step({"ambil"});
    step({"lihat", "1"});
    step({"kembalikan", "1", "RT", "--alasan", "pengantar_rt_tanpa_stempel"});
    step({"lihat", "1"});
    step({"urung", "1"});
    step({"catat", "1", "RT sudah ditelepon"});
    step({"isi", "1", "dtsen", "DT-12"});
    step({"setujui", "1"});
    step({"setujui", "1"});
    step({"siap", "1"});
    step({"selesai", "1", "--oleh", "Ahmad"});
    step({"riwayat", "1"});
    step({"tolak", "1", "--alasan", "bukan_kewenangan"});
    check_golden("satu_permohonan", text);
}

TEST_CASE("screen: talking with a citizen", "[desk]") {
    Office office;
    office.file();
    const flows::CitizenId id = office.citizen("628120001001");
    office.write([&](storage::Database& db) { storage::open_call(db, id, "petugas", "min, boleh diwakilkan anak saya?", office.now()); });
    std::string text;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"panggilan"}, std::vector<std::string>{"balas", "P-1", "Boleh, Bu. Bawa KTP anaknya."},
          std::vector<std::string>{"lihat", "P-1"}, std::vector<std::string>{"tutup", "P-1"}, std::vector<std::string>{"tutup", "P-1"}}) {
        office.advance(1min);
        text += both(office.run("rini", words, {}, screen)) + "\n";
    }
    check_golden("panggilan", text);
}

TEST_CASE("screen: help, reasons, and what was mistyped", "[desk]") {
    Office office;
    std::string text;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"help"}, std::vector<std::string>{"return", "--help"}, std::vector<std::string>{"alasan"},
          std::vector<std::string>{"ambill"}, std::vector<std::string>{"lihat"}, std::vector<std::string>{"lihat", "1", "--apa"},
          std::vector<std::string>{"lihat", "99"}})
        text += both(office.run("rini", words, {}, screen)) + "\n";
    check_golden("bantuan", text);
}
