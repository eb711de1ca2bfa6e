#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

namespace {

Field dated(DateRule rule, std::string code = "tgl") {
    auto result = field(FieldType::Date, std::move(code));
    result.date_rule = rule;
    return result;
}

}  // namespace

TEST_CASE("written dates", "[reading][date]") {
    for (const std::string text : {"12 Maret 1985",
                                   "12 maret 1985",
                                   "12 mar 85",
                                   "12-03-1985",
                                   "12/3/85",
                                   "12.3.1985",
                                   "12/03/1985",
                                   "12 03 1985",
                                   "12031985",
                                   "120385",
                                   "tgl 12 bln 3 thn 1985",
                                   "tanggal 12 bulan maret tahun 1985",
                                   "Dabo, 12 Maret 1985",
                                   "dabo 12 maret 1985",
                                   "12Maret1985",
                                   "12-Mar-1985",
                                   "1985-03-12",
                                   "1985/3/12",
                                   "19850312",
                                   "Maret 12, 1985",
                                   "12 march 1985",
                                   "March 12 1985",
                                   "12 mrt 1985",
                                   "12 maert 1985",
                                   "12 mac 1985",
                                   "dua belas maret 1985",
                                   "dua belas maret seribu sembilan ratus delapan puluh lima",
                                   "12 Maret 1985 jam 10.30 WIB",
                                   "lahir 12 maret 1985",
                                   "12 3 '85",
                                   "１２/０３/１９８５",
                                   "١٢/٠٣/١٩٨٥",
                                   "12 Maret 1985 di Dabo",
                                   "12 Maret, 1985.",
                                   "Selasa, 12 Maret 1985",
                                   "12 maret 1985 🙏"})
        check(dated(DateRule::Past), {text, "1985-03-12"});
    CHECK(shown(dated(DateRule::Any), "12/3/1985") == "12 Maret 1985");
}

TEST_CASE("months in every spelling", "[reading][date]") {
    const std::vector<std::vector<std::string>> months{{"januari", "jan", "january", "janurai"},
                                                       {"februari", "pebruari", "feb", "febuari", "february"},
                                                       {"maret", "mar", "march"},
                                                       {"april", "apr", "aprl"},
                                                       {"mei", "may"},
                                                       {"juni", "jun", "june"},
                                                       {"juli", "jul", "july"},
                                                       {"agustus", "agt", "agu", "ags", "august", "agustsu"},
                                                       {"september", "sept", "sep"},
                                                       {"oktober", "okt", "october"},
                                                       {"november", "nopember", "nov", "nop"},
                                                       {"desember", "des", "december", "desembr"}};
    for (std::size_t i = 0; i < months.size(); ++i) {
        const auto number = std::to_string(i + 1);
        for (const auto& name : months[i]) {
            if (name == "aprl") continue;
            check(dated(DateRule::Past), {"5 " + name + " 2001", "2001-" + std::string(2 - number.size(), '0') + number + "-05"});
        }
    }
}

