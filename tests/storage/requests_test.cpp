#include "storage/requests.hpp"

#include "storage/attachments.hpp"
#include "tests/storage/office.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <iterator>

using namespace storage;
using namespace office;
using flows::PaperState;
using flows::Status;

namespace {

constexpr std::array all_statuses{Status::Diterima, Status::Diperiksa, Status::PerluPerbaikan, Status::Diproses,   Status::Siap,
                                  Status::Selesai,  Status::Ditolak,   Status::Batal,          Status::Kedaluwarsa};

void put(Database& db, RequestId id, Status status) {
    db.prepare("UPDATE requests SET status = ?, closed_at = NULL WHERE id = ?").run(key(status), id);
}

void move_along(Database& db, RequestId id, std::initializer_list<Status> path, flows::TimePoint now = morning) {
    for (const auto next : path) change_status(db, id, next, by("Rini", "step"), now);
}

const flows::Paper& paper(const Request& request, std::string_view code) {
    return *std::ranges::find(request.papers, code, &flows::Paper::code);
}

}  // namespace

TEST_CASE("a filed request is whole and its ticket is spent") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto number = ticket(db);
    CHECK(ticket(db) == number);
    const auto id = file(db, who);
    const auto found = request(db, number, morning).value();
    CHECK(found.id == id);
    CHECK(found.status == Status::Diterima);
    CHECK(found.service == "SKTM");
    CHECK(found.subject == "Maimunah binti Saleh");
    CHECK(found.applicant == "Siti Rahayu");
    CHECK(found.citizen == who);
    CHECK(found.channel == "whatsapp");
    CHECK(found.submitted_at == morning);
    CHECK(found.due_at == morning + 4h);
    CHECK(found.answers.at("nama").value == "Maimunah binti Saleh");
    CHECK(found.papers == sktm({}).papers);
    CHECK(found.claimed_by.empty());
    const auto entries = history(db, id);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].actor == "warga");
    CHECK(entries[0].action == "submit");
    CHECK(entries[0].to == "diterima");
    CHECK(ticket(db) != number);
    CHECK_THROWS(file_request(db, who, sktm(number), "", "whatsapp", "warga", morning));  // spent
    CHECK_THROWS(file_request(db, who, sktm("DABO-2611-0099-0"), "", "whatsapp", "warga", morning));
    CHECK_FALSE(request(db, "DABO-2611-9999-9", morning).has_value());
}

TEST_CASE("serials begin anew each month of the office's own time") {
    Desk desk;
    auto& db = desk.db;
    const flows::TimePoint last_evening{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30} + 16h + 59min};
    CHECK(next_ticket(db, last_evening, 420).starts_with("DABO-2611-0001-"));
    CHECK(next_ticket(db, last_evening + 1min, 420).starts_with("DABO-2612-0001-"));  // 00.00 WIB of the 1st
    CHECK(next_ticket(db, last_evening + 1min, 0).starts_with("DABO-2611-0001-"));
    file(db, std::nullopt, last_evening);
    file(db, std::nullopt, last_evening);
    CHECK(next_ticket(db, last_evening, 420).starts_with("DABO-2611-0003-"));
    CHECK(next_ticket(db, last_evening + 1min, 420).starts_with("DABO-2612-0001-"));
    db.connection().exec("UPDATE counters SET value = 9999");
    CHECK(next_ticket(db, last_evening, 420).starts_with("DABO-2611-10000-"));
    file(db, std::nullopt, last_evening);
    CHECK(next_ticket(db, last_evening, 420).starts_with("DABO-2611-10001-"));
}

