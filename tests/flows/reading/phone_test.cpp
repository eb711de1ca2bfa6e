#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

TEST_CASE("telephone numbers as people write them", "[reading][phone]") {
    for (const std::string text :
         {"0812-0000-0001", "081200000001", "0812 0000 0001", "+62 812 0000 0001", "+6281200000001", "6281200000001", "81200000001",
          "00628120000 0001", "+62 0812 0000 0001", "62081200000001", "(0812) 0000.0001", "wa saya 081200000001",
          "no hp: 0812-0000-0001 ya", "+62-812-0000-0001", "０８１２０００００００１", "+ 62 812 0000 0001", "nomor 2: 081200000001"})
        check(field(FieldType::Phone), {text, "6281200000001"});
    check(field(FieldType::Phone), {"0812345678", "62812345678"});
    check(field(FieldType::Phone), {"0812000", "! hp.jumlah"});
    check(field(FieldType::Phone), {"08120000000", "628120000000"});
}

TEST_CASE("what is no Indonesian mobile number is asked again", "[reading][phone]") {
    const std::vector<Case> cases{
        {"ini saja", "! hp.tanpa_angka"},
        {"0776 21234", "! hp.awalan"},
        {"0812", "! hp.jumlah"},
        {"0812000000000001", "! hp.jumlah"},
        {"0812000000000", "62812000000000"},
        {"08120000000000", "! hp.jumlah"},
        {"+65 8123 4567", "! hp.luar_negeri"},
        {"+60 12 345 6789", "! hp.luar_negeri"},
        {"2104011203859001", "! hp.awalan"},
        {"081200000001 / 081200000002", "! hp.dua"},
        {"081200000001 atau 081200000002", "! hp.dua"},
        {"+6281200000001 +6281200000002", "! hp.dua"},
        {"3", "! hp.awalan"},
        {"", "! kosong"},
        {"\xFF\xFE", "! hp.tanpa_angka"},
    };
    for (const auto& example : cases) check(field(FieldType::Phone), example);
    CHECK(shown(field(FieldType::Phone), "+6281200000001") == "0812-0000-0001");
}
