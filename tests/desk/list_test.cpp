#include "tests/desk/office.hpp"

#include <catch2/catch.hpp>

using namespace desk_tests;
using namespace std::chrono_literals;
namespace json = boost::json;

TEST_CASE("list: the JSON that other programs rely on", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    const Ran ran = office.run("rini", {"list", "--json"});
    REQUIRE(ran.exit_code == 0);
    const json::value all = ran.json();
    REQUIRE(all.is_array());
    REQUIRE(all.as_array().size() == 1);
    const json::object& item = all.at(0).as_object();
    CHECK(item.at("ticket") == json::value(ticket));
    CHECK(item.at("service") == "SKTM");
    CHECK(item.at("status") == "diterima");
    CHECK(item.at("subject") == "Maimunah binti Saleh");
    CHECK(item.at("applicant") == "Siti Rahayu");
    CHECK(item.at("phone") == "628120001001");
    CHECK(item.at("channel") == "whatsapp");
    CHECK(item.at("submitted_at") == "2026-11-30T08:11:00+07:00");
    CHECK(item.at("due_at") == "2026-11-30T11:00:00+07:00");
    CHECK(item.at("claimed_by").is_null());
    CHECK(item.at("claimed_until").is_null());
    CHECK(item.at("wanted").as_array().empty());
    CHECK(item.at("undelivered").as_array().empty());
    REQUIRE(item.at("documents").as_array().size() == 3);
    CHECK(item.at("documents").at(0).at("code") == "KTP");
    CHECK(item.at("documents").at(0).at("state") == "diterima");
    CHECK(item.at("documents").at(1).at("state") == "bawa");
    CHECK(ran.err.empty());
}

TEST_CASE("list: nothing to do is an empty array, and a sentence for people", "[desk]") {
    Office office;
    CHECK(office.run("rini", {"--json"}).json().as_array().empty());
    CHECK(office.run("rini", {}).out == "Tidak ada permohonan yang menunggu.\n");
    CHECK(office.run("rini", {"--saya"}).out == "Tidak ada yang Anda pegang.\n");
}

TEST_CASE("list: the most urgent first, what has no deadline last", "[desk]") {
    Office office;
    const std::string late = office.file({.applicant = "A", .due_in = 300min});
    const std::string soon = office.file({.applicant = "B", .phone = "628120001002", .due_in = 30min});
    const std::string waits = office.file({.applicant = "C", .phone = "628120001003", .due_in = 10min});
    REQUIRE(office.run("rini", {"return", waits, "KTP", "--reason", "foto_buram"}).exit_code == 0);
    const json::value all = office.run("rini", {"--json"}).json();
    REQUIRE(all.as_array().size() == 3);
    CHECK(all.at(0).at("ticket") == json::value(soon));
    CHECK(all.at(1).at("ticket") == json::value(late));
    CHECK(all.at(2).at("ticket") == json::value(waits));
    CHECK(all.at(2).at("due_at").is_null());
    CHECK(all.at(2).at("wanted").at(0).at("code") == "KTP");
    CHECK(all.at(2).at("wanted").at(0).at("reason") == "foto_buram");
}

TEST_CASE("list: filters in both languages", "[desk]") {
    Office office;
    const std::string sktm = office.file();
    const std::string skd = office.file({.service = "SKD", .phone = "628120001002"});
    REQUIRE(office.run("rini", {"take", skd}).exit_code == 0);
    const auto tickets = [&](const std::string& account, std::vector<std::string> words) {
        words.emplace_back("--json");
        const Ran ran = office.run(account, words);
        INFO(ran.err);
        REQUIRE(ran.exit_code == 0);
        std::vector<std::string> list;
        const json::value data = ran.json();
        for (const json::value& item : data.as_array()) list.emplace_back(item.at("ticket").as_string());
        return list;
    };
    using List = std::vector<std::string>;
    CHECK(tickets("rini", {"list", "--service", "SKD"}) == List{skd});
    CHECK(tickets("rini", {"--layanan", "surat miskin"}) == List{sktm});
    CHECK(tickets("rini", {"daftar", "--status", "diperiksa"}) == List{skd});
    CHECK(tickets("rini", {"daftar", "--status", "diperiksa,diterima"}).size() == 2);
    CHECK(tickets("rini", {"daftar", "--saya"}) == List{skd});
    CHECK(tickets("adi", {"list", "--mine"}).empty());

    REQUIRE(office.run("rini", {"reject", skd, "--reason", "bukan_kewenangan"}).exit_code == 0);
    CHECK(tickets("rini", {}) == List{sktm});
    CHECK(tickets("rini", {"--semua"}).size() == 2);
    CHECK(tickets("rini", {"list", "--status", "ditolak"}) == List{skd});
}

TEST_CASE("list: filters that mean nothing are told what exists", "[desk]") {
    Office office;
    const Ran service = office.run("rini", {"list", "--service", "PASPOR"});
    CHECK(service.exit_code == 2);
    CHECK(service.err.find("SKTM, SKD") != std::string::npos);
    const Ran status = office.run("rini", {"list", "--status", "baru"});
    CHECK(status.exit_code == 2);
    CHECK(status.err.find("perlu_perbaikan") != std::string::npos);
}

TEST_CASE("list: a message that never arrived is seen", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    office.write([&](storage::Database& db) {
        flows::Reply reply;
        reply.content = flows::TextReply{"Surat siap"};
        reply.is_prompt = false;
        const auto row =
            storage::enqueue(db, *storage::request(db, ticket, office.now())->citizen, reply, office.now(), office.now(), true);
        REQUIRE(row.leased);
        storage::mark_parked(db, row.id, "131026");
    });
    const json::value item = office.run("rini", {"--json"}).json().at(0);
    REQUIRE(item.at("undelivered").as_array().size() == 1);
    CHECK(item.at("undelivered").at(0).at("text") == "Surat siap");
    const std::string screen = office.run("rini", {}).out;
    CHECK(screen.find("✉") != std::string::npos);
    CHECK(screen.find("lihat 1") != std::string::npos);
}
