#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;
using namespace std::chrono_literals;
using flows::Status;
namespace json = boost::json;

namespace {
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
const std::string siti = "628120001001";
}  // namespace

TEST_CASE("take: a lease, and the citizen hears of it once", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran ran = office.run("rini", {"ambil"});
    CHECK(ran.exit_code == 0);
    CHECK(has(ran.out, "Anda pegang sampai 09.41"));
    CHECK(has(ran.out, "sapa antrean lihat 1"));
    const storage::Request request = office.request(ticket);
    CHECK(request.status == Status::Diperiksa);
    CHECK(request.claimed_by == "Rini");
    CHECK(request.claimed_until == office.now() + 30min);
    CHECK(request.due_at == office.now() + 109min);
    CHECK(office.sent(siti) ==
          std::vector<std::string>{ticket + ": permohonan *SKTM untuk Maimunah binti Saleh* sedang diperiksa petugas."});

    office.advance(5min);
    const Ran again = office.run("rini", {"take", "1"});
    CHECK(again.exit_code == 0);
    CHECK(has(again.out, "tetap Anda pegang sampai 09.46"));
    CHECK(office.sent(siti).size() == 1);

    office.advance(31min);
    CHECK(office.run("adi", {"take", "1"}).exit_code == 0);
    CHECK(office.request(ticket).claimed_by == "Adi");
    CHECK(office.sent(siti).size() == 1);
    CHECK(office.history(ticket).back().actor == "Adi");
}

TEST_CASE("take: without a number the most urgent free one", "[desk]") {
    Office office;
    office.file({.due_in = 200min});
    const std::string urgent = office.file({.phone = "628120001002", .due_in = 20min});
    const std::string second = office.file({.phone = "628120001003", .due_in = 30min});
    CHECK(has(office.run("rini", {"take"}).out, urgent));
    CHECK(has(office.run("adi", {"take"}).out, second));
    CHECK(office.run("rini", {"take"}).exit_code == 0);
    const Ran nothing = office.run("rini", {"take"});
    CHECK(nothing.exit_code == 0);
    CHECK(nothing.out.empty());
    CHECK(has(nothing.err, "Tidak ada permohonan bebas"));
}

TEST_CASE("take: what a colleague holds is refused, saying who and until when", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"take", "1"}).exit_code == 0);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"take", "1"}, std::vector<std::string>{"approve", "1"}, std::vector<std::string>{"release", "1"},
          std::vector<std::string>{"return", "1", "KTP", "--reason", "foto_buram"},
          std::vector<std::string>{"reject", "1", "--reason", "bukan_kewenangan"}, std::vector<std::string>{"fill", "1", "dtsen", "7"}}) {
        const Ran ran = office.run("adi", words);
        INFO(words.front());
        CHECK(ran.exit_code == 3);
        CHECK(has(ran.err, "Rini"));
        CHECK(has(ran.err, "09.41"));
        CHECK(ran.out.empty());
    }
    CHECK(office.request(ticket).status == Status::Diperiksa);
    CHECK(office.history(ticket).size() == 2);
}

TEST_CASE("release: free again, the status stays", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"take", "1"}).exit_code == 0);
    CHECK(office.run("rini", {"lepas", "1"}).exit_code == 0);
    CHECK(office.request(ticket).claimed_by.empty());
    CHECK(office.request(ticket).status == Status::Diperiksa);
    const Ran again = office.run("rini", {"release", "1"});
    CHECK(again.exit_code == 0);
    CHECK(has(again.err, "tidak dipegang"));
    CHECK(office.run("adi", {"take", "1"}).exit_code == 0);
    CHECK(office.run("root", {"release", "1"}).exit_code == 0);
}

TEST_CASE("return: exactly what was named is asked for again", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran ran = office.run("rini", {"kembalikan", "1", "RT", "--alasan", "pengantar_rt_tanpa_stempel"});
    CHECK(ran.exit_code == 0);
    CHECK(has(ran.out, "Warga akan membaca:"));
    CHECK(has(ran.out, "• *Pengantar RT/RW*: belum ada capnya"));
    CHECK(has(ran.out, "Terkirim dalam 10 detik; batalkan: sapa antrean urung 1"));
    const storage::Request request = office.request(ticket);
    CHECK(request.status == Status::PerluPerbaikan);
    CHECK_FALSE(request.due_at);
    REQUIRE(request.wanted.size() == 1);
    CHECK(request.wanted[0].code == "RT");
    CHECK(request.papers[2].state == flows::PaperState::PerluPerbaikan);
    CHECK(request.papers[0].state == flows::PaperState::Diterima);
    CHECK(office.wakes() == 1);
    CHECK(office.sent(siti).empty());
    office.deliver_due();
    CHECK(office.sent(siti).empty());
    office.advance(10s);
    office.deliver_due();
    REQUIRE(office.sent(siti).size() == 1);
    CHECK(has(office.sent(siti)[0], "Hanya itu yang kurang"));

    const Ran again = office.run("rini", {"return", "1", "rt", "--reason", "pengantar_rt_tanpa_stempel"});
    CHECK(again.exit_code == 0);
    CHECK(has(again.err, "sudah dikembalikan"));
    CHECK(office.run("rini", {"return", "1", "KTP", "--reason", "foto_buram"}).exit_code == 3);
}

