// Understanding of free words, with the vocabulary that is shipped.
#include "flows/intent.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <map>

using namespace flows;
using Codes = std::vector<std::string>;

namespace {

constexpr std::string_view files = SAPA_SOURCE_DIR "/flows/";

std::vector<std::string> strings(const toml::table& table, std::string_view key) {
    std::vector<std::string> texts;
    for (const auto& text : *table[key].as_array()) texts.push_back(text.value_or(std::string{}));
    return texts;
}

toml::table read(std::string_view file) { return toml::parse_file(fmt::format("{}{}", files, file)); }

// Only what understanding needs: the rest of the office's files has its own tests.
Catalog make_catalog() {
    Catalog catalog;
    for (const auto* name : {"1-sktm", "2-skd", "3-sku", "4-skck", "5-nikah", "6-lahir", "7-wafat", "8-skbm"}) {
        const auto table = read(fmt::format("services/{}.toml", name));
        Service service;
        service.code = table["code"].value_or("");
        service.name = table["name"].value_or("");
        service.label = table["label"].value_or("");
        service.aliases = strings(table, "aliases");
        catalog.services.push_back(std::move(service));
    }
    const auto cards = read("cards.toml");
    for (const auto& entry : *cards["card"].as_array()) {
        const auto& table = *entry.as_table();
        InfoCard card;
        card.code = table["code"].value_or("");
        card.aliases = strings(table, "aliases");
        catalog.cards.push_back(std::move(card));
    }
    const auto vocabulary = read("words.toml");
    for (const auto& [word, standard] : *vocabulary["synonyms"].as_table()) {
        catalog.vocabulary.synonyms.emplace(word.str(), standard.value_or(std::string{}));
    }
    const auto& phrases = *vocabulary["phrases"].as_table();
    for (const auto& [code, texts] : phrases) catalog.vocabulary.phrases.emplace(code.str(), strings(phrases, code.str()));
    return catalog;
}

const Catalog& shipped() {
    static const Catalog catalog = [] {
        auto made = make_catalog();
        REQUIRE(index_vocabulary(made) == Codes{});
        return made;
    }();
    return catalog;
}

Intent heard(std::string_view text) { return understand(shipped(), text); }
std::string code_of(std::string_view text) { return intent_code_at_main_menu(shipped(), text); }

struct Utterance {
    std::string text;
    std::string expected;
};

// text,expected_intent; a text with commas or quotes stands in quotes.
Utterance parse_line(const std::string& line) {
    const auto comma = line.rfind(',');
    Utterance utterance{line.substr(0, comma), line.substr(comma + 1)};
    auto& text = utterance.text;
    if (!text.starts_with('"')) return utterance;
    text = text.substr(1, text.size() - 2);
    for (std::size_t at = 0; (at = text.find("\"\"", at)) != std::string::npos; ++at) text.erase(at, 1);
    return utterance;
}

std::vector<Utterance> utterances() {
    std::ifstream in{SAPA_SOURCE_DIR "/tests/flows/utterances.csv"};
    REQUIRE(in);
    std::vector<Utterance> all;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) all.push_back(parse_line(line));
    return all;
}

bool is_service(std::string_view code) { return shipped().service(code) != nullptr; }

}  // namespace

TEST_CASE("what citizens write is understood") {
    const auto all = utterances();
    REQUIRE(all.size() >= 1000);
    std::size_t right = 0;
    std::size_t wrong_services = 0;
    for (const auto& [text, expected] : all) {
        const auto code = code_of(text);
        if (code == expected) {
            ++right;
            continue;
        }
        wrong_services += is_service(code) ? 1U : 0U;
        WARN(fmt::format("{}: expected {}, understood {}", text, expected, code));
    }
    const auto share = [&](std::size_t count) { return 100.0 * static_cast<double>(count) / static_cast<double>(all.size()); };
    CHECK(share(right) >= 95.0);
    CHECK(share(wrong_services) < 1.0);
}

TEST_CASE("digits are read at the main menu") {
    const std::map<std::string, std::string> expected{
        {"1", "SKTM"}, {"6 pak", "LAHIR"},  {"angka delapan", "SKBM"},     {"pilih nomor 3", "SKU"}, {"nmr 5", "NIKAH"},   {"9", "status"},
        {"0", "menu"}, {"4️⃣", "SKCK"}, {"2104011203859001", "other"}, {"12", "other"},          {"n1 dong", "NIKAH"}, {"nol", "menu"},
    };
    for (const auto& [text, code] : expected) {
        INFO(text);
        CHECK(code_of(text) == code);
    }
}