TEST_CASE("a status changes along legal edges and along no other") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    for (const auto from : all_statuses) {
        for (const auto to : all_statuses) {
            INFO(key(from) << " -> " << key(to));
            put(db, id, from);
            const auto entries = history(db, id).size();
            if (flows::may_become(from, to)) {
                change_status(db, id, to, by("Rini", "step"), morning);
                CHECK(get(db, id).status == to);
                CHECK(history(db, id).size() == entries + 1);
                CHECK(history(db, id).back().from == key(from));
                CHECK(history(db, id).back().to == key(to));
            } else {
                CHECK_THROWS_AS(change_status(db, id, to, by("Rini", "step"), morning), IllegalChange);
                CHECK(get(db, id).status == from);
                CHECK(history(db, id).size() == entries);
            }
        }
    }
    CHECK_THROWS_AS(change_status(db, 4711, Status::Batal, by("warga", "cancel"), morning), IllegalChange);
}

TEST_CASE("a request that ends is closed, one that is opened again is open") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    move_along(db, id, {Status::Diperiksa, Status::PerluPerbaikan, Status::Kedaluwarsa});
    CHECK(list_requests(db, {}, morning).empty());
    move_along(db, id, {Status::Diterima});
    CHECK(list_requests(db, {}, morning).size() == 1);
}

TEST_CASE("the deadline, the reason and the claim follow the change") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    auto taken = by("Rini", "take");
    taken.due_at = morning + 2h;
    change_status(db, id, Status::Diperiksa, taken, morning);
    claim(db, id, "Rini", morning + 30min, morning);
    CHECK(get(db, id).due_at == morning + 2h);
    CHECK(get(db, id).claimed_by == "Rini");
    auto refused = by("Rini", "reject");
    refused.reason = "bukan_kewenangan";
    refused.note = "alamat di kelurahan lain";
    change_status(db, id, Status::Ditolak, refused, morning + 5min);
    const auto closed = get(db, id);
    CHECK_FALSE(closed.due_at.has_value());
    CHECK(closed.reason == "bukan_kewenangan");
    CHECK(closed.claimed_by.empty());
    CHECK(history(db, id).back().note == "alamat di kelurahan lain");
    CHECK(history(db, id).back().at == morning + 5min);
    CHECK_THROWS_AS(claim(db, id, "Rini", morning + 1h, morning), IllegalChange);
}

TEST_CASE("one clerk holds a request at a time; a lease that is over is free") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    claim(db, id, "Rini", morning + 30min, morning);
    try {
        claim(db, id, "Dewi", morning + 30min, morning + 1min);
        FAIL("two holders");
    } catch (const Taken& taken) {
        CHECK(std::string(taken.what()).find("Rini") != std::string::npos);
    }
    CHECK_NOTHROW(claim(db, id, "Rini", morning + 40min, morning + 10min));
    CHECK(get(db, id, morning + 39min).claimed_by == "Rini");
    CHECK(get(db, id, morning + 40min).claimed_by.empty());
    CHECK_FALSE(get(db, id, morning + 40min).claimed_until.has_value());
    Filter hers;
    hers.claimed_by = "Rini";
    CHECK(list_requests(db, hers, morning + 39min).size() == 1);
    CHECK(list_requests(db, hers, morning + 40min).empty());
    CHECK_NOTHROW(claim(db, id, "Dewi", morning + 2h, morning + 40min));
    release(db, id);
    CHECK(get(db, id, morning + 41min).claimed_by.empty());
}

TEST_CASE("the queue is ordered by submission, whatever was written since") {
    Desk desk;
    auto& db = desk.db;
    const auto third = file(db, std::nullopt, morning + 3h);
    const auto first = file(db, std::nullopt, morning + 1h);
    const auto second = file(db, std::nullopt, morning + 2h);
    move_along(db, first, {Status::Diperiksa});
    note_history(db, second, {.at = morning + 9h, .actor = "Rini", .action = "note", .from = {}, .to = {}, .note = "ditelepon"});
    auto ids = [&](const Filter& filter) {
        std::vector<RequestId> found;
        for (const auto& request : list_requests(db, filter, morning)) found.push_back(request.id);
        return found;
    };
    CHECK(ids({}) == std::vector{first, second, third});
    Filter filter;
    filter.statuses = {Status::Diterima};
    CHECK(ids(filter) == std::vector{second, third});
    filter.most = 1;
    CHECK(ids(filter) == std::vector{second});
    filter = {};
    filter.service = "SKU";
    CHECK(ids(filter).empty());
    change_status(db, third, Status::Batal, by("warga", "cancel"), morning);
    CHECK(ids({}) == std::vector{first, second});
    filter = {};
    filter.statuses = {Status::Batal};
    CHECK(ids(filter) == std::vector{third});
    filter = {};
    filter.include_closed = true;
    CHECK(ids(filter) == std::vector{first, second, third});
}

