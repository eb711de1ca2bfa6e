#include "storage/conversations.hpp"

#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using flows::Address;
using office::morning;
using namespace std::chrono_literals;

namespace {

Address person(std::string phone, std::string user, std::string parent = {}) {
    return {.phone = std::move(phone), .user_id = std::move(user), .parent_user_id = std::move(parent)};
}

const std::string p1 = "6281200010001", p2 = "6281200010002";
const std::string u1 = "ID.1001", u2 = "ID.1002";

flows::Session with_draft(flows::TimePoint touched) {
    flows::Session session;
    flows::Draft draft;
    draft.number = 1;
    draft.service = "SKTM";
    draft.started = draft.touched = touched;
    session.drafts.push_back(draft);
    session.current = 1;
    return session;
}

}  // namespace

TEST_CASE("a message id is remembered once, for its office") {
    office::Desk desk;
    const auto who = office::citizen(desk.db);
    CHECK(remember_message(desk.db, "wamid.A", who, morning));
    CHECK_FALSE(remember_message(desk.db, "wamid.A", who, morning + 1h));
    CHECK_FALSE(remember_message(desk.db, "wamid.A", who + 1, morning));
    CHECK(remember_message(desk.db, "wamid.a", who, morning));
    const std::string strange = "wamid.'); DROP TABLE inbox; --" + std::string(500, 'x');
    CHECK(remember_message(desk.db, strange, who, morning));
    CHECK_FALSE(remember_message(desk.db, strange, who, morning));
}

TEST_CASE("a citizen is found by user id first, then parent id, then phone") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, {}), morning);
    CHECK(citizen_for(db, person(p1, {}), morning) == a);
    CHECK(citizen_for(db, person(p1, u1), morning) == a);  // the user id is learnt
    CHECK(citizen_for(db, person({}, u1), morning) == a);
    CHECK(citizen_for(db, person({}, u1, "ID.ENT.9"), morning) == a);
    CHECK(citizen_for(db, person({}, {}, "ID.ENT.9"), morning) == a);
    CHECK(citizen_for(db, person({}, "ID.1009", "ID.ENT.9"), morning) == a);  // another user id of the same parent
    CHECK(citizen_for(db, person(p2, u2), morning) != a);
    CHECK(address_of(db, a)->phone == p1);
    CHECK(address_of(db, a)->user_id == "ID.1009");
    CHECK_FALSE(address_of(db, 4711).has_value());
    CHECK_THROWS(citizen_for(db, {}, morning));
    CHECK(address_conflicts(db).empty());
}

TEST_CASE("two hidden numbers are two citizens") {
    office::Desk desk;
    CHECK(citizen_for(desk.db, person({}, u1), morning) != citizen_for(desk.db, person({}, u2), morning));
    CHECK(address_of(desk.db, citizen_for(desk.db, person({}, u1), morning))->phone.empty());
}

TEST_CASE("two citizens for one sender: the user id wins, nothing is merged, the conflict is kept once") {
    office::Desk desk;
    auto& db = desk.db;
    const auto by_phone = citizen_for(db, person(p1, {}), morning);
    const auto by_user = citizen_for(db, person({}, u1), morning);
    for (int i = 0; i < 3; ++i) CHECK(citizen_for(db, person(p1, u1), morning) == by_user);
    const auto conflicts = address_conflicts(db);
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].citizen == by_user);
    CHECK(conflicts[0].other == by_phone);
    CHECK(conflicts[0].kind == "phone");
    CHECK(address_of(db, by_phone)->phone == p1);
    CHECK(address_of(db, by_user)->phone.empty());
}

TEST_CASE("the next holder of a recycled number sees nothing of the former one") {
    office::Desk desk;
    auto& db = desk.db;
    const auto former = citizen_for(db, person(p1, u1), morning);
    office::file(db, former);
    const auto holder = citizen_for(db, person(p1, u2), morning + 24h);
    CHECK(holder != former);
    CHECK(own_requests(db, holder, flows::TimePoint{}, 10).empty());
    CHECK(address_of(db, holder)->phone == p1);
    CHECK(address_of(db, former)->phone.empty());
    CHECK(address_of(db, former)->user_id == u1);
    CHECK(citizen_facts(db, former).needs_verification);
    CHECK_FALSE(citizen_facts(db, holder).needs_verification);
}

