#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

namespace {

const std::string man = "2104011203859001";
const std::string woman = "2104015203859002";

Answers with(std::initializer_list<std::pair<std::string, std::string>> values) {
    Answers answers;
    for (const auto& [code, value] : values) answers[code] = {value, value, {}};
    return answers;
}

}  // namespace

TEST_CASE("NIK as people write it", "[reading][nik]") {
    for (const std::string text : {"2104011203859001",
                                   " 2104011203859001 ",
                                   "2104 0112 0385 9001",
                                   "2104.0112.0385.9001",
                                   "2104-0112-0385-9001",
                                   "210401 120385 9001",
                                   "2104011203859001.",
                                   "NIK saya 2104011203859001",
                                   "nik: 2104011203859001",
                                   "NIK:2104 0112 0385 9001 pak",
                                   "nik2104011203859001",
                                   "2104011203859001 ya",
                                   "2104011203859001pak",
                                   "no ktp 2104011203859001",
                                   "２１０４０１１２０３８５９００１",
                                   "٢١٠٤٠١١٢٠٣٨٥٩٠٠١",
                                   "2104\n0112\n0385\n9001",
                                   "*2104011203859001*",
                                   "2104011203859001 🙏",
                                   "ini NIK 16 angka: 2104011203859001",
                                   "nik 2104011203859001 kk 2104010101059003",
                                   "KK 2104010101059003 NIK 2104011203859001",
                                   "2104\u200B011203859001",
                                   "NIK: 2104011203859001, RT 3 RW 2",
                                   "2104011203859001 2104011203859001",
                                   "1985 2104011203859001",
                                   "2_104_011_203_859_001"}) {
        check(field(FieldType::Nik, "nik"), {text, man});
    }
}

TEST_CASE("NIK that cannot be read is asked again", "[reading][nik]") {
    const std::vector<Case> cases{
        {"210401120385900", "! nik.jumlah"},
        {"21040112038590011", "! nik.jumlah"},
        {"2104", "! nik.jumlah"},
        {"nanti saya kirim", "! nik.tanpa_angka"},
        {"👍", "! nik.tanpa_angka"},
        {"", "! kosong"},
        {"\u200B", "! kosong"},
        {"210401120385900l", "! nik.huruf_mirip"},
        {"21O4011203859001", "! nik.huruf_mirip"},
        {"2104 O112 0385 9001", "! nik.huruf_mirip"},
        {"2104 0112 0385 9OO1", "! nik.huruf_mirip"},
        {"2104 0112 0385 OOOl", "! nik.huruf_mirip"},
        {"21О4011203859001", "! nik.huruf_mirip"},
        {"I104011203859001", "! nik.huruf_mirip"},
        {"2104A11203859001", "! nik.huruf"},
        {"210401120385900A", "! nik.huruf"},
        {"0000000000000000", "! nik.contoh"},
        {"1111111111111111", "! nik.contoh"},
        {"1234567890123456", "! nik.contoh"},
        {"0104011203859001", "! nik.awalan_nol"},
        {"2104011203859001 atau 2104015203859002", "! nik.dua"},
        {"2104011203859001 2104015203859002", "! nik.dua"},
        {"kk 2104011203859001", "! nik.disebut_kk"},
        {"lupa", "! wajib"},
        {"lewati", "! wajib"},
        {"-", "! nik.tanpa_angka"},
    };
    for (const auto& example : cases) check(field(FieldType::Nik, "nik"), example);
    CHECK(read(field(FieldType::Nik), "210401120385900").details.at("jumlah") == "15");
    CHECK(read(field(FieldType::Nik), "21040112038590011").details.at("jumlah") == "17");
    CHECK(read(field(FieldType::Nik), "21O4011203859001").details ==
          std::map<std::string, std::string, std::less<>>{{"huruf", "O"}, {"angka", "0"}});
}