TEST_CASE("what a clerk wants again is named, and what has come is wanted no longer") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto id = file(db, who);
    for (flows::AttachmentId file = 1; file <= 6; ++file) expect_attachment(db, file, who, {}, morning);
    move_along(db, id, {Status::Diperiksa});
    want(db, id,
         {{"RT", false, "pengantar_rt_tanpa_stempel", "cap ketua RT"},
          {"KUASA", false, "salah_dokumen", ""},
          {"nama", true, "data_beda", ""}});
    move_along(db, id, {Status::PerluPerbaikan});
    auto now = get(db, id);
    CHECK(paper(now, "RT").state == PaperState::PerluPerbaikan);
    CHECK(paper(now, "RT").reason == "pengantar_rt_tanpa_stempel");
    CHECK(paper(now, "KUASA").state == PaperState::PerluPerbaikan);
    CHECK(paper(now, "KTP").state == PaperState::Diterima);
    auto own = own_requests(db, who, flows::TimePoint{}, 10).at(0);
    CHECK(own.wanted.size() == 3);
    CHECK(own.wanted[0].note == "cap ketua RT");
    CHECK(own.answers.contains("nama"));

    attach(db, id, "RT", 4);
    attach(db, id, "RT", 5);
    now = get(db, id);
    CHECK(paper(now, "RT").files == std::vector<flows::AttachmentId>{4, 5});
    CHECK(paper(now, "RT").state == PaperState::Diterima);
    CHECK(paper(now, "RT").reason.empty());
    CHECK(attachment(db, 2)->state == "discarded");
    CHECK(attachment(db, 4)->state == "expected");
    CHECK(now.wanted.size() == 2);

    set_paper(db, id, "KUASA", PaperState::Bawa);
    amend_answer(db, id, "nama", {.value = "Maimunah", .shown = "Maimunah", .doubts = {}});
    now = get(db, id);
    CHECK(paper(now, "KUASA").state == PaperState::Bawa);
    CHECK(now.wanted.empty());
    CHECK(now.answers.at("nama").value == "Maimunah");

    move_along(db, id, {Status::Diterima});
    own = own_requests(db, who, flows::TimePoint{}, 10).at(0);
    CHECK(own.wanted.empty());
    CHECK(own.answers.empty());
}

TEST_CASE("a second complaint takes back what the first no longer holds against a paper") {
    Desk desk;
    auto& db = desk.db;
    const auto id = file(db, citizen(db));
    want(db, id, {{"RT", false, "foto_buram", ""}, {"RUJUKAN", false, "foto_buram", ""}});
    want(db, id, {{"KTP", false, "terpotong", ""}});
    const auto now = get(db, id);
    CHECK(paper(now, "KTP").state == PaperState::PerluPerbaikan);
    CHECK(paper(now, "RT").state == PaperState::Diterima);
    CHECK(paper(now, "RUJUKAN").state == PaperState::Belum);
    CHECK_THROWS_AS(want(db, 4711, {}), IllegalChange);
}

