#include "flows/session_json.hpp"

#include <catch2/catch.hpp>

using namespace flows;

namespace {

Session a_full_session() {
    Draft draft;
    draft.number = 3;
    draft.service = "SKTM";
    draft.started = from_millis(1'700'000'000'000);
    draft.touched = from_millis(1'700'000'100'000);
    draft.agreed = "2026-1";
    draft.answers["nama"] = {"Nur'aini \"H.\"", "Nur'aini \"H.\"", {"nik_tanggal"}};
    draft.case_given = true;
    draft.papers = {{"KTP", PaperState::Diterima, "", {7, 9}}, {"KK", PaperState::Bawa, "", {}}};
    draft.unnamed = {11};
    draft.papers_postponed = true;
    Session session;
    session.asked = asked::ConfirmAnswer{"nik", {"2104015203859002", "2104015203859002", {"nik_tanggal"}}, true};
    session.drafts = {draft, Draft{}};
    session.current = 3;
    session.next_draft = 4;
    session.misses = 1;
    session.unclear = "apa 🙏";
    session.last_at = from_millis(5);
    session.officer_until = from_millis(6);
    return session;
}

}  // namespace

TEST_CASE("session: everything survives JSON", "[session]") {
    const Session session = a_full_session();
    CHECK(session_from_json(to_json(session)) == session);
    CHECK(session_from_json(to_json(Session{})) == Session{});
}

TEST_CASE("session: every question survives JSON", "[session]") {
    const Asked states[] = {asked::Nothing{},
                            asked::MainMenu{},
                            asked::InfoMenu{},
                            asked::WhichService{{"SKTM", "SKD"}},
                            asked::Requirements{"SKU", "sewa"},
                            asked::WhichCase{"SKU"},
                            asked::ResumeOrNew{"SKU", "sewa", 2},
                            asked::Consent{},
                            asked::Question{"nama", true},
                            asked::Papers{"KTP", 3, 8},
                            asked::NameFile{{"KTP", "KK"}, 2},
                            asked::Summary{},
                            asked::WhichChange{{"nama"}},
                            asked::ConfirmDrop{},
                            asked::OwnList{{"DABO-2611-0001-3", "draf:1"}},
                            asked::OwnRequestCard{"T"},
                            asked::ConfirmCancel{"T"},
                            asked::Correction{"T", "RT"},
                            asked::CorrectionFile{"T", {4, 5}, {"RT", "KK"}}};
    for (const Asked& state : states) {
        Session session;
        session.asked = state;
        INFO(to_json(session));
        CHECK(session_from_json(to_json(session)) == session);
    }
}

TEST_CASE("session: a citizen at the menu costs few bytes", "[session]") {
    Session session;
    session.asked = asked::MainMenu{};
    session.last_at = from_millis(1'795'399'200'000);
    CHECK(to_json(session).size() < 80);
}

TEST_CASE("session: what is strange is read as far as it goes", "[session]") {
    CHECK_FALSE(session_from_json("").has_value());
    CHECK_FALSE(session_from_json("[]").has_value());
    CHECK_FALSE(session_from_json("{\"v\":1").has_value());
    CHECK(session_from_json("{}") == Session{});
    CHECK(session_from_json(R"({"asked":{"is":"gone_in_a_later_version"},"misses":"x","drafts":7,"new":1})") == Session{});
    const auto partly = session_from_json(R"({"asked":{"is":"question","field":"nama"},"drafts":[{"n":2,"service":5}]})");
    REQUIRE(partly.has_value());
    CHECK(partly->asked == Asked{asked::Question{"nama", false}});
    REQUIRE(partly->drafts.size() == 1);
    CHECK(partly->drafts[0].number == 2);
    CHECK(partly->drafts[0].service.empty());
}
