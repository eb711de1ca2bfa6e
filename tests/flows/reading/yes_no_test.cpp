#include "tests/flows/reading/outcome.hpp"

using namespace flows;

TEST_CASE("yes in many tongues", "[reading]") {
    for (const std::string text : {"ya",
                                   "Ya.",
                                   "iya",
                                   "IYA",
                                   "y",
                                   "yaaa",
                                   "iyaaa pak",
                                   "ok",
                                   "oke",
                                   "okeee",
                                   "okay",
                                   "betul",
                                   "benar",
                                   "bener",
                                   "sip",
                                   "siip",
                                   "boleh",
                                   "lanjut",
                                   "nggih",
                                   "inggih",
                                   "yes",
                                   "yup",
                                   "👍",
                                   "👍🏽",
                                   "👌",
                                   "✅",
                                   "setuju",
                                   "SETUJU",
                                   "sudah benar",
                                   "udah",
                                   "ya sudah",
                                   "yaudah",
                                   "iya betul sekali",
                                   "ya, benar pak",
                                   "siap",
                                   "mau",
                                   "sesuai",
                                   "tidak salah",
                                   "ga salah pak",
                                   "ya 👍",
                                   "oke, terima kasih 🙏",
                                   "iyo",
                                   "ye",
                                   "baik",
                                   "muhun",
                                   "sudah benar semuanya",
                                   "ya kirim",
                                   "benar pak terima kasih",
                                   "jadi",
                                   "boleh deh",
                                   "correct",
                                   "👍 makasih",
                                   "iya gpp",
                                   "siap pak",
                                   "iye"}) {
        INFO(text);
        CHECK(read_yes_no(text) == YesNo::Yes);
    }
}

TEST_CASE("no in many tongues", "[reading]") {
    for (const std::string text : {"tidak",
                                   "Tidak!",
                                   "tdk",
                                   "bukan",
                                   "gak",
                                   "ga",
                                   "g",
                                   "gk",
                                   "nggak",
                                   "ngga",
                                   "enggak",
                                   "ndak",
                                   "tak",
                                   "no",
                                   "nope",
                                   "n",
                                   "salah",
                                   "keliru",
                                   "belum",
                                   "blm",
                                   "belum benar",
                                   "tidak benar",
                                   "tidak setuju",
                                   "ga jadi",
                                   "tak nak",
                                   "bukan itu",
                                   "jangan",
                                   "jangan dulu",
                                   "👎",
                                   "❌",
                                   "tidak, salah",
                                   "tidak pak, salah",
                                   "belum, masih salah",
                                   "tdk jd",
                                   "engga ah",
                                   "ora",
                                   "mboten",
                                   "tidak pak",
                                   "gaaak",
                                   "ndak usah",
                                   "enggak dulu",
                                   "belum sesuai",
                                   "salah pak",
                                   "wrong"}) {
        INFO(text);
        CHECK(read_yes_no(text) == YesNo::No);
    }
}

TEST_CASE("neither yes nor no", "[reading]") {
    for (const std::string text : {"",
                                   " ",
                                   "ya tidak",
                                   "ya atau tidak",
                                   "🙏",
                                   "mungkin",
                                   "apa itu",
                                   "tidak apa apa",
                                   "gpp",
                                   "kenapa",
                                   "ya nama saya Budi",
                                   "tidak, namanya Budi",
                                   "1",
                                   "besok",
                                   "👍👎",
                                   "👍 tidak",
                                   "p",
                                   "menu",
                                   "yakni",
                                   "nota",
                                   "\xFF\xFF",
                                   "yasmin"}) {
        INFO(text);
        CHECK(read_yes_no(text) == YesNo::Neither);
    }
    CHECK(read_yes_no(std::string(65'536, 'y')) == YesNo::Neither);
}

TEST_CASE("a consent is said in words", "[reading]") {
    for (const std::string text : {"ya", "setuju", "ok pak", "ya 👍", "baik, setuju"}) {
        INFO(text);
        CHECK(says_yes_in_words(text));
    }
    for (const std::string text : {"👍", "👍🙏", "✅ pak", "tidak", "ya tidak", "👍 tidak", "", "apa itu"}) {
        INFO(text);
        CHECK_FALSE(says_yes_in_words(text));
    }
}
