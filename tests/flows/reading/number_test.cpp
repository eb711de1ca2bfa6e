#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

TEST_CASE("whole numbers", "[reading][number]") {
    auto number = field(FieldType::Integer);
    number.least = 0;
    number.most = 20;
    const std::vector<Case> cases{
        {"2", "2"},
        {"dua", "2"},
        {"dua orang", "2"},
        {"3 anak", "3"},
        {"sebelas", "11"},
        {"dua belas", "12"},
        {"2 org", "2"},
        {"anak ke 3", "3"},
        {"anak ketiga", "3"},
        {"pertama", "1"},
        {"ada 4 tanggungan pak", "4"},
        {"tanggungan saya 4", "4"},
        {"0", "0"},
        {"nol", "0"},
        {"tidak ada", "0"},
        {"belum ada", "0"},
        {"gak punya anak", "0"},
        {"２", "2"},
        {"02", "2"},
        {"2️⃣", "2"},
        {"due", "2"},
        {"2 (dua)", "2"},
        {"21", "! angka.batas"},
        {"-2", "! angka.batas"},
        {"1.500", "! angka.batas"},
        {"999999999999999999999", "! angka.tidak_terbaca"},
        {"2,5", "! angka.bulat"},
        {"2 3", "! angka.satu_saja"},
        {"3 anak 1 istri", "! angka.satu_saja"},
        {"2 atau 3", "! angka.tidak_terbaca"},
        {"lebih dari 5", "! angka.tidak_terbaca"},
        {"rt 3", "! angka.tidak_terbaca"},
        {"banyak", "! angka.tidak_terbaca"},
        {"👍", "! angka.tidak_terbaca"},
        {"dua 3", "! angka.tidak_terbaca"},
        {"", "! kosong"},
    };
    for (const auto& example : cases) check(number, example);
    number.least = 1;
    check(number, {"tidak ada", "! angka.tidak_terbaca"});
    check(number, {"0", "! angka.batas"});
    number.most.reset();
    check(number, {"0", "! angka.kurang"});
    check(number, {"1.500", "1500"});
    number.least.reset();
    number.most = 5;
    check(number, {"6", "! angka.lebih"});
}

TEST_CASE("decimal numbers with units", "[reading][number]") {
    auto weight = field(FieldType::Decimal);
    weight.least = 0.3;
    weight.most = 7;
    const std::vector<Case> cases{
        {"3,2 kg", "3.2"},
        {"3.2", "3.2"},
        {"3,2", "3.2"},
        {"3", "3"},
        {"3kg", "3"},
        {"3200 gram", "3.2"},
        {"3.200 gram", "3.2"},
        {"3200gr", "3.2"},
        {"3200", "3.2"},
        {"3.200", "3.2"},
        {"3 kg 200 gram", "3.2"},
        {"3 kilo 2 ons", "3.2"},
        {"32 ons", "3.2"},
        {"tiga koma dua kg", "3.2"},
        {"tiga kilo", "3"},
        {"3 setengah kg", "3.5"},
        {"3 kilo setengah", "3.5"},
        {"3½ kg", "3.5"},
        {"beratnya 3,25 kg pak", "3.25"},
        {"２,９ kg", "2.9"},
        {"8", "! angka.batas"},
        {"0,2", "! angka.batas"},
        {"32", "! angka.batas"},
        {"-3", "! angka.tidak_terbaca"},
        {"3-4 kg", "! angka.tidak_terbaca"},
        {"3,2,1", "! angka.tidak_terbaca"},
        {"1 2 3", "! angka.tidak_terbaca"},
        {"3 ekor", "! angka.tidak_terbaca"},
        {"normal", "! angka.tidak_terbaca"},
        {"200 gram 3 kg", "! angka.tidak_terbaca"},
        {"🐣", "! angka.tidak_terbaca"},
    };
    for (const auto& example : cases) check(weight, example);
    CHECK(shown(weight, "3.2 kg") == "3,2");
    auto length = field(FieldType::Decimal);
    length.least = 20;
    length.most = 70;
    check(length, {"49 cm", "49"});
    check(length, {"49,5", "49.5"});
    check(length, {"0,49 m", "49"});
    check(length, {"490 mm", "49"});
    check(length, {"4,9", "! angka.batas"});
}
