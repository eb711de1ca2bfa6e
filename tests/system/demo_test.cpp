// The commands that people try first.
#include "tests/system/process.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace system_tests;

namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE("a piped conversation reads as a transcript") {
    TemporaryDirectory place;
    const std::filesystem::path file = place.path() / "ktp.jpg";
    std::ofstream(file, std::ios::binary) << jpeg(1);
    Process demo({"demo"}, {{"TMPDIR", place.path().string()}},
                 "halo\n2\n/lokasi -0.49,104.57\n/foto " + file.string() + " ktp saya\n\nterima kasih\n/keluar\nnever read\n");
    const std::string said = demo.rest();
    CHECK(demo.wait() == 0);
    INFO(said);
    const std::vector<std::string> all = lines(said);
    REQUIRE(all.size() > 10);
    CHECK(all[0] == "> halo");
    CHECK(all[1].starts_with("< "));
    CHECK(count(said, "> ") >= 5);
    CHECK(count(said, "Kelurahan Dabo") >= 1);
    CHECK(count(said, "never read") == 0);
    for (const std::string& line : all) CHECK((line.starts_with("> ") || line.starts_with("<")));
    // The fresh directory of the demo is gone, only our photograph is left.
    CHECK(std::distance(std::filesystem::directory_iterator(place.path()), {}) == 1);
}

TEST_CASE("what is said in a demo with --data is still known in the next one") {
    TemporaryDirectory place;
    const std::string data = (place.path() / "data").string();
    Process first({"demo", "--data", data}, {}, "skck\n1\nsetuju\n1\n");
    first.rest();
    CHECK(first.wait() == 0);
    Process second({"demo", "--data", data}, {}, "lanjut\n");
    const std::string said = second.rest();
    CHECK(second.wait() == 0);
    INFO(said);
    CHECK(said.find("SKCK") != std::string::npos);
}

TEST_CASE("intent prints a code and the text for every line") {
    Process intent({"intent"}, {}, "nak buat surat miskin\n2\nhalo\n");
    const std::vector<std::string> all = lines(intent.rest());
    CHECK(intent.wait() == 0);
    REQUIRE(all.size() == 3);
    CHECK(all[0] == "SKTM\tnak buat surat miskin");
    CHECK(all[1].ends_with("\t2"));
    CHECK(all[2] == "greet\thalo");
}

TEST_CASE("init copies the office's files, check accepts them and finds mistakes") {
    TemporaryDirectory place;
    const std::string office = (place.path() / "office").string();
    Process init({"init", office}, {});
    CHECK(init.wait() == 0);
    Process again({"init", office}, {});
    CHECK(again.wait() == 1);
    Process check({"check", office}, {});
    CHECK(check.wait() == 0);
    std::ofstream(office + "/office.toml", std::ios::app) << "\ncolour = \"red\"\n";
    Process broken({"check", office}, {});
    const std::string mistakes = broken.rest();
    CHECK(broken.wait() == 1);
    CHECK(mistakes.find("office.toml:") != std::string::npos);
}

TEST_CASE("the command line explains itself") {
    Process help({"--help"}, {});
    const std::string text = help.rest();
    CHECK(help.wait() == 0);
    for (const char* command :
         {"serve", "demo", "intent", "queue", "check", "init", "doctor", "backup", "restore", "replay", "free-ballast"})
        CHECK(text.find(command) != std::string::npos);
    for (const char* command : {"restore", "backup", "serve"})
        CHECK(Process({command, "--help"}, {}).rest().find("Cara pakai: sapa") != std::string::npos);
    Process version({"--version"}, {});
    CHECK(version.rest().starts_with("sapa "));
    CHECK(version.wait() == 0);
    Process nonsense({"dance"}, {});
    CHECK(nonsense.wait() == 2);
}

TEST_CASE("doctor says what is missing, and what to do") {
    TemporaryDirectory place;
    Process doctor({"doctor"}, {{"SAPA_STORAGE_PATH", (place.path() / "data").string()}});
    const std::string text = doctor.rest();
    CHECK(doctor.wait() == 1);
    INFO(text);
    CHECK(text.find("✗ whatsapp.app_secret") != std::string::npos);
    CHECK(text.find("✓ berkas kantor") != std::string::npos);
}

TEST_CASE("doctor asks WhatsApp about the token") {
    TemporaryDirectory place;
    bot::StandIn whatsapp;
    std::map<std::string, std::string> variables{{"SAPA_STORAGE_PATH", place.path().string()},
                                                 {"SAPA_WHATSAPP_GRAPH_URL", whatsapp.url()},
                                                 {"SAPA_WHATSAPP_APP_SECRET", "secret-for-loopback"},
                                                 {"SAPA_WHATSAPP_PHONE_NUMBER_ID", whatsapp.settings().phone_number_id},
                                                 {"SAPA_WHATSAPP_ACCESS_TOKEN", whatsapp.settings().token}};
    Process good({"doctor"}, variables);
    const std::string text = good.rest();
    INFO(text);
    CHECK(text.find("✓ token") != std::string::npos);
    CHECK(good.wait() == 0);
    variables["SAPA_WHATSAPP_ACCESS_TOKEN"] = "another-token";
    Process bad({"doctor"}, variables);
    CHECK(bad.rest().find("✗ token") != std::string::npos);
    CHECK(bad.wait() == 1);
}