TEST_CASE("return: several things, each with its reason, papers and answers", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran ran = office.run("rini", {"return", "1", "pengantar=pengantar_rt_tanpa_stempel", "KTP", "pemohon_nik=isian_tidak_jelas",
                                        "--reason", "foto_buram", "--note", "Foto lagi ya, Bu."});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    const storage::Request request = office.request(ticket);
    REQUIRE(request.wanted.size() == 3);
    CHECK(request.wanted[0].code == "RT");
    CHECK(request.wanted[0].reason == "pengantar_rt_tanpa_stempel");
    CHECK(request.wanted[1].reason == "foto_buram");
    CHECK(request.wanted[2].code == "pemohon_nik");
    CHECK(request.wanted[2].is_field);
    CHECK(request.wanted[2].note == "Foto lagi ya, Bu.");
    CHECK(request.wanted[0].note.empty());
    CHECK(request.wanted[1].note.empty());
}

TEST_CASE("return: what is unclear is refused before anything changes", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const auto refused = [&](std::vector<std::string> words, std::string_view says) {
        words.insert(words.begin(), {"return", "1"});
        const Ran ran = office.run("rini", words);
        INFO(ran.err);
        CHECK(ran.exit_code == 2);
        CHECK(has(ran.err, says));
    };
    refused({"SIM", "--reason", "foto_buram"}, "KTP, KK, RT");
    refused({"FOTO_RUMAH", "--reason", "foto_buram"}, "KTP, KK, RT");
    refused({"dtsen", "--reason", "foto_buram"}, "pemohon_nik");
    refused({"KTP"}, "--alasan");
    refused({"KTP", "--reason", "jelek"}, "foto_buram");
    refused({"KTP", "--reason", "bukan_kewenangan"}, "foto_buram");
    refused({"pemohon_nik", "--reason", "foto_buram"}, "tidak cocok untuk isian pemohon_nik. Yang cocok: isian_tidak_jelas");
    refused({"KTP", "--reason", "isian_tidak_jelas"}, "tidak cocok untuk berkas KTP. Yang cocok: foto_buram");
    refused({"KTP=pengantar_rt_tanpa_stempel", "ktp=foto_buram"}, "dua kali");
    refused({}, "kurang");
    CHECK(office.request(ticket).status == Status::Diterima);
    CHECK(office.history(ticket).size() == 1);
}

TEST_CASE("undo: as if it had not happened, until the news has left", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    REQUIRE(office.run("rini", {"take", "1"}).exit_code == 0);
    const storage::Request before = office.request(ticket);
    REQUIRE(office.run("rini", {"return", "1", "RT", "--reason", "pengantar_rt_tanpa_stempel"}).exit_code == 0);
    const Ran undone = office.run("rini", {"urung", "1"});
    CHECK(undone.exit_code == 0);
    CHECK(has(undone.out, "kembali berstatus diperiksa"));
    const storage::Request after = office.request(ticket);
    CHECK(after.status == Status::Diperiksa);
    CHECK(after.due_at == before.due_at);
    CHECK(after.papers == before.papers);
    CHECK(after.wanted.empty());
    CHECK(after.claimed_by == "Rini");
    office.advance(1min);
    office.deliver_due();
    CHECK(office.sent(siti).size() == 1);  // of the take only

    REQUIRE(office.run("rini", {"reject", "1", "--reason", "bukan_kewenangan", "--note", "Silakan ke Disdukcapil."}).exit_code == 0);
    office.advance(11s);
    office.deliver_due();
    CHECK(office.run("rini", {"undo", "1"}).exit_code == 3);
    CHECK(office.request(ticket).status == Status::Ditolak);
    CHECK(has(office.sent(siti).back(), "diurus kantor lain. Silakan ke Disdukcapil."));
}

