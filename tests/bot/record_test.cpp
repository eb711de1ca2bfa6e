// A record tells of nobody, and playing it gives the same database each time.
#include "bot/record.hpp"
#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/replay.hpp"
#include "storage/content_hash.hpp"
#include "storage/database.hpp"
#include "tests/system/running.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace bot;
using namespace system_tests;
namespace fs = std::filesystem;
namespace sqlite = storage::sqlite;

namespace {

flows::CatalogPtr office() {
    CatalogStore store(fs::path(SAPA_SOURCE_DIR) / "flows", {0, 150});
    return store.load(system_now()).catalog;
}

const char* const canary_phone = "12025550143";
const char* const canary_name = "Zubaidah Qoriah";
const char* const canary_nik = "2104015203859002";

std::string contents(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

bool tells_of_somebody(const std::string& text) {
    for (const char* canary : {canary_phone, "25550143", "Zubaidah", "zubaidah", "Qoriah", canary_nik, "52038590"})
        if (text.find(canary) != std::string::npos) return true;
    return false;
}

// A service that keeps a record, and a citizen who asks for a letter.
struct Day {
    TemporaryDirectory place;
    fs::path record = place.path() / "day.ndjson";
    Running running;
    int said = 0;

    Day() : running([this](Service::Options& options) { options.config.record = record; }) {}

    void say(const std::string& from, const std::string& name, const std::string& text) {
        PhoneMessage message{from, name, "id." + std::to_string(++said), std::chrono::floor<std::chrono::seconds>(system_now()),
                             flows::Text{text}};
        REQUIRE(running.deliver(message) == 200);
        REQUIRE(running.wait_quiet());
    }
    void apply(const std::string& from, const std::string& name, const std::string& nik) {
        for (const std::string& line : {std::string("skck"), std::string("1"), std::string("setuju"), std::string("1"), std::string("1"),
                                        name, nik, std::string("1"), std::string("1/1")})
            say(from, name, line);
    }
};

// All that was decided; the ids that WhatsApp gave to our messages are masked in the record, and the mark of the clock is housekeeping's.
std::string decided(const fs::path& directory) {
    sqlite::Connection db(directory / "sapa.db", sqlite::Access::ReadOnly);
    std::string all;
    for (const storage::TableContent& table : storage::content_of(db))
        if (table.table != "outbox" && table.table != "counters") all += table.table + " " + table.sha256 + "\n";
    all += db.text(
        "SELECT group_concat(id || ',' || citizen || ',' || state || ',' || prompt || ',' || attempts || ',' || due_at || ',' ||"
        " leased_at || ',' || delivery || ',' || created_at || ',' || changed_at || ',' || body, x'0A') FROM outbox");
    return all + db.text("SELECT group_concat(name || value) FROM counters WHERE name <> 'clock'");
}

Replayed play(const std::string& record, const fs::path& into) {
    std::istringstream lines(record);
    return replay(lines, office(), into);
}

}  // namespace

TEST_CASE("words of the office stay, words of a person keep their shape") {
    const Mask mask(*office());
    for (const char* kept :
         {"1", "12", "menu", "batal", "surat tidak mampu", "SKCK", "setuju", "DABO-2611-0042-7", "status DABO-2611-0042-7"})
        CHECK(mask.text(kept) == kept);
    CHECK(mask.text("Zubaidah Qoriah") == "Sarisari Sarisa");
    CHECK(mask.text("nama saya Zubaidah") == "sari sari Sarisari");
    CHECK(mask.text("2104015203859002") == "2104010101909001");
    CHECK(mask.text("21 04 01 52 03 85 90 02") == "11 11 11 11 11 11 11 11");
    CHECK(mask.text("12/03/1985") == "1/1/1990");
    CHECK(mask.text("Jl. Merdeka no. 17, RT 003/004") == "Sa. Sarisar sa. 11, SA 111/111");
    CHECK(mask.text("Ég è 😀").find("\xC3") == std::string::npos);
}

TEST_CASE("masking what is masked changes nothing, and names are given once") {
    Mask mask(*office());
    for (const char* text : {"Zubaidah Qoriah, 12/03/1985", "2104015203859002", "Jl. Merdeka 17", "3 anak", "😀"})
        CHECK(mask.text(mask.text(text)) == mask.text(text));
    const std::string phone = mask.phone(canary_phone);
    CHECK(phone.starts_with("62812000"));
    CHECK(mask.phone(canary_phone) == phone);
    CHECK(mask.phone(phone) == phone);
    CHECK(mask.phone("12025550144") != phone);
    CHECK(mask.id("wamid.HBgM") == "id.1");
    CHECK(mask.id("id.1") == "id.1");
    CHECK(mask.id("").empty());
}

TEST_CASE("a line of a record reads back as what was written") {
    Mask mask(*office());
    webhooks::InboundMessage message{"100000000000001", {phone(7), {}, {}}, {"id.9", flows::from_millis(1'795'395'600'000), "Sari", {}}};
    message.message.content = flows::Media{flows::MediaKind::Image, "id.10", "image/jpeg", {}, "ktp", {}, {}};
    const Recorded recorded{flows::from_millis(1'795'395'600'123), false, RecordedMessage{message, 1}};
    const std::string line = masked_line(recorded, mask);
    CHECK(masked_line(read_line(line), mask) == line);
    CHECK_THROWS(read_line("{}"));
    CHECK_THROWS(read_line("nonsense"));
}

TEST_CASE("no field of any line names anybody") {
    Mask mask(*office());
    const auto line = [&](auto what) {
        std::string told = masked_line({system_now(), true, std::move(what)}, mask);
        CHECK_FALSE(told.empty());
        return told;
    };
    const std::string name = canary_name, number = canary_phone, nik = canary_nik;
    const flows::Address who{number, "user." + name, "parent." + name};
    const auto says = [&](decltype(flows::Inbound::content) content) {
        return RecordedMessage{{"100000000000001", who, {"wamid." + number, system_now(), name, std::move(content)}}, 0};
    };
    CHECK_FALSE(tells_of_somebody(line(says(flows::Text{name + " " + nik}))));
    CHECK_FALSE(tells_of_somebody(line(says(flows::Text{nik}))));
    CHECK_FALSE(tells_of_somebody(line(says(flows::Choice{"svc:SKCK", name}))));
    CHECK_FALSE(tells_of_somebody(line(
        says(flows::Media{flows::MediaKind::Image, "media." + number, "image/jpeg", name, name + " " + nik, nik, "https://" + name}))));
    CHECK_FALSE(tells_of_somebody(line(says(flows::Location{1, 2, name, name}))));
    CHECK_FALSE(tells_of_somebody(line(webhooks::AddressChange{"100000000000001", "wamid." + number, who, who, system_now()})));
    webhooks::DeliveryStatus status;
    status.message_id = "wamid." + number;
    status.error = name;
    CHECK_FALSE(tells_of_somebody(line(std::vector{status})));
    Entry entry;
    entry.message_id = "wamid." + number;
    entry.error = name;
    CHECK_FALSE(tells_of_somebody(line(RecordedRound{{entry}, 1})));
    const auto args = std::make_shared<const boost::json::object>(
        boost::json::object{{"note", name}, {"items", {nik, {{"value", name}}}}, {"text", std::string(5'000, 'x') + name}});
    CHECK_FALSE(tells_of_somebody(line(RecordedVerb{canary_name, {"note", args}})));
}

TEST_CASE("a record names nobody") {
    Day day;
    day.apply(canary_phone, canary_name, canary_nik);
    day.running.stop();
    const std::string record = contents(day.record);
    CHECK(record.find("62812000") != std::string::npos);
    CHECK_FALSE(tells_of_somebody(record));
    CHECK(tells_of_somebody(contents(day.running.data() / "sapa.db")));  // the search can find them
    CHECK((fs::status(day.record).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}

TEST_CASE("a day of masked traffic, played again, decides the same") {
    Day day;
    day.apply(phone(1), "Sarisari Sarisa", "2104010101909001");
    day.say(phone(2), "Sari", "surat tidak mampu");
    day.say(phone(1), "Sarisari Sarisa", "status");
    day.say(phone(2), "Sari", "petugas");
    day.running.stop();
    const std::string record = contents(day.record);
    const Replayed once = play(record, day.place.path() / "once"), twice = play(record, day.place.path() / "twice");
    INFO(record);
    CHECK(once.failed == 0);
    CHECK(once.lines > 12);
    CHECK(once.content == twice.content);
    CHECK(decided(day.place.path() / "once") == decided(day.running.data()));

    // The comparison can tell: one message less is another day.
    const std::size_t message = record.find("{\"t\":", record.find("\"message\"") + 1);
    const std::string shorter = record.substr(message);
    CHECK(play(shorter, day.place.path() / "shorter").content != once.content);
    CHECK(decided(day.place.path() / "shorter") != decided(day.running.data()));
}

TEST_CASE("a clerk's verbs are played, too") {
    Day day;
    day.say(phone(1), "Sari", "petugas");
    day.running.stop();
    const std::string verb =
        R"({"t":1795395600000,"lease":true,"desk":{"account":"petugas.1","verb":"clerk.add","args":{"account":"sari","name":"Sari"}}})";
    const Replayed without = play(contents(day.record), day.place.path() / "without");
    const Replayed with = play(contents(day.record) + verb + "\n", day.place.path() / "with");
    CHECK(with.content != without.content);
    sqlite::Connection db(day.place.path() / "with" / "sapa.db", sqlite::Access::ReadOnly);
    CHECK(db.number("SELECT count(*) FROM clerks") == 1);
}