TEST_CASE("greetings ride along with a request") {
    const auto request = heard("assalamualaikum pak, mau buat sktm");
    CHECK(request.code == "SKTM");
    CHECK(request.salam);
    CHECK(request.greeting);
    CHECK(request.sure);

    const auto morning = heard("pagi min");
    CHECK(morning.code == "greet");
    CHECK(morning.greeting);
    CHECK_FALSE(morning.salam);

    CHECK(heard("ass. wr. wb.").salam);
    CHECK_FALSE(heard("mau buat sktm").greeting);
}

TEST_CASE("two wishes in one sentence are both heard") {
    CHECK(heard("mau buat SKTM sama surat domisili").services == Codes{"SKTM", "SKD"});
    CHECK(heard("surat usaha dan skck").services == Codes{"SKU", "SKCK"});
    CHECK(heard("urus domisili sama nikah").services == Codes{"SKD", "NIKAH"});
    CHECK(heard("sktm sktm sktm").services == Codes{"SKTM"});
}

TEST_CASE("a purpose or a story is no second wish") {
    CHECK(heard("surat keterangan belum menikah untuk nikah di kua").services == Codes{"SKBM"});
    CHECK(heard("surat kematian buat urus warisan").services == Codes{"WAFAT"});
    CHECK(heard("untuk nikah saya butuh surat belum menikah").services == Codes{"SKBM"});
    CHECK(heard("mau buat sktm, bapak sudah meninggal").services == Codes{"SKTM"});
    CHECK(heard("saya janda mau urus surat domisili").services == Codes{"SKD"});
    CHECK(heard("akta kematian suami untuk nikah lagi").code == "NIKAH");
}

TEST_CASE("what is denied or taken back is not wished") {
    CHECK(heard("bukan skck tapi sktm").services == Codes{"SKTM"});
    CHECK(heard("ga jadi domisili, sktm aja").services == Codes{"SKTM"});
    CHECK(heard("domisili ga jadi, sktm aja").services == Codes{"SKTM"});
    CHECK(heard("domisili usaha bukan, domisili orang").services == Codes{"SKD"});
    CHECK(heard("skck eh maksud saya sku").services == Codes{"SKU"});
    CHECK(heard("bukan pindah tapi domisili").code == "SKD");
    CHECK(heard("ga jadi sktm").code == "cancel");
    CHECK(heard("batalkan permohonan sktm saya").code == "cancel");
    for (const auto* text : {"saya tidak mau bikin sktm", "bukan mau bikin sktm", "temanku bikin skck kemarin", "saya sudah punya sktm"}) {
        INFO(text);
        CHECK(heard(text).code == "other");
    }
}

TEST_CASE("questions name the service that they are about") {
    CHECK(heard("apa syarat bikin domisili").service == "SKD");
    CHECK(heard("n1 syaratnya apa aja min").service == "NIKAH");
    CHECK(heard("surat kematian syaratnya apa").service == "WAFAT");
    const auto general = heard("berapa biayanya");
    CHECK(general.code == "info_requirements");
    CHECK(general.service.empty());
}

TEST_CASE("matters of other offices find their card") {
    const std::map<std::string, std::string> expected{
        {"mau perpanjang ktp", "ktp"},
        {"bikin kk baru", "kk"},
        {"surat pindah", "pindah"},
        {"mau pindah domisili", "pindah"},
        {"surat keterangan ahli waris", "waris"},
        {"bayar pbb", "pbb"},
        {"bansos umkm", "bansos"},
        {"akta kelahiran hilang", "akta"},
        {"buku nikah saya hilang", "kehilangan"},
        {"sertifikat tanah", "tanah"},
        {"izin usaha", "nib"},
        {"izin hajatan", "keramaian"},
        {"bpjs saya tidak aktif", "bpjs"},
        {"syarat bikin ktp", "ktp"},
    };
    for (const auto& [text, card] : expected) {
        INFO(text);
        const auto intent = heard(text);
        CHECK(intent.code == "other");
        CHECK(intent.card == card);
    }
}