TEST_CASE("citizens see their own requests, newest first, and closed ones for a while") {
    Desk desk;
    auto& db = desk.db;
    const auto siti = citizen(db, 1);
    const auto first = file(db, siti, morning);
    file(db, siti, morning + 1h);
    file(db, citizen(db, 2));
    change_status(db, first, Status::Batal, by("warga", "cancel"), morning + 2h);
    const auto own = own_requests(db, siti, morning, 10);
    REQUIRE(own.size() == 2);
    CHECK(own[0].submitted_at == morning + 1h);
    CHECK(own[1].status == Status::Batal);
    CHECK(own_requests(db, siti, morning + 2h, 10).size() == 1);
    CHECK(own_requests(db, siti, morning, 1).size() == 1);
    CHECK(own_requests(db, 4711, morning, 10).empty());
}

TEST_CASE("requests that wait too long for the citizen are found") {
    Desk desk;
    auto& db = desk.db;
    const auto old = file(db, std::nullopt);
    const auto young = file(db, std::nullopt);
    move_along(db, old, {Status::Diperiksa, Status::PerluPerbaikan}, morning);
    move_along(db, young, {Status::Diperiksa}, morning);
    move_along(db, young, {Status::PerluPerbaikan}, morning + 24h);
    const auto found = returned_before(db, morning + 1h);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == old);
    CHECK(returned_before(db, morning).empty());
}

TEST_CASE("shortened tickets mean open requests first") {
    Desk desk;
    auto& db = desk.db;
    std::vector<std::string> tickets;
    const flows::TimePoint october = morning - 31 * 24h;
    for (int n = 0; n < 3; ++n) {
        tickets.push_back(ticket(db, october));
        change_status(db, file(db, std::nullopt, october), Status::Batal, by("Rini", "cancel"), october);
    }
    for (int n = 0; n < 2; ++n) {
        tickets.push_back(ticket(db));
        file(db, std::nullopt);
    }
    using Found = std::vector<std::string>;
    CHECK(tickets_like(db, "2") == Found{tickets[4]});  // open in November; the one of October is closed
    CHECK(tickets_like(db, "0002") == Found{tickets[4]});
    CHECK(tickets_like(db, " 3 ") == Found{tickets[2]});  // only a closed one has it
    CHECK(tickets_like(db, "2610-2") == Found{tickets[1]});
    CHECK(tickets_like(db, "2610 0002") == Found{tickets[1]});
    CHECK(tickets_like(db, tickets[0]) == Found{tickets[0]});
    CHECK(tickets_like(db, "dabo 2610 0001") == Found{tickets[0]});
    const char check = tickets[4].back();
    CHECK(tickets_like(db, std::string("2-") + check) == Found{tickets[4]});
    auto wrong = tickets[4];
    wrong.back() = check == '9' ? '0' : static_cast<char>(check + 1);
    CHECK(tickets_like(db, wrong).empty());
    CHECK(tickets_like(db, std::string("2-") + wrong.back()).empty());
    for (const auto* nothing : {"", "0", "99", "halo", "-1", "2-", "123456", "2 x"}) CHECK(tickets_like(db, nothing).empty());
    change_status(db, get(db, 4).id, Status::Batal, by("Rini", "cancel"), morning);
    CHECK(tickets_like(db, "1").size() == 2);  // none is open: all of them
}

TEST_CASE("a file that cannot be used leaves its paper, and the history tells") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    const auto id = file(db, who);
    CHECK(lose_file(db, who, 2, morning));
    CHECK(get(db, id).papers[1].files == std::vector<flows::AttachmentId>{3});
    CHECK(get(db, id).papers[1].state == flows::PaperState::Diterima);
    CHECK(lose_file(db, who, 3, morning));
    CHECK(get(db, id).papers[1].files.empty());
    CHECK(get(db, id).papers[1].state == flows::PaperState::Belum);
    CHECK(history(db, id).back().action == "file_lost");
    CHECK(history(db, id).back().actor == "sapa");
    CHECK(history(db, id).back().note == "RT");
    CHECK_FALSE(lose_file(db, who, 3, morning));
    CHECK_FALSE(lose_file(db, citizen(db, 2), 1, morning));
}