TEST_CASE("a new phone of a known user id replaces the old one") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, u1), morning);
    CHECK(citizen_for(db, person(p2, u1), morning) == a);
    CHECK(address_of(db, a)->phone == p2);
    CHECK(citizen_for(db, person(p1, {}), morning) != a);
}

TEST_CASE("a changed number follows the citizen, needs a check, and may be told twice") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, u1), morning);
    change_address(db, person(p1, u1), person(p2, u2), morning);
    change_address(db, person(p1, u1), person(p2, u2), morning);
    CHECK(citizen_for(db, person(p2, u2), morning) == a);
    CHECK(citizen_facts(db, a).needs_verification);
    mark_verified(db, a);
    CHECK_FALSE(citizen_facts(db, a).needs_verification);
    const auto next_holder = citizen_for(db, person(p1, {}), morning + 1h);
    CHECK(next_holder != a);
    change_address(db, person(p1, u1), person(p2, u2), morning + 2h);  // a third time, when the number has a new holder
    CHECK(citizen_for(db, person(p1, {}), morning) == next_holder);
    CHECK(citizen_for(db, person(p2, u2), morning) == a);
    CHECK_FALSE(citizen_facts(db, a).needs_verification);
    CHECK_FALSE(citizen_facts(db, next_holder).needs_verification);
    CHECK(address_conflicts(db).empty());
}

TEST_CASE("a changed number without the new user id makes the old user id worthless") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, u1), morning);
    change_address(db, person(p1, {}), person(p2, {}), morning);
    CHECK(address_of(db, a)->phone == p2);
    CHECK(address_of(db, a)->user_id.empty());
    CHECK(citizen_for(db, person(p2, u2), morning) == a);
    change_address(db, person("62812000999", {}), person(p1, {}), morning);  // nobody we know
    CHECK(citizen_for(db, person(p2, u2), morning) == a);
}

TEST_CASE("the first words under a new number join the citizen when the news comes late") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, u1), morning);
    save_session(db, a, with_draft(morning), morning);
    const auto early = citizen_for(db, person(p2, u2), morning + 1min);
    REQUIRE(early != a);
    flows::Session menu;
    menu.asked = flows::asked::MainMenu{};
    save_session(db, early, menu, morning + 1min);
    note_inbound(db, early, "Siti", morning + 1min);
    change_address(db, person(p1, u1), person(p2, u2), morning + 2min);
    CHECK(citizen_for(db, person(p2, u2), morning + 3min) == a);
    CHECK(load_session(db, a).drafts.size() == 1);
    CHECK(std::holds_alternative<flows::asked::MainMenu>(load_session(db, a).asked));
    CHECK(citizen_facts(db, a).last_inbound_at == morning + 1min);
    CHECK(citizen_facts(db, a).needs_verification);
    CHECK_FALSE(address_of(db, early).has_value());
}

TEST_CASE("more than a few words under a new number are a conflict for people") {
    office::Desk desk;
    auto& db = desk.db;
    const auto a = citizen_for(db, person(p1, u1), morning);
    const auto early = citizen_for(db, person(p2, u2), morning);
    office::file(db, early);
    change_address(db, person(p1, u1), person(p2, u2), morning);
    CHECK(citizen_for(db, person(p2, u2), morning) == early);
    CHECK(address_conflicts(db).size() == 1);
    CHECK_FALSE(address_of(db, a).has_value());
    CHECK(own_requests(db, early, flows::TimePoint{}, 10).size() == 1);
}

TEST_CASE("names of any bytes are harmless") {
    office::Desk desk;
    const auto who = office::citizen(desk.db);
    note_inbound(desk.db, who, std::string_view("Si\0ti \xFF\xED\xA0\xBD'); --", 15), morning);
    const auto facts = citizen_facts(desk.db, who);
    CHECK(facts.profile_name.find('\0') == std::string::npos);
    CHECK(facts.profile_name.starts_with("Siti \xEF\xBF\xBD"));
    note_inbound(desk.db, who, "", morning - 1h);
    CHECK(citizen_facts(desk.db, who).profile_name == facts.profile_name);
    CHECK(citizen_facts(desk.db, who).last_inbound_at == morning);
    CHECK(citizen_facts(desk.db, 4711).profile_name.empty());
}