TEST_CASE("days told from today", "[reading][date]") {
    const std::vector<Case> past{
        {"hari ini", "2026-11-25"},
        {"kemarin", "2026-11-24"},
        {"kmrn sore", "2026-11-24"},
        {"kemarin dulu", "2026-11-23"},
        {"tadi pagi", "2026-11-25"},
        {"barusan", "2026-11-25"},
        {"tadi malam", "? tanggal_perkiraan: 2026-11-24"},
        {"semalam", "? tanggal_perkiraan: 2026-11-24"},
        {"senin lalu", "2026-11-23"},
        {"hari senin kemarin", "2026-11-23"},
        {"rabu lalu", "2026-11-18"},
        {"jumat", "2026-11-20"},
        {"Jum'at lalu", "2026-11-20"},
        {"hari minggu lalu", "2026-11-22"},
        {"minggu lalu", "! tanggal.kurang_jelas"},
        {"bulan lalu", "! tanggal.tidak_terbaca"},
        {"2 hari yang lalu", "2026-11-23"},
        {"dua hari lalu", "2026-11-23"},
        {"seminggu yang lalu", "2026-11-18"},
        {"3 minggu lalu", "2026-11-04"},
        {"besok", "! tanggal.belum"},
        {"3 hari lagi", "! tanggal.belum"},
        {"malam jumat", "? tanggal_perkiraan: 2026-11-19"},
        {"malam jum'at", "? tanggal_perkiraan: 2026-11-19"},
        {"malam minggu", "? tanggal_perkiraan: 2026-11-21"},
        {"mlm senin kemarin", "? tanggal_perkiraan: 2026-11-22"},
        {"kamis malam jumat", "2026-11-19"},
        {"jumat malam", "2026-11-20"},
        {"td pagi", "2026-11-25"},
        {"tadi siang", "2026-11-25"},
        {"baru saja", "2026-11-25"},
        {"20 nopember", "? tanggal_perkiraan: 2026-11-20"},
        {"20/11", "? tanggal_perkiraan: 2026-11-20"},
        {"tgl 20 november", "? tanggal_perkiraan: 2026-11-20"},
        {"25 november", "? tanggal_perkiraan: 2026-11-25"},
        {"20 desember", "? tanggal_perkiraan: 2025-12-20"},
        {"29 februari", "? tanggal_perkiraan: 2024-02-29"},
        {"tgl 20 bulan ini", "2026-11-20"},
        {"20 bulan ini", "2026-11-20"},
        {"tanggal 3 bulan lalu", "2026-10-03"},
        {"tanggal 31 bulan ini", "! tanggal.mustahil"},
        {"tanggal 30 bulan ini", "! tanggal.belum"},
        {"3 bulan lalu", "! tanggal.tanpa_bulan"},
        {"tgl 20 kemarin", "! tanggal.tanpa_bulan"},
        {"tgl 24 kemarin", "2026-11-24"},
        {"3 hari", "! tanggal.kurang_jelas"},
    };
    for (const auto& example : past) check(dated(DateRule::Past), example);
    const std::vector<Case> future{
        {"besok", "2026-11-26"},
        {"lusa", "2026-11-27"},
        {"senin depan", "2026-11-30"},
        {"rabu", "2026-12-02"},
        {"3 hari lagi", "2026-11-28"},
        {"2 minggu lagi", "2026-12-09"},
        {"hari ini", "2026-11-25"},
        {"kemarin", "! tanggal.lampau"},
        {"jumat ini", "2026-11-27"},
        {"nanti malam", "2026-11-25"},
        {"tgl 3 bulan depan", "2026-12-03"},
        {"malam minggu", "? tanggal_perkiraan: 2026-11-28"},
        {"20/11", "? tanggal_perkiraan: 2027-11-20"},
    };
    for (const auto& example : future) check(dated(DateRule::Future), example);
    check(dated(DateRule::Any), {"senin", "! tanggal.kurang_jelas"});
    CHECK(read(dated(DateRule::Past), "tadi malam").details.at("tanggal") == "Selasa, 24 November 2026");
    const auto late = to_utc(office(), date(2026, 11, 25), 23 * 60 + 59);
    CHECK(read(dated(DateRule::Any), "hari ini", {}, late).answer.value == "2026-11-25");
    CHECK(read(dated(DateRule::Any), "hari ini", {}, late + std::chrono::minutes{1}).answer.value == "2026-11-26");
}

