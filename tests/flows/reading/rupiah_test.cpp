#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

TEST_CASE("money as it is said", "[reading][rupiah]") {
    struct Money {
        std::string text, value, shown;
    };
    const std::vector<Money> cases{
        {"1.500.000", "1500000", "Rp1.500.000"},
        {"Rp1.500.000,-", "1500000", "Rp1.500.000"},
        {"Rp. 1.500.000,00", "1500000", "Rp1.500.000"},
        {"1,500,000", "1500000", "Rp1.500.000"},
        {"1500000", "1500000", "Rp1.500.000"},
        {"１５０００００", "1500000", "Rp1.500.000"},
        {"1,5 juta", "1500000", "Rp1.500.000"},
        {"1.5jt", "1500000", "Rp1.500.000"},
        {"1.5 JT", "1500000", "Rp1.500.000"},
        {"1.250 juta", "1250000", "Rp1.250.000"},
        {"500rb", "500000", "Rp500.000"},
        {"500 ribu", "500000", "Rp500.000"},
        {"500k", "500000", "Rp500.000"},
        {"rp 500 rb", "500000", "Rp500.000"},
        {"sejuta", "1000000", "Rp1.000.000"},
        {"dua juta lima ratus ribu", "2500000", "Rp2.500.000"},
        {"satu setengah juta", "1500000", "Rp1.500.000"},
        {"1 juta setengah", "1500000", "Rp1.500.000"},
        {"setengah juta", "500000", "Rp500.000"},
        {"1½ juta", "1500000", "Rp1.500.000"},
        {"1jt500", "1500000", "Rp1.500.000"},
        {"1 jt 500 rb", "1500000", "Rp1.500.000"},
        {"5 ratus ribu", "500000", "Rp500.000"},
        {"seratus ribu", "100000", "Rp100.000"},
        {"1,2 milyar", "1200000000", "Rp1.200.000.000"},
        {"1,5 juta per bulan", "1500000", "Rp1.500.000"},
        {"gaji saya 1,5 juta sebulan pak", "1500000", "Rp1.500.000"},
        {"10000", "10000", "Rp10.000"},
        {"0", "0", "Rp0"},
        {"tidak ada", "0", "Rp0"},
        {"belum bekerja", "0", "Rp0"},
        {"1-2 juta", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"1 sampai 2 juta", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"500rb-1jt", "500000", "Rp500.000 sampai Rp1.000.000"},
        {"500 - 700 rb", "500000", "Rp500.000 sampai Rp700.000"},
        {"antara 1 dan 2 juta", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"1.000.000 – 2.000.000", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"1 s/d 2 jt", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"2jt - 1jt", "1000000", "Rp1.000.000 sampai Rp2.000.000"},
        {"di bawah 1 juta", "999999", "di bawah Rp1.000.000"},
        {"dibawah 1jt", "999999", "di bawah Rp1.000.000"},
        {"kurang dari 1 juta", "999999", "di bawah Rp1.000.000"},
        {"< 1 juta", "999999", "di bawah Rp1.000.000"},
        {"di atas 2 juta", "2000001", "di atas Rp2.000.000"},
        {"paling banyak 1 juta", "1000000", "paling banyak Rp1.000.000"},
        {"sekitar 1 juta", "1000000", "sekitar Rp1.000.000"},
        {"kurang lebih 1 juta", "1000000", "sekitar Rp1.000.000"},
        {"1 jutaan", "1000000", "sekitar Rp1.000.000"},
        {"500 ribuan", "500000", "sekitar Rp500.000"},
        {"tidak sampai 1 juta", "999999", "di bawah Rp1.000.000"},
        {"gak nyampe sejuta", "999999", "di bawah Rp1.000.000"},
        {"tidak lebih dari 1 juta", "1000000", "paling banyak Rp1.000.000"},
        {"tidak kurang dari 1 juta", "1000000", "paling sedikit Rp1.000.000"},
        {"1 juta lebih", "1000001", "di atas Rp1.000.000"},
        {"800.000/bulan", "800000", "Rp800.000"},
        {"1.5 - 2 jt", "1500000", "Rp1.500.000 sampai Rp2.000.000"},
        {"±1,5jt", "1500000", "sekitar Rp1.500.000"},
        {"satu juta rupiah", "1000000", "Rp1.000.000"},
        {"satu koma dua lima juta", "1250000", "Rp1.250.000"},
        {"800an ribu", "800000", "sekitar Rp800.000"},
        {"1jtan", "1000000", "sekitar Rp1.000.000"},
        {"ga tentu", "tidak_tetap", "tidak tetap"},
        {"tidak tetap", "tidak_tetap", "tidak tetap"},
        {"tdk menentu pak", "tidak_tetap", "tidak tetap"},
        {"penghasilan saya tak tentu", "tidak_tetap", "tidak tetap"},
        {"serabutan", "tidak_tetap", "tidak tetap"},
        {"ga tentu, sekitar 1 juta", "1000000", "sekitar Rp1.000.000"},
    };
    for (const auto& [text, value, shown] : cases) {
        check(field(FieldType::Rupiah), {text, value});
        CHECK(test::shown(field(FieldType::Rupiah), text) == shown);
    }
}

TEST_CASE("hardly any money is confirmed", "[reading][rupiah]") {
    const auto money = field(FieldType::Rupiah);
    check(money, {"1500", "? rupiah_kecil: 1500"});
    check(money, {"Rp500", "? rupiah_kecil: 500"});
    check(money, {"seribu", "? rupiah_kecil: 1000"});
    check(money, {"9.999", "? rupiah_kecil: 9999"});
    check(money, {"0", "0"});
    CHECK(read(money, "1500").details.at("jumlah") == "Rp1.500");
    CHECK(read(money, "1500").details.at("seribu_kali") == "Rp1.500.000");
}

TEST_CASE("money that is not clear is asked again", "[reading][rupiah]") {
    auto money = field(FieldType::Rupiah);
    const std::vector<Case> cases{
        {"500", "! rupiah.satuan"},
        {"1,5", "! rupiah.satuan"},
        {"1-2", "! rupiah.satuan"},
        {"50rb per hari", "! rupiah.per_bulan"},
        {"sehari 50 ribu", "! rupiah.per_bulan"},
        {"300rb seminggu", "! rupiah.per_bulan"},
        {"30 juta setahun", "! rupiah.per_bulan"},
        {"cukup makan", "! rupiah.tidak_terbaca"},
        {"1 2 3", "! rupiah.tidak_terbaca"},
        {"1 juta 2 juta", "! rupiah.tidak_terbaca"},
        {"1.2.3", "! rupiah.tidak_terbaca"},
        {"99999999999999999999", "! rupiah.tidak_terbaca"},
        {"900000 miliar", "! rupiah.lebih"},
        {"rt 3", "! rupiah.tidak_terbaca"},
        {"👍", "! rupiah.tidak_terbaca"},
        {"lupa", "! wajib"},
    };
    for (const auto& example : cases) check(money, example);
    money.most = 50e6;
    check(money, {"51 juta", "! rupiah.lebih"});
    money.least = 1000;
    check(money, {"tidak ada", "! rupiah.kurang"});
    CHECK(read(money, "51 juta").details.at("paling_banyak") == "Rp50.000.000");
}
