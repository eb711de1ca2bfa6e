#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

TEST_CASE("RT and RW in every way they are written", "[reading][rt_rw]") {
    for (const std::string text : {"3/2",
                                   "003/002",
                                   "RT 3 RW 2",
                                   "rt3 rw2",
                                   "rt3rw2",
                                   "RT.03/RW.02",
                                   "RT 003/RW 002",
                                   "rt/rw 3/2",
                                   "RT/RW: 003/002",
                                   "rt rw 3 2",
                                   "3 2",
                                   "3-2",
                                   "3.2",
                                   "3, 2",
                                   "rw 2 rt 3",
                                   "rt tiga rw dua",
                                   "rt 3/2",
                                   "3 rw 2",
                                   "RT 3 RW 2 Dabo Lama",
                                   "jl merdeka no 5 rt 3 rw 2",
                                   "003002",
                                   "0302",
                                   "rt 3 rw 2 pak",
                                   "saya di rt 3 rw 2",
                                   "RT:3,RW:2",
                                   "RT nya 3 RW nya 2",
                                   "٣/٢",
                                   "rt３ rw２"})
        check(field(FieldType::RtRw), {text, "003/002"});
    const std::vector<Case> cases{{"rt1 rw2", "001/002"}, {"RT.01/RW.02", "001/002"}, {"1/2", "001/002"},
                                  {"001/002", "001/002"}, {"12/5", "012/005"},        {"999/999", "999/999"}};
    for (const auto& example : cases) check(field(FieldType::RtRw), example);
    CHECK(shown(field(FieldType::RtRw), "3/2") == "RT 003/RW 002");
}

TEST_CASE("half an answer asks for the other half", "[reading][rt_rw]") {
    const std::vector<Case> cases{
        {"rt 3 aja", "! rt_rw.tanpa_rw"},
        {"3", "! rt_rw.tanpa_rw"},
        {"RT 5 RW lupa", "! rt_rw.tanpa_rw"},
        {"rt 5 rw -", "! rt_rw.tanpa_rw"},
        {"rt 5 rw nya tidak tahu", "! rt_rw.tanpa_rw"},
        {"rw 2", "! rt_rw.tanpa_rt"},
        {"RT 3 tanpa RW", "? rw_tidak_ada: 003/000"},
        {"rt 3 rw tidak ada", "? rw_tidak_ada: 003/000"},
        {"rt 3 gak ada rw", "? rw_tidak_ada: 003/000"},
    };
    for (const auto& example : cases) check(field(FieldType::RtRw), example);
    CHECK(read(field(FieldType::RtRw), "rt 3 aja").details.at("rt") == "3");
    CHECK(read(field(FieldType::RtRw), "rw 2").details.at("rw") == "2");
    CHECK(shown(field(FieldType::RtRw), "RT 3 tanpa RW") == "RT 003");
}

TEST_CASE("no RT and RW", "[reading][rt_rw]") {
    const std::vector<Case> cases{
        {"0/2", "! rt_rw.nol"},
        {"3/0", "! rt_rw.nol"},
        {"rt 0", "! rt_rw.nol"},
        {"1000/2", "! rt_rw.tidak_terbaca"},
        {"rt 3 rw 2 atau rt 4 rw 2", "! rt_rw.tidak_terbaca"},
        {"jalan merdeka 3 no 2", "! rt_rw.tidak_terbaca"},
        {"1 2 3", "! rt_rw.tidak_terbaca"},
        {"dabo lama", "! rt_rw.tidak_terbaca"},
        {"2104011203859001", "! rt_rw.tidak_terbaca"},
        {"rt rw", "! rt_rw.tidak_terbaca"},
        {"🏠", "! rt_rw.tidak_terbaca"},
        {"lupa", "! wajib"},
        {"", "! kosong"},
    };
    for (const auto& example : cases) check(field(FieldType::RtRw), example);
}
