#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

namespace {

const std::vector<FieldOption> keperluan{
    {"pendidikan", "Sekolah/kuliah", {"pendidikan", "sekolah", "kuliah", "beasiswa", "kip", "ukt"}},
    {"kesehatan", "Berobat", {"kesehatan", "berobat", "rumah sakit", "puskesmas", "bpjs"}},
    {"bantuan_hukum", "Bantuan hukum", {"sidang", "pengadilan"}},
    {"bansos", "Bantuan sosial", {"bansos", "pkh", "sembako"}},
    {"lainnya", "Lainnya", {"lain", "keperluan lain"}},
};

const std::vector<FieldOption> status{
    {"belum_menikah", "Belum menikah", {"belum kawin", "lajang", "bujang", "gadis", "single", "perawan", "jejaka"}},
    {"janda_cerai", "Janda cerai hidup", {"janda"}},
    {"duda_cerai", "Duda cerai hidup", {"duda"}},
    {"janda_mati", "Janda cerai mati", {"janda ditinggal mati"}},
    {"menikah", "Menikah", {"kawin", "nikah"}},
};

const std::vector<FieldOption> untuk{
    {"diri_sendiri", "Saya sendiri", {"sendiri", "diri sendiri", "saya"}},
    {"keluarga_satu_kk", "Keluarga satu KK", {"ibu", "bapak", "ayah", "anak", "istri", "suami", "satu kk"}},
    {"kuasa", "Orang lain", {"kuasa", "surat kuasa", "tetangga", "diwakilkan"}},
};

std::string picked(const std::vector<FieldOption>& options, const std::string& text) {
    const auto found = read_option(text, options);
    return found ? options[*found].code : "-";
}

}  // namespace

TEST_CASE("a choice by number, label, alias or words", "[reading]") {
    const std::vector<Case> cases{
        {"1", "pendidikan"},
        {"2.", "kesehatan"},
        {"yang nomor 3 pak", "bantuan_hukum"},
        {"berobat", "kesehatan"},
        {"BEROBAT", "kesehatan"},
        {"utk berobat pak", "kesehatan"},
        {"buat berobat ke rumah sakit", "kesehatan"},
        {"2 berobat", "kesehatan"},
        {"2. kesehatan", "kesehatan"},
        {"sekolah anak", "pendidikan"},
        {"sekolahnya", "pendidikan"},
        {"sekolah/kuliah", "pendidikan"},
        {"bantuan hukum", "bantuan_hukum"},
        {"bantuan_hukum", "bantuan_hukum"},
        {"hukum", "bantuan_hukum"},
        {"sosial", "bansos"},
        {"besiswa", "pendidikan"},
        {"kesehtan", "kesehatan"},
        {"pengadlian", "bantuan_hukum"},
        {"yang lain", "lainnya"},
        {"🙏 bpjs", "kesehatan"},
        {"puskesmas dabo", "kesehatan"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(picked(keperluan, text) == expected);
    }
}

TEST_CASE("what does not fit one option alone is no choice", "[reading]") {
    for (const std::string text :
         {"", "0", "6", "bantuan", "1 2", "sekolah atau berobat", "bukan berobat", "tidak sekolah", "apa itu bansos", "2 sekolah", "12",
          "kip1", "kipp", "2104011203859001", "🙏", "saya tidak tahu", "berapa lama"}) {
        INFO(text);
        CHECK(picked(keperluan, text) == "-");
    }
    CHECK_FALSE(read_option(std::string(65'536, 'a'), keperluan));
    CHECK_FALSE(read_option("1", {}));
}

TEST_CASE("the longer name wins over the one within it", "[reading]") {
    CHECK(picked(status, "belum kawin") == "belum_menikah");
    CHECK(picked(status, "saya belum kawin") == "belum_menikah");
    CHECK(picked(status, "belum nikah") == "-");
    CHECK(picked(status, "kawin") == "menikah");
    CHECK(picked(status, "sudah menikah pak") == "menikah");
    CHECK(picked(status, "janda") == "janda_cerai");
    CHECK(picked(status, "janda cerai mati") == "janda_mati");
    CHECK(picked(status, "janda ditinggal mati suami") == "janda_mati");
    CHECK(picked(status, "cerai") == "-");
    CHECK(picked(status, "lajang") == "belum_menikah");
    CHECK(picked(status, "lajnag") == "belum_menikah");
}

TEST_CASE("whom the letter is for", "[reading]") {
    CHECK(picked(untuk, "ibu saya") == "keluarga_satu_kk");
    CHECK(picked(untuk, "saya") == "diri_sendiri");
    CHECK(picked(untuk, "untuk saya sendiri") == "diri_sendiri");
    CHECK(picked(untuk, "buat anak") == "keluarga_satu_kk");
    CHECK(picked(untuk, "satu kk") == "keluarga_satu_kk");
    CHECK(picked(untuk, "orang lain") == "kuasa");
    CHECK(picked(untuk, "tiga") == "kuasa");
    CHECK(picked(untuk, "NIK saya 2104014203859002 nama Siti") == "-");
    CHECK(picked(untuk, "saya 2104 0142 0385 9002") == "-");
    CHECK(picked(untuk, "nama saya Siti tinggal di Dabo Singkep") == "-");
    CHECK(picked(untuk, "buat tetangga depan rumah pak") == "kuasa");
}

TEST_CASE("a choice field answers with code and label", "[reading]") {
    auto choice = field(FieldType::Choice);
    choice.options = keperluan;
    CHECK(read(choice, "berobat").answer == Answer{"kesehatan", "Berobat", {}});
    check(choice, {"9", "! pilihan.di_luar"});
    check(choice, {"0", "! pilihan.di_luar"});
    check(choice, {"1 2", "! pilihan.satu_saja"});
    check(choice, {"entah ya min", "! wajib"});
    check(choice, {"mau tanya dulu", "! pilihan.tidak_terbaca"});
    check(choice, {"👍", "! pilihan.tidak_terbaca"});
    check(choice, {"\u200B", "! kosong"});
    choice.options.push_back({"tidak_tahu", "Tidak tahu", {}});
    CHECK(read(choice, "tidak tahu").answer.value == "tidak_tahu");
}