TEST_CASE("the whole way: approve, ready, done, each told at once", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran unseen = office.run("rini", {"setujui", "1"});
    CHECK(unseen.exit_code == 3);
    CHECK(has(unseen.err, "Ambil dan lihat dahulu: sapa antrean ambil " + ticket));
    CHECK(office.request(ticket).status == Status::Diterima);
    office.run("rini", {"ambil", "1"});
    const Ran approved = office.run("rini", {"setujui", "1"});
    CHECK(approved.exit_code == 0);
    CHECK(has(approved.out, "sapa antrean siap 1"));
    CHECK(has(approved.out, "isian petugas masih kosong: Nomor KK, Nomor DTSEN"));
    CHECK(office.request(ticket).status == Status::Diproses);
    // 840 working minutes after 08.11 on Monday: six hours a day, break left out.
    CHECK(office.request(ticket).due_at == monday_morning() - 60min + 48h + 120min);
    CHECK(office.request(ticket).claimed_by.empty());
    CHECK(office.run("rini", {"approve", "1"}).exit_code == 0);
    CHECK(has(office.run("rini", {"approve", "1"}).err, "Sudah disetujui"));
    CHECK(office.run("rini", {"done", "1"}).exit_code == 3);

    CHECK(office.run("adi", {"siap", "1"}).exit_code == 0);
    CHECK_FALSE(office.request(ticket).due_at);
    CHECK(office.run("adi", {"ready", "1"}).exit_code == 0);
    CHECK(office.run("adi", {"approve", "1"}).exit_code == 3);
    CHECK(office.run("adi", {"return", "1", "KTP", "--reason", "foto_buram"}).exit_code == 3);

    CHECK(office.run("adi", {"selesai", "1", "--oleh", "Ahmad (anak)"}).exit_code == 0);
    CHECK(office.request(ticket).status == Status::Selesai);
    CHECK(office.history(ticket).back().note == "diambil oleh Ahmad (anak)");
    CHECK(office.run("adi", {"done", "1"}).exit_code == 0);
    CHECK(has(office.run("adi", {"done", "1", "--by", "Ahmad (anak)"}).err, "Memang sudah selesai"));
    CHECK(has(office.run("adi", {"done", "1", "--by", "Zainab"}).out, "dicatat: diambil oleh Zainab"));
    CHECK(office.history(ticket).back().note == "diambil oleh Zainab");
    const auto sent = office.sent(siti);
    REQUIRE(sent.size() == 4);
    CHECK(has(sent[0], "diperiksa"));
    CHECK(has(sent[1], "surat sedang dibuat"));
    CHECK(has(sent[2], "siap diambil"));
    CHECK(has(sent[3], "sudah diambil"));
    for (const std::string verb : {"take", "approve", "ready"}) CHECK(office.run("rini", {verb, ticket}).exit_code == 3);
}

TEST_CASE("reject: only with a reason for refusals", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    CHECK(office.run("rini", {"tolak", "1"}).exit_code == 2);
    CHECK(has(office.run("rini", {"tolak", "1", "--alasan", "foto_buram"}).err, "bukan_kewenangan"));
    CHECK(office.request(ticket).status == Status::Diterima);
    CHECK(office.run("rini", {"tolak", "1", "--alasan", "bukan_kewenangan"}).exit_code == 0);
    CHECK(office.request(ticket).reason == "bukan_kewenangan");
    CHECK(office.history(ticket).back().note == "bukan_kewenangan");
    CHECK(has(office.run("rini", {"lihat", ticket}).out, "Bukan kewenangan kelurahan"));
    CHECK(office.run("rini", {"tolak", ticket, "--alasan", "bukan_kewenangan"}).exit_code == 0);
}

TEST_CASE("walk-ins without WhatsApp are told by people", "[desk]") {
    Office office;
    const std::string ticket = office.file({.phone = "", .with_whatsapp = false});
    const Ran taken = office.run("rini", {"take", "1"});
    CHECK(taken.exit_code == 0);
    const Ran returned = office.run("rini", {"return", "1", "KTP", "--reason", "foto_buram"});
    CHECK(has(returned.out, "kabari langsung"));
    CHECK(has(returned.out, "Dapat dibatalkan selama 10 detik"));
    CHECK(office.run("rini", {"undo", "1"}).exit_code == 0);
    CHECK(office.request(ticket).status == Status::Diperiksa);
    CHECK(office.run("rini", {"reply", "1", "halo"}).exit_code == 3);
    CHECK(office.wakes() == 0);
}

TEST_CASE("fill: fields left to the clerk, read like a citizen's answers", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    CHECK(office.run("rini", {"isi", "1", "dtsen", "DT", "12"}).exit_code == 0);
    CHECK(office.request(ticket).answers.at("dtsen").value == "DT 12");
    CHECK(has(office.run("rini", {"fill", "1", "dtsen", "DT", "12"}).err, "memang sudah"));
    CHECK(office.history(ticket).back().action == "amend");

    const Ran on_line = office.run("rini", {"fill", "1", "kk_nomor", "2104010101109001"});
    CHECK(on_line.exit_code == 2);
    CHECK(has(on_line.err, "baris perintah"));
    CHECK_FALSE(office.request(ticket).answers.contains("kk_nomor"));
    const Ran from_input = office.run("rini", {"fill", "1", "kk_nomor"}, "2104010101109001\n");
    INFO(from_input.err);
    CHECK(from_input.exit_code == 0);
    CHECK_FALSE(has(from_input.out, "2104010101109001"));
    CHECK(office.request(ticket).answers.at("kk_nomor").value == "2104010101109001");

    CHECK(office.run("rini", {"fill", "1", "kk_nomor", "-"}, "123").exit_code == 2);
    const Ran citizens = office.run("rini", {"fill", "1", "penghasilan", "0"});
    CHECK(citizens.exit_code == 2);
    CHECK(has(citizens.err, "kk_nomor, dtsen"));
}

TEST_CASE("note: for colleagues, by words or from standard input", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    CHECK(office.run("rini", {"catat", "1", "-"}, "dua\nbaris").exit_code == 0);
    CHECK(office.history(ticket).back().note == "dua\nbaris");
    CHECK(office.run("rini", {"note", "1", " "}).exit_code == 2);
    CHECK(office.sent(siti).empty());
}