TEST_CASE("emergencies are urgent, letters about them are not") {
    for (const auto* text :
         {"tolong kebakaran di pasar", "ada orang pingsan butuh ambulans", "suami saya mukul saya", "ada kecelakaan di simpang"}) {
        INFO(text);
        CHECK(heard(text).code == "complaint");
        CHECK(heard(text).urgent);
    }
    CHECK_FALSE(heard("jalan rusak di rt 3").urgent);
    const auto letter = heard("bapak saya meninggal karena kecelakaan mau urus surat kematian");
    CHECK(letter.code == "WAFAT");
    CHECK_FALSE(letter.urgent);
}

TEST_CASE("typing mistakes are forgiven, but common words stay themselves") {
    const std::map<std::string, std::string> mistyped{{"skkck", "SKCK"},           {"sktmm", "SKTM"},        {"domisilli", "SKD"},
                                                      {"surat kelahirn", "LAHIR"}, {"s.k.t.m", "SKTM"},      {"surat kmatian", "WAFAT"},
                                                      {"surat usahe", "SKU"},      {"SKTMMMM dong", "SKTM"}, {"domsiili", "SKD"},
                                                      {"pngntar nikah", "NIKAH"},  {"surat jande", "SKBM"}};
    for (const auto& [text, code] : mistyped) {
        INFO(text);
        CHECK(heard(text).code == code);
    }
    for (const auto* text : {"layang", "surat ladang", "kain", "daging", "hati", "polis", "surat kue", "lapang", "makan", "usah"}) {
        INFO(text);
        CHECK_FALSE(is_service(heard(text).code));
    }
}

TEST_CASE("a ticket asks for news, an identity number does not") {
    CHECK(heard("DABO-2303-0007").code == "status");
    CHECK(heard("2303-0007").code == "status");
    CHECK(heard("dabo 2611 0042 7 udah jadi?").code == "status");
    CHECK(heard("2104 0112 0385 9001").code == "other");
    CHECK(heard("DABO-2399-0007").code == "other");
}

TEST_CASE("weak hints say so") {
    CHECK_FALSE(heard("mau lapor").sure);
    CHECK_FALSE(heard("surat untuk beasiswa").sure);
    CHECK_FALSE(heard("qwerty").sure);
    CHECK(heard("pungli di kelurahan").sure);
}

TEST_CASE("any bytes are survived") {
    for (const auto& text :
         {std::string{}, std::string{"   "}, std::string{"\xFF\xFE\x80", 3}, std::string(16'000, 'a'), std::string{"👍"}}) {
        CHECK(heard(text).code == "other");
    }
    std::string long_wish = "mau buat sktm ";
    for (int i = 0; i < 3000; ++i) long_wish += "dan lagi ";
    CHECK(heard(long_wish).code == "SKTM");
    CHECK(heard("🙏").code == "thanks");
}

TEST_CASE("the vocabulary may be unprepared, empty or wrong") {
    auto unprepared = make_catalog();
    CHECK(understand(unprepared, "mau buat sktm").code == "SKTM");
    CHECK(understand(Catalog{}, "mau buat sktm").code == "other");

    Catalog wrong;
    wrong.vocabulary.phrases["grete"] = {"halo"};
    wrong.vocabulary.phrases["greet"] = {"halo", "", "a|terima kasih|b"};
    wrong.vocabulary.synonyms["makasih"] = "terima kasih";
    wrong.vocabulary.phrases["thanks"] = {"makasih|nuwun"};
    CHECK(index_vocabulary(wrong).size() == 3);
    CHECK(understand(wrong, "halo").code == "greet");
}

TEST_CASE("a service that the office does not have is not offered") {
    auto catalog = make_catalog();
    std::erase_if(catalog.services, [](const Service& service) { return service.code == "SKCK"; });
    index_vocabulary(catalog);
    CHECK(understand(catalog, "mau urus surat kelakuan baik").code == "other");
}

TEST_CASE("a message is understood quickly") {
    const auto all = utterances();
    const auto started = std::chrono::steady_clock::now();
    for (const auto& utterance : all) CHECK_FALSE(heard(utterance.text).code.empty());
    const auto each =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - started).count() / static_cast<double>(all.size());
    CHECK(each < 2000);  // some 5 µs when optimised; the slack is for debug builds, sanitizers and busy machines
}