TEST_CASE("an odd NIK is only doubted", "[reading][nik]") {
    const std::vector<Case> cases{
        {"2104015203859002", "2104015203859002"},
        {"2104013203859001", "? nik_tanggal: 2104013203859001"},
        {"2104017203859001", "? nik_tanggal: 2104017203859001"},
        {"2104010003859001", "? nik_tanggal: 2104010003859001"},
        {"2104014003859001", "? nik_tanggal: 2104014003859001"},
        {"2104011213859001", "? nik_tanggal: 2104011213859001"},
        {"2104011200859001", "? nik_tanggal: 2104011200859001"},
        {"2104013102859001", "? nik_tanggal: 2104013102859001"},
        {"2104012902859001", "? nik_tanggal: 2104012902859001"},
        {"2104012902849001", "2104012902849001"},
        {"2104012902009001", "2104012902009001"},
        {"2104017103859001", "2104017103859001"},
        {"2104011203850000", "? nik_nol: 2104011203850000"},
        {"2104011213850000", "? nik_tanggal nik_nol: 2104011213850000"},
        {"9901011203859001", "9901011203859001"},
    };
    for (const auto& example : cases) check(field(FieldType::Nik, "nik"), example);
}

TEST_CASE("a NIK is compared with birth date, sex and the other numbers", "[reading][nik]") {
    auto nik = field(FieldType::Nik, "subjek_nik");
    nik.born = "subjek_tgl_lahir";
    nik.differs_from = "nik saksi1_nik";
    check(nik, {man, man}, with({{"subjek_tgl_lahir", "1985-03-12"}, {"subjek_jk", "L"}}));
    check(nik, {woman, woman}, with({{"subjek_tgl_lahir", "1985-03-12"}, {"subjek_jk", "P"}}));
    check(nik, {man, "? nik_beda_tgl_lahir: " + man}, with({{"subjek_tgl_lahir", "1985-03-13"}}));
    check(nik, {man, "? nik_beda_jk: " + man}, with({{"subjek_jk", "perempuan"}}));
    check(nik, {woman, "? nik_beda_tgl_lahir nik_beda_jk: " + woman}, with({{"subjek_tgl_lahir", "1986-03-12"}, {"subjek_jk", "L"}}));
    check(nik, {man, man}, with({{"subjek_tgl_lahir", ""}}));
    check(nik, {man, "! nik.sama"}, with({{"nik", man}}));
    check(nik, {man, "! nik.sama"}, with({{"saksi1_nik", man}}));
    check(nik, {man, man}, with({{"saksi2_nik", man}, {"subjek_nik", man}}));
    check(nik, {man, "! nik.sama_kk"}, with({{"no_kk", man}}));
}

TEST_CASE("NIK is masked where it is shown", "[reading][nik]") {
    CHECK(shown(field(FieldType::Nik), man) == "••••••••••••9001");
    CHECK(shown(field(FieldType::FamilyCard), "2104010101059003") == "••••••••••••9003");
}

TEST_CASE("numbers of family cards", "[reading][nik]") {
    const std::vector<Case> cases{
        {"2104010101059003", "2104010101059003"},
        {"no kk 2104 0101 0105 9003", "2104010101059003"},
        {"nik 2104011203859001 kk 2104010101059003", "2104010101059003"},
        {"210401010105900", "! kk.jumlah"},
        {"21040101O1059003", "! kk.huruf_mirip"},
        {"2104x10101059003", "! kk.huruf"},
        {"belum ada", "! kk.tanpa_angka"},
        {"1111111111111111", "! kk.contoh"},
        {"0104010101059003", "! kk.awalan_nol"},
        {"2104015203859002", "? kk_seperti_nik: 2104015203859002"},
        {"2104017113059003", "? kk_seperti_nik: 2104017113059003"},
        {"2104013213059003", "? kk_tanggal: 2104013213059003"},
        {"2104017501059003", "? kk_tanggal: 2104017501059003"},
        {"2104010101050000", "? kk_nol: 2104010101050000"},
        {"nik 2104010101059003", "! kk.disebut_nik"},
        {"2104010101059003 2104010101059004", "! kk.dua"},
        {"2104011203859001", "! kk.sama_nik"},
    };
    for (const auto& example : cases) check(field(FieldType::FamilyCard, "no_kk"), example, with({{"nik", man}}));
}