TEST_CASE("dates that cannot be", "[reading][date]") {
    const std::vector<Case> cases{
        {"31 februari 1985", "! tanggal.mustahil"},
        {"31-02-1985", "! tanggal.mustahil"},
        {"29/2/1985", "! tanggal.mustahil"},
        {"29/2/1984", "1984-02-29"},
        {"32 januari 1985", "! tanggal.mustahil"},
        {"0 januari 1985", "! tanggal.mustahil"},
        {"3/25/1985", "! tanggal.mustahil"},
        {"12/13/1985", "! tanggal.mustahil"},
        {"31131985", "! tanggal.mustahil"},
        {"31 november", "! tanggal.mustahil"},
        {"maret 1985", "! tanggal.tanpa_tanggal"},
        {"03/1985", "! tanggal.tanpa_tanggal"},
        {"1985", "! tanggal.tanpa_tanggal"},
        {"12", "! tanggal.tanpa_bulan"},
        {"12 maret 985", "! tanggal.tahun"},
        {"12 maret 19855", "! tanggal.tahun"},
        {"12 maret 1785", "! tanggal.tahun"},
        {"12 maret 1985 13 maret 1985", "! tanggal.satu_saja"},
        {"12-03-1985 s/d 13-03-1985", "! tanggal.satu_saja"},
        {"2 atau 3 maret 1985", "! tanggal.tidak_terbaca"},
        {"2104011203859001", "! tanggal.tidak_terbaca"},
        {"sudah lama", "! tanggal.tidak_terbaca"},
        {"👶", "! tanggal.tidak_terbaca"},
        {"lupa", "! wajib"},
        {"", "! kosong"},
        {"26 november 2026", "! tanggal.depan"},
        {"25 november 2026", "2026-11-25"},
        {"1 1 2099", "! tanggal.depan"},
    };
    for (const auto& example : cases) check(dated(DateRule::Past), example);
    check(dated(DateRule::Future), {"24 november 2026", "! tanggal.lampau"});
    check(dated(DateRule::Future), {"25 november 2026", "2026-11-25"});
    check(dated(DateRule::Future), {"1 1 2099", "! tanggal.tahun"});
    check(dated(DateRule::Any), {"1 1 2030", "2030-01-01"});
}

TEST_CASE("two digits of a year", "[reading][date]") {
    auto born = dated(DateRule::Past, "tgl_lahir");
    const std::vector<Case> births{
        {"12-3-85", "1985-03-12"}, {"12-3-05", "2005-03-12"},     {"12-3-99", "1999-03-12"},  {"12-3-27", "1927-03-12"},
        {"12-3-15", "2015-03-12"}, {"12-3-18", "! tanggal.abad"}, {"20-11-26", "2026-11-20"}, {"30-11-26", "! tanggal.abad"},
    };
    for (const auto& example : births) check(born, example);
    check(born, {"12 maret", "! tanggal.tanpa_tahun"});
    check(born, {"20 november", "? tanggal_perkiraan: 2026-11-20"});
    check(dated(DateRule::Any), {"12/3", "! tanggal.tanpa_tahun"});
    CHECK(read(born, "12-3-18").details.at("tahun_lama") == "1918");
    const std::vector<Case> events{
        {"12-3-18", "2018-03-12"}, {"12-3-26", "2026-03-12"}, {"12-12-26", "! tanggal.depan"}, {"12-3-85", "1985-03-12"}};
    for (const auto& example : events) check(dated(DateRule::Past), example);
    check(dated(DateRule::Future), {"12-12-26", "2026-12-12"});
    check(dated(DateRule::Future), {"12-3-27", "2027-03-12"});
    check(dated(DateRule::Any), {"12-3-27", "2027-03-12"});
    check(dated(DateRule::Any), {"12-3-85", "1985-03-12"});
    check(dated(DateRule::Future), {"12 maret", "? tanggal_perkiraan: 2027-03-12"});
    check(dated(DateRule::Future), {"14 desember tahun depan", "2027-12-14"});
    check(dated(DateRule::Past), {"12 maret tahun ini", "2026-03-12"});
    check(dated(DateRule::Past), {"12 maret tahun lalu", "2025-03-12"});
    check(dated(DateRule::Future), {"29 februari", "? tanggal_perkiraan: 2028-02-29"});
}

