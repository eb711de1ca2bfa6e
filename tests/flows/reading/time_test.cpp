#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

TEST_CASE("times of day", "[reading][time]") {
    const std::vector<Case> cases{
        {"14.30", "14:30"},
        {"14:30 WIB", "14:30"},
        {"1430", "14:30"},
        {"0430", "04:30"},
        {"jam 2 siang", "14:00"},
        {"jam 3 subuh", "03:00"},
        {"jam 2", "02:00"},
        {"2", "02:00"},
        {"pukul 04.15 pagi", "04:15"},
        {"setengah 4", "03:30"},
        {"setengah 4 sore", "15:30"},
        {"setengah empat sore", "15:30"},
        {"jam setengah 1 siang", "12:30"},
        {"setengah 1 malam", "00:30"},
        {"setengah 12 malam", "23:30"},
        {"jam 7 kurang 10", "06:50"},
        {"7 kurang 10 malam", "18:50"},
        {"jam 7 lewat 10", "07:10"},
        {"jam 7 lebih seperempat", "07:15"},
        {"jam 7 kurang seperempat pagi", "06:45"},
        {"jam 12 malam", "00:00"},
        {"jam 12 siang", "12:00"},
        {"12 pagi", "00:00"},
        {"jam 1 malam", "01:00"},
        {"jam 8 malam", "20:00"},
        {"jam delapan malam", "20:00"},
        {"jam 11 siang", "11:00"},
        {"jam 3 sore", "15:00"},
        {"19.45 malam", "19:45"},
        {"13.00 siang", "13:00"},
        {"00.30 malam", "00:30"},
        {"tengah malam", "00:00"},
        {"24.00", "00:00"},
        {"00:00", "00:00"},
        {"23:59", "23:59"},
        {"2:30 pm", "14:30"},
        {"12 am", "00:00"},
        {"12 pm", "12:00"},
        {"sekitar jam 10 pagi", "10:00"},
        {"kurang lebih jam 10", "10:00"},
        {"jam 10 lewat 5 menit", "10:05"},
        {"１４.３０", "14:30"},
        {"tadi malam jam 11", "23:00"},
        {"7.05", "07:05"},
        {"jam 2 dini hari", "02:00"},
    };
    for (const auto& example : cases) check(field(FieldType::Time), example);
    CHECK(shown(field(FieldType::Time), "jam 2 siang") == "14.00 WIB");
}

TEST_CASE("what is no time is asked again", "[reading][time]") {
    const std::vector<Case> cases{
        {"25.00", "! jam.tidak_terbaca"},
        {"14.60", "! jam.tidak_terbaca"},
        {"14.30 pagi", "! jam.tidak_terbaca"},
        {"jam 9 sore", "! jam.tidak_terbaca"},
        {"pagi siang 9", "! jam.tidak_terbaca"},
        {"pagi", "! jam.tidak_terbaca"},
        {"setengah", "! jam.tidak_terbaca"},
        {"habis magrib", "! jam.tidak_terbaca"},
        {"kurang 10", "! jam.tidak_terbaca"},
        {"10.00-11.00", "! jam.satu_saja"},
        {"24.30 pagi", "! jam.tidak_terbaca"},
        {"2104011203859001", "! jam.tidak_terbaca"},
        {"🕐", "! jam.tidak_terbaca"},
        {"lupa", "! wajib"},
        {"", "! kosong"},
    };
    for (const auto& example : cases) check(field(FieldType::Time), example);
    auto optional = field(FieldType::Time);
    optional.optional = true;
    check(optional, {"tidak tahu", ""});
}