TEST_CASE("a session comes back as it was saved, after a restart too") {
    office::Directory directory;
    flows::CitizenId who = 0;
    const auto session = with_draft(morning);
    {
        const auto db = Database::open(directory.path(), "DABO");
        who = office::citizen(*db);
        CHECK(load_session(*db, who) == flows::Session{});
        save_session(*db, who, session, morning);
    }
    const auto db = Database::open(directory.path(), "DABO");
    CHECK(load_session(*db, who) == session);
    CHECK(load_session(*db, 4711) == flows::Session{});
    db->connection().exec("UPDATE citizens SET session = '[[[ not a session'");
    CHECK(load_session(*db, who) == flows::Session{});
}

TEST_CASE("resting drafts are found, the longest rested first") {
    office::Desk desk;
    auto& db = desk.db;
    std::vector<flows::CitizenId> people;
    for (int n = 0; n < 5; ++n) {
        people.push_back(office::citizen(db, n));
        save_session(db, people.back(), with_draft(morning - std::chrono::hours(24 * (n + 1)) + 30min), morning);
    }
    const auto silent = office::citizen(db, 9);
    save_session(db, silent, flows::Session{}, morning);
    CHECK(sessions_with_drafts_touched_before(db, morning - 48h, 10) == std::vector{people[4], people[3], people[2]});
    CHECK(sessions_with_drafts_touched_before(db, morning - 48h + 31min, 2) == std::vector{people[4], people[3]});
    CHECK(sessions_with_drafts_touched_between(db, morning - 48h, morning - 24h, 10) == std::vector{people[1]});
    const auto exactly = morning - 24h + 30min;
    CHECK(sessions_with_drafts_touched_between(db, exactly, exactly + 1ms, 10) == std::vector{people[0]});
    CHECK(sessions_with_drafts_touched_between(db, exactly - 1ms, exactly, 10).empty());
    save_session(db, people[4], flows::Session{}, morning);
    CHECK(sessions_with_drafts_touched_before(db, morning - 72h, 10) == std::vector{people[3]});
}

TEST_CASE("what could not be read is kept byte by byte") {
    office::Desk desk;
    const std::string raw("{\"a\":\0\xFF}", 8);
    quarantine(desk.db, "bad json", raw, morning);
    quarantine(desk.db, "empty", "", morning + 1h);
    REQUIRE(quarantine_count(desk.db) == 2);
    const auto kept = quarantined(desk.db, 10);
    CHECK(kept[0].reason == "empty");
    CHECK(kept[1].raw == raw);
    CHECK(kept[1].at == morning);
}

TEST_CASE("offices in one database do not see each other") {
    office::Directory directory;
    flows::CitizenId in_dabo = 0;
    {
        const auto db = Database::open(directory.path(), "DABO");
        in_dabo = office::citizen(*db);
        remember_message(*db, "wamid.A", in_dabo, morning);
        office::file(*db, in_dabo);
    }
    const auto db = Database::open(directory.path(), "BUKIT");
    CHECK(office::citizen(*db) != in_dabo);
    CHECK(remember_message(*db, "wamid.A", 1, morning));
    CHECK(list_requests(*db, {}, morning).empty());
    CHECK(next_ticket(*db, morning, 420).starts_with("BUKIT-2611-0001"));
}

TEST_CASE("a message that comes late takes no phone away from its new holder") {
    office::Desk desk;
    auto& db = desk.db;
    flows::Address former = office::phone(1), present = office::phone(1);
    former.user_id = "U.former";
    present.user_id = "U.present";
    const auto old_holder = citizen_for(db, former, morning, morning);
    note_inbound(db, old_holder, "", morning);
    const auto holder = citizen_for(db, present, morning + 24h, morning + 24h);
    note_inbound(db, holder, "", morning + 24h);
    REQUIRE(holder != old_holder);
    CHECK(citizen_for(db, former, morning + 25h, morning + 1h) == old_holder);
    CHECK(address_of(db, holder)->phone == office::phone(1).phone);
    CHECK(address_of(db, old_holder)->phone.empty());
    CHECK(citizen_for(db, former, morning + 25h, morning + 25h) == old_holder);  // not late: the number went back
    CHECK(address_of(db, old_holder)->phone == office::phone(1).phone);
}

TEST_CASE("looking whether a message was handled changes nothing") {
    office::Desk desk;
    CHECK_FALSE(already_handled(desk.db, "wamid.A"));
    CHECK_FALSE(already_handled(desk.db, "wamid.A"));
    CHECK(remember_message(desk.db, "wamid.A", 1, morning));
    CHECK(already_handled(desk.db, "wamid.A"));
}