TEST_CASE("dates are compared with the weekday, with other dates and with the office's working days", "[reading][date]") {
    check(dated(DateRule::Past), {"senin 12 maret 1985", "? tanggal_beda_hari: 1985-03-12"});
    check(dated(DateRule::Past), {"malam rabu 12 maret 1985", "1985-03-12"});
    check(dated(DateRule::Past), {"malam selasa 12 maret 1985", "? tanggal_beda_hari: 1985-03-12"});
    CHECK(read(dated(DateRule::Past), "malam jumat").details.at("tanggal") == "Kamis, 19 November 2026");
    CHECK(read(dated(DateRule::Past), "senin 12 maret 1985").details.at("tanggal") == "Selasa, 12 Maret 1985");
    auto died = dated(DateRule::Past, "tgl_mati");
    died.not_before = "tgl_lahir";
    const Answers answers{{"tgl_lahir", {"1985-03-12", "12 Maret 1985", {}}}};
    check(died, {"11 maret 1985", "! tanggal.sebelum"}, answers);
    check(died, {"12 maret 1985", "1985-03-12"}, answers);
    check(died, {"11 maret 1985", "1985-03-11"});
    auto wedding = dated(DateRule::Future, "tgl_nikah");
    wedding.warn_working_days = 10;
    check(wedding, {"10 desember 2026", "2026-12-10"});
    check(wedding, {"9 desember 2026", "? tanggal_mepet: 2026-12-09"});
    check(wedding, {"9 desember", "? tanggal_perkiraan tanggal_mepet: 2026-12-09"});
    const auto reading = read(wedding, "9 desember 2026");
    CHECK(reading.details.at("hari") == "9");
    CHECK(reading.details.at("perlu") == "10");
}

TEST_CASE("months and years", "[reading][month]") {
    auto since = field(FieldType::Month);
    since.date_rule = DateRule::Past;
    const std::vector<Case> cases{
        {"Maret 2019", "2019-03"},
        {"mar 19", "2019-03"},
        {"03/2019", "2019-03"},
        {"3-2019", "2019-03"},
        {"2019-03", "2019-03"},
        {"12 maret 2019", "2019-03"},
        {"12/3/2019", "2019-03"},
        {"sejak maret 2019", "2019-03"},
        {"bulan 3 tahun 2019", "2019-03"},
        {"2019", "2019"},
        {"sejak tahun 2019", "2019"},
        {"thn 2019", "2019"},
        {"bulan ini", "2026-11"},
        {"bulan lalu", "2026-10"},
        {"tahun lalu", "2025"},
        {"januari tahun lalu", "2025-01"},
        {"bulan januari tahun lalu", "2025-01"},
        {"maret tahun ini", "2026-03"},
        {"desember tahun ini", "! bulan.depan"},
        {"5 tahun lalu", "? bulan_perkiraan: 2021"},
        {"sudah 5 tahun", "? bulan_perkiraan: 2021"},
        {"3 bulan", "? bulan_perkiraan: 2026-08"},
        {"1 tahun 6 bulan", "? bulan_perkiraan: 2025-05"},
        {"setahun", "? bulan_perkiraan: 2025"},
        {"desember 2026", "! bulan.depan"},
        {"2027", "! bulan.depan"},
        {"13/2019", "! bulan.mustahil"},
        {"0/2019", "! bulan.mustahil"},
        {"1800", "! bulan.tahun"},
        {"maret", "! bulan.tanpa_tahun"},
        {"sejak lahir", "! bulan.sejak_lahir"},
        {"dari kecil", "! bulan.sejak_lahir"},
        {"19", "! bulan.tidak_terbaca"},
        {"entah kapan", "! bulan.tidak_terbaca"},
        {"2104011203859001", "! bulan.tidak_terbaca"},
        {"🙏", "! bulan.tidak_terbaca"},
    };
    for (const auto& example : cases) check(since, example);
    CHECK(shown(since, "3/2019") == "Maret 2019");
    CHECK(shown(since, "2019") == "2019");
    since.date_rule = DateRule::Future;
    check(since, {"oktober 2026", "! bulan.lampau"});
    check(since, {"des 26", "2026-12"});
}
