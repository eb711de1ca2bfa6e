#include "tests/flows/reading/outcome.hpp"

using namespace flows;

TEST_CASE("a number picks an option", "[reading]") {
    const std::vector<std::pair<std::string, int>> cases{
        {"1", 1},
        {"1.", 1},
        {"no 2", 2},
        {"no.3", 3},
        {"No3", 3},
        {"pilih nomor 3", 3},
        {"satu", 1},
        {"ketiga", 3},
        {"yg ke 1", 1},
        {"yang ke-2", 2},
        {"1️⃣", 1},
        {"①", 1},
        {"３", 3},
        {"angka 4 pak", 4},
        {"3 aja", 3},
        {"3aja", 3},
        {"(3)", 3},
        {"3)", 3},
        {"#3", 3},
        {"*3*", 3},
        {"opsi 3", 3},
        {"tiga", 3},
        {"pilih tiga", 3},
        {"nmr 5", 5},
        {"angka delapan", 8},
        {"yang nomor 3 pak", 3},
        {"yg nomer 3 aja min", 3},
        {"0", 0},
        {"nol", 0},
        {"0️⃣", 0},
        {"02", 2},
        {"pertama", 1},
        {"kesatu", 1},
        {"kedua", 2},
        {"1 (satu)", 1},
        {"6 pak", 6},
        {"٣", 3},
        {"ok 2", 2},
        {"saya pilih 4", 4},
        {"3 🙏", 3},
        {" 7\n", 7},
        {"pilihan 4", 4},
        {"nak 2", 2},
        {"tige", 3},
        {"TIGA", 3},
        {"3!!!", 3},
        {"yang pertama", 1},
        {"no.2 aja pak", 2},
        {"2 terimakasih", 2},
        {"opsi nomor 2 ya bu", 2},
        {"yg ke 3", 3},
        {"3)", 3},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(read_option_number(text, 8) == expected);
    }
    CHECK(read_option_number("dua belas", 12) == 12);
    CHECK(read_option_number("🔟", 10) == 10);
    CHECK(read_option_number("12", 12) == 12);
}

TEST_CASE("what only looks like a number of an option is none", "[reading]") {
    for (const std::string text : {"",
                                   " ",
                                   "12",
                                   "9",
                                   "99",
                                   "1 2",
                                   "1,2",
                                   "1.5",
                                   "1.5jt",
                                   "1/2",
                                   "1-2",
                                   "10.30",
                                   "2104011203859001",
                                   "21",
                                   "rt 3",
                                   "RT3",
                                   "rw 2",
                                   "kosong",
                                   "3 anak",
                                   "2 orang",
                                   "1 kg",
                                   "jam 3",
                                   "tgl 3",
                                   "n1",
                                   "2x",
                                   "002",
                                   "00",
                                   "000",
                                   "saya punya 3 anak",
                                   "satu kk",
                                   "satu dua",
                                   "satu satu",
                                   "1 1",
                                   "1 atau 2",
                                   "no rt 3",
                                   "anak ke 3",
                                   "umur 3",
                                   "081200000001",
                                   "-",
                                   "👍",
                                   "tiga puluh",
                                   "seratus",
                                   "keduanya",
                                   "3 (empat)",
                                   "①②",
                                   "1️⃣2️⃣",
                                   "bukan 1",
                                   "tidak 2",
                                   "Rp1",
                                   "1 jam lagi",
                                   "½",
                                   "1½",
                                   "\xFF",
                                   "1 2 3"}) {
        INFO(text);
        CHECK(read_option_number(text, 8) == std::nullopt);
    }
    CHECK(read_option_number("3" + std::string(5000, ' ') + "x", 8) == std::nullopt);
    CHECK(read_option_number(std::string(65'536, '1'), 8) == std::nullopt);
    CHECK(read_option_number("1", 0) == std::nullopt);
    CHECK(read_option_number("0", 0) == 0);
}

TEST_CASE("several numbers", "[reading]") {
    using Numbers = std::vector<int>;
    const std::vector<std::pair<std::string, Numbers>> cases{
        {"1 3 2", {1, 3, 2}},
        {"1,3 dan 2", {1, 3, 2}},
        {"1 & 3", {1, 3}},
        {"3", {3}},
        {"satu dan tiga", {1, 3}},
        {"no 1 sama 2", {1, 2}},
        {"1-2", {1, 2}},
        {"1-3", {}},
        {"1 – 3", {}},
        {"1-3-2", {1, 3, 2}},
        {"1.2.3", {1, 2, 3}},
        {"1\n2\n3", {1, 2, 3}},
        {"1 1 2", {1, 1, 2}},
        {"1 9", {}},
        {"0 1", {}},
        {"123", {}},
        {"1 kk 2 ktp", {}},
        {"", {}},
        {"semua", {}},
        {"yang 1 dan 3 pak", {1, 3}},
        {"1️⃣ 3️⃣", {1, 3}},
        {"①③", {1, 3}},
        {"satu dua tiga", {1, 2, 3}},
        {"RT 1 RW 2", {}},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(read_option_numbers(text, 5) == expected);
    }
}
