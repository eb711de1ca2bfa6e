// No statement that a message or a clerk's command runs may read a whole table. The verbs are called once, then every statement that they
// prepared is explained.
#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/clerks.hpp"
#include "storage/queues.hpp"
#include "storage/retention.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>

using namespace storage;
using namespace office;
using flows::Status;

namespace {

void everything_a_message_does(Database& db) {
    const flows::Address siti{.phone = phone(1).phone, .user_id = "ID.1", .parent_user_id = "ID.ENT.1"};
    const auto who = citizen_for(db, siti, morning);
    citizen_for(db, {.phone = phone(2).phone, .user_id = "ID.1", .parent_user_id = "ID.ENT.2"}, morning);
    remember_message(db, "wamid.1", who, morning);
    note_inbound(db, who, "Siti", morning);
    citizen_facts(db, who);
    load_session(db, who);
    save_session(db, who, {}, morning);
    own_requests(db, who, morning, 10);
    ticket(db);
    open_call_of(db, who);
    const auto file = next_attachment(db);
    expect_attachment(db, file, who, {}, morning);
    due_attachments(db, morning, 10);
    next_attachment_due(db);
    attachment(db, file);
    postpone_attachment(db, file, morning, "");
    attachment_stored(db, file, "", "", "", 0, morning);
    attachment_refused(db, file, "", morning);
    discard_attachments(db, {file});
    sessions_with_drafts_touched_before(db, morning, 10);
}

void everything_a_day_forgets(Database& db) {
    const auto who = citizen(db);
    remember_message(db, "wamid.old", who, morning - 60 * 24h);
    for (RetentionRound round; !round.over();)
        round = forget_piece(db, {.messages = morning, .said = morning, .quarantined = morning}, round, 10);
}

void everything_a_reply_does(Database& db) {
    const auto who = citizen(db);
    enqueue(db, who, prompt("a"), morning, morning, false);
    prompt_unsent(db, who);
    const auto sent = enqueue(db, who, prompt("b"), morning, morning, true);
    lease_due(db, morning, 10);
    lease_next(db, who, morning);
    next_due(db);
    mark_retry(db, sent.id, morning, "", true);
    mark_uncertain(db, sent.id, morning, "");
    mark_accepted(db, sent.id, "wamid.2", morning);
    mark_parked(db, sent.id, "");
    mark_expired(db, sent.id);
    merge_delivery(db, sent.id, "wamid.2", Delivery::Sent, 0, morning);
    merge_delivery(db, std::nullopt, "wamid.2", Delivery::Failed, 1, morning);
    withdraw(db, sent.id);
    release_leases_after_restart(db, morning);
    outbox_counts(db);
    queues(db);
    anything_pending(db, morning);
    undelivered(db, who);
}

void everything_a_clerk_does(Database& db) {
    const auto who = citizen(db);
    const auto number = ticket(db);
    const auto id = file(db, who);
    request(db, number, morning);
    tickets_like(db, number);
    list_requests(db, {}, morning);
    claim(db, id, "Rini", morning + 1h, morning);
    auto change = by("Rini", "take");
    change.undo_until = morning + 10s;
    change_status(db, id, Status::Diperiksa, change, morning);
    undo(db, id, "Rini", morning);
    release(db, id);
    want(db, id, {});
    attach(db, id, "KTP", 1);
    amend_answer(db, id, "nama", {});
    history(db, id);
    returned_before(db, morning);
    open_call(db, who, "petugas", "halo", morning);
    add_call_line(db, who, "Rini", "ya", morning);
    call_lines(db, open_call_of(db, who)->id);
    close_calls(db, who, morning);
    put_clerk(db, {"rini", "Rini", {}}, morning);
    clerk(db, "rini");
    clerks(db);
}

// "SCAN x" without an index of unfinished rows behind it.
bool reads_a_whole_table(std::string_view step) {
    if (!step.starts_with("SCAN")) return false;
    return step.find("outbox_line") == step.npos && step.find("outbox_due") == step.npos && step.find("outbox_undelivered") == step.npos &&
           step.find("calls_open") == step.npos && step.find("json_each") == step.npos && step != "SCAN CONSTANT ROW";
}

// The line of one citizen, or the open rows by their state, may be sorted: they are few.
bool sorts(std::string_view sql, std::string_view step) {
    return step.find("TEMP B-TREE") != step.npos && step.find("RIGHT PART") == step.npos && sql.find("citizen = ?") == sql.npos &&
           sql.find("GROUP BY state") == sql.npos;
}

std::vector<std::string> plan_of(sqlite::Connection& db, const std::string& sql) {
    std::vector<std::string> steps;
    sqlite::Statement explain(db, "EXPLAIN QUERY PLAN " + sql);
    auto rows = explain.rows();
    while (rows.next()) steps.push_back(rows.string(3));
    return steps;
}

}  // namespace

TEST_CASE("no statement of the daily work reads a whole table or sorts one") {
    Desk desk;
    auto& db = desk.db;
    everything_a_message_does(db);
    everything_a_reply_does(db);
    everything_a_clerk_does(db);
    everything_a_day_forgets(db);
    const auto all = db.connection().prepared();
    CHECK(all.size() > 70);
    for (const auto& sql : all) {
        if (!sql.starts_with("SELECT") && !sql.starts_with("UPDATE") && !sql.starts_with("DELETE")) continue;
        for (const auto& step : plan_of(db.connection(), sql)) {
            INFO(sql << "\n  " << step);
            CHECK_FALSE(reads_a_whole_table(step));
            CHECK_FALSE(sorts(sql, step));
        }
    }
}

TEST_CASE("the head of a long queue is found at once") {
    Desk desk;
    auto& db = desk.db;
    sqlite::Transaction transaction(db.connection());
    for (int n = 0; n < 2'000; ++n) {
        for (int m = 0; m < 5; ++m) enqueue(db, citizen(db, n), notice("kabar"), morning + std::chrono::milliseconds(n), morning, false);
    }
    const auto started = std::chrono::steady_clock::now();
    for (int n = 0; n < 100; ++n) CHECK(lease_due(db, morning + 1h, 4).size() == 4);
    CHECK(next_due(db) == morning + 400ms);
    CHECK(std::chrono::steady_clock::now() - started < 2s);
    transaction.commit();
}
