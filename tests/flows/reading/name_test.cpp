#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

namespace {

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("names stay as they were written", "[reading][name]") {
    for (const std::string text : {"Siti Rahayu",
                                   "siti rahayu",
                                   "SITI RAHAYU",
                                   "Suharto",
                                   "D'Rahman",
                                   "Nur'aini",
                                   "Maimunah binti Saleh",
                                   "Ahmad bin Ali",
                                   "H. Muhammad Yusuf, S.Pd.",
                                   "Hj. Rohani",
                                   "M. Yusuf",
                                   "Muhd Ali",
                                   "Anak Agung Ngurah",
                                   "Ratna Sari-Dewi",
                                   "Dr. Ir. H. Budi, M.Sc.",
                                   "Renée",
                                   "'Aisyah",
                                   "Aa",
                                   "Alimah",
                                   "Namara Putri",
                                   "Sayana",
                                   "Ibu Pertiwi",
                                   "A.N. Rahman",
                                   "Tan Ah Kow",
                                   "Amin",
                                   "Baik",
                                   "Baik Hati",
                                   "Muhammad",
                                   "Nur",
                                   "Siti Nanti",
                                   "Suratman",
                                   "Nikmah",
                                   "Kapanlagi",
                                   "Fotomi"})
        check(field(FieldType::Name), {text, text});
    const std::vector<Case> cases{
        {"  Siti \n  Rahayu ", "Siti Rahayu"},
        {"nama saya Siti Rahayu", "Siti Rahayu"},
        {"Nama: Siti Rahayu", "Siti Rahayu"},
        {"nama lengkap ibu saya adalah Maimunah", "Maimunah"},
        {"namanya Budi", "Budi"},
        {"atas nama Budi", "Budi"},
        {"a.n. Budi", "Budi"},
        {"saya Budi", "Budi"},
        {"Nur’aini", "Nur'aini"},
        {"Nur`aini", "Nur'aini"},
        {"Siti Rahayu 🙏", "Siti Rahayu"},
        {"Siti Rahayu.", "Siti Rahayu"},
        {"\"Siti Rahayu\"", "Siti Rahayu"},
        {"- Siti Rahayu", "Siti Rahayu"},
        {"Siti – Rahayu", "Siti - Rahayu"},
        {"Alm. Saleh", "Saleh"},
        {"(alm) Saleh", "Saleh"},
        {"Saleh (alm)", "Saleh"},
        {"ibu saya namanya Maimunah", "Maimunah"},
        {"namaku budi", "budi"},
        {"nama saya Anak Agung", "Anak Agung"},
        {"nama anak saya Aisyah", "Aisyah"},
        {"maimunah pak", "maimunah"},
        {"Bayi Ny. Siti", "Bayi Ny. Siti"},
        {"Ibu Pertiwi", "Ibu Pertiwi"},
        {"Alm. Anak Agung", "Anak Agung"},
        {"almarhumah Maimunah binti Saleh", "Maimunah binti Saleh"},
        {"Budi\u202Eidub", "Budiidub"},
        {"Siti\u200B Rahayu", "Siti Rahayu"},
        {repeated("a", 100), repeated("a", 100)},
    };
    for (const auto& example : cases) check(field(FieldType::Name), example);
    CHECK(shown(field(FieldType::Name), "nama saya  Siti") == "Siti");
}

TEST_CASE("what is no name is asked again", "[reading][name]") {
    const std::vector<Case> cases{
        {"Siti 2", "! nama.angka"},
        {"2104011203859001", "! nama.angka"},
        {"nama Siti nik 2104011203859001", "! nama.angka"},
        {"", "! nama.kosong"},
        {"   ", "! nama.kosong"},
        {"\u200B\u2060", "! nama.kosong"},
        {"😊👨‍👩‍👧🇮🇩", "! nama.kosong"},
        {"...", "! nama.kosong"},
        {"-", "! nama.kosong"},
        {"nama saya", "! nama.bukan_nama"},
        {"sesuai ktp", "! nama.bukan_nama"},
        {"saya sendiri", "! nama.bukan_nama"},
        {"halo", "! nama.bukan_nama"},
        {"tidak ada", "! nama.bukan_nama"},
        {"contoh", "! nama.bukan_nama"},
        {"nanti", "! nama.bukan_nama"},
        {"selesai", "! nama.bukan_nama"},
        {"kenapa", "! nama.bukan_nama"},
        {"waduh, ok pak", "! nama.bukan_nama"},
        {"jam buka", "! nama.bukan_nama"},
        {"mau tanya", "! nama.bukan_nama"},
        {"gratis kan?", "! nama.bukan_nama"},
        {"bentar ya pak", "! nama.bukan_nama"},
        {"Ibu", "! nama.bukan_nama"},
        {"sudah", "! nama.bukan_nama"},
        {"belum", "! nama.bukan_nama"},
        {"perempuan", "! nama.bukan_nama"},
        {"laki-laki", "! nama.bukan_nama"},
        {"saya", "! nama.bukan_nama"},
        {"syaratnya apa", "! nama.bukan_nama"},
        {"ktp saya hilang", "! nama.bukan_nama"},
        {"saya mau surat usaha", "! nama.bukan_nama"},
        {"bagaimana caranya", "! nama.bukan_nama"},
        {"gimana pak", "! nama.bukan_nama"},
        {"dimana kantornya", "! nama.bukan_nama"},
        {"berapa lama ya", "! nama.bukan_nama"},
        {"fotonya nanti", "! nama.bukan_nama"},
        {"puskesmas dabo", "! nama.bukan_nama"},
        {"saya lupa NIK", "! nama.bukan_nama"},
        {"Siti?Rahayu", "! nama.tanda"},
        {"A/L Ramasamy", "! nama.tanda"},
        {"Siti / Budi", "! nama.tanda"},
        {"lanjut", "! wajib"},
        {"Siti 😊 Rahayu", "! nama.tanda"},
        {"siti@contoh.id", "! nama.tanda"},
        {"%n{}{{x}}${}", "! nama.tanda"},
        {"<b>Siti</b>", "! nama.tanda"},
        {"\x1b[2JSiti", "! nama.angka"},
        {"Сити", "! nama.huruf"},
        {"王小明", "! nama.huruf"},
        {"مريم", "! nama.huruf"},
        {"𝐒𝐢𝐭𝐢", "! nama.huruf"},
        {"S" + repeated("\u0336", 100) + "iti", "! nama.huruf"},
        {repeated("a", 101), "! nama.panjang"},
        {repeated("a", 65'536), "! nama.panjang"},
        {"\xFF\xFE\xFA", "! nama.kosong"},
        {"P", "! nama.bukan_nama"},
        {"Q", "? nama_pendek: Q"},
        {"lupa", "! wajib"},
        {"lewati", "! wajib"},
    };
    for (const auto& example : cases) check(field(FieldType::Name), example);
    auto short_name = field(FieldType::Name);
    short_name.length_most = 60;
    check(short_name, {repeated("a", 61), "! nama.panjang"});
    CHECK(read(short_name, repeated("a", 61)).details.at("paling") == "60");
}

TEST_CASE("a witness is somebody else", "[reading][name]") {
    auto witness = field(FieldType::Name, "nama_saksi_2");
    witness.differs_from = "nama_saksi_1 nama";
    const Answers answers{{"nama_saksi_1", {"Siti Rahayu", "Siti Rahayu", {}}}, {"nama", {"Budi", "Budi", {}}}};
    check(witness, {"siti  RAHAYU", "! nama.sama"}, answers);
    check(witness, {"nama saya Budi", "! nama.sama"}, answers);
    check(witness, {"Siti Rahayuni", "Siti Rahayuni"}, answers);
    check(witness, {"Siti Rahayu", "Siti Rahayu"});
    check(witness, {"Siti Rahayu", "Siti Rahayu"}, {{"nama_saksi_2", {"Siti Rahayu", "Siti Rahayu", {}}}});
}

TEST_CASE("a name of fewer words than are usual is confirmed", "[reading][name]") {
    auto child = field(FieldType::Name);
    child.least = 2;
    check(child, {"Aisyah", "? nama_satu_kata: Aisyah"});
    check(child, {"Nur Aisyah", "Nur Aisyah"});
    CHECK(read(child, "aisyah").details.at("nama") == "aisyah");
}

TEST_CASE("the office's own numbers are numbers", "[reading][text]") {
    check(field(FieldType::Text, "no_akta"), {"123", "123"});
    check(field(FieldType::Text, "nomor_dtsen"), {"123", "123"});
}

TEST_CASE("free text", "[reading][text]") {
    auto text = field(FieldType::Text);
    const std::vector<Case> cases{
        {"Melamar kerja di PT Timah", "Melamar kerja di PT Timah"},
        {" jl. Merdeka\nno. 5 ", "jl. Merdeka no. 5"},
        {"474.2/12/2019", "474.2/12/2019"},
        {"5", "! teks.angka"},
        {"1.", "! teks.angka"},
        {"RT 5", "RT 5"},
        {".", "! teks.tanpa_huruf"},
        {"?", "! teks.tanpa_huruf"},
        {"%n{}{{x}}${}", "%n{}{{x}}${}"},
        {"\x1b[2J\\input{x}<b>", "[2J\\input{x}<b>"},
        {"warung 🍜", "warung 🍜"},
        {"tidak ada", "tidak ada"},
        {"belum bernama", "belum bernama"},
        {repeated("a", 150), repeated("a", 150)},
        {repeated("a", 151), "! teks.panjang"},
        {repeated("a", 65'536), "! teks.panjang"},
        {"", "! teks.kosong"},
        {" \n ", "! teks.kosong"},
        {"\u200B", "! teks.kosong"},
        {"👍👨‍👩‍👧🇮🇩", "! teks.tanpa_huruf"},
        {"-", "! teks.tanpa_huruf"},
        {"p", "! teks.pendek"},
        {"lewati", "! wajib"},
        {"tidak tahu pak", "! wajib"},
    };
    for (const auto& example : cases) check(text, example);
    CHECK(read(text, repeated("é", 151)).details.at("jumlah") == "151");
    text.least = 3;
    check(text, {"ab", "! teks.pendek"});
    check(text, {"abc", "abc"});
}

TEST_CASE("quick picks of a free text", "[reading][text]") {
    auto text = field(FieldType::Text);
    text.options = {{"melamar_kerja", "Melamar kerja", {"kerja"}}, {"rekening", "Buka rekening bank", {"bank"}}};
    CHECK(read(text, "1").answer == Answer{"melamar_kerja", "Melamar kerja", {}});
    CHECK(read(text, "no 2 pak").answer == Answer{"rekening", "Buka rekening bank", {}});
    CHECK(read(text, "melamar KERJA").answer.value == "melamar_kerja");
    CHECK(read(text, "bank").answer.value == "rekening");
    CHECK(read(text, "kerja di bank Riau Kepri").answer.value == "kerja di bank Riau Kepri");
    check(text, {"3", "! teks.nomor"});
    check(text, {"0", "! teks.nomor"});
    check(text, {"2 anak sekolah", "2 anak sekolah"});
}
