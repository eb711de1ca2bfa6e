#include "bot/turn.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/effects.hpp"
#include "flows/phrases.hpp"
#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/requests.hpp"
#include "storage/writer.hpp"
#include "tests/system/running.hpp"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <map>
#include <mutex>

using namespace bot;
using namespace std::chrono_literals;

namespace {

flows::CatalogPtr catalog() {
    static const flows::CatalogPtr loaded = [] {
        CatalogStore store(std::filesystem::path(SAPA_SOURCE_DIR) / "flows", {});
        REQUIRE(store.load(system_now()).mistakes.empty());
        return store.current();
    }();
    return loaded;
}

struct Fixture {
    system_tests::TemporaryDirectory place;
    std::unique_ptr<storage::Database> db = storage::Database::open(place.path(), catalog()->office.code);
    flows::TimePoint now = system_now();

    TurnInput input(bool lease = true) const { return {*catalog(), now, lease}; }

    webhooks::InboundMessage says(const std::string& text, const std::string& id, std::chrono::milliseconds age = 0ms) const {
        webhooks::InboundMessage message;
        message.from.phone = system_tests::phone(1);
        message.message.message_id = id;
        message.message.at = now - age;
        message.message.profile_name = "Siti Rahayu";
        message.message.content = flows::Text{text};
        return message;
    }
    webhooks::InboundMessage shows(const std::string& id, const std::string& caption = {}) const {
        webhooks::InboundMessage photo = says("", id);
        flows::Media media;
        media.media_id = id;
        media.mime = "image/jpeg";
        media.caption = caption;
        photo.message.content = media;
        return photo;
    }

    // Everything is answered but the photographs.
    void until_papers() {
        int number = 0;
        for (const char* line : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"})
            for (const storage::Outgoing& row : handle_message(*db, input(), says(line, "m" + std::to_string(++number))).leased)
                storage::mark_accepted(*db, row.id, "wamid." + std::to_string(number), now);
    }
};

std::string body(const storage::Outgoing& row) {
    if (const auto* menu = std::get_if<flows::Menu>(&row.reply.content)) return menu->body;
    if (const auto* text = std::get_if<flows::TextReply>(&row.reply.content)) return text->body;
    return {};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a message leads to one reply that may leave at once") {
    const TurnResult result = handle_message(*db, input(), says("halo", "m1"));
    REQUIRE(result.leased.size() == 1);
    CHECK(result.leased[0].to.phone == system_tests::phone(1));
    CHECK(result.leased[0].attempts == 1);
    CHECK(result.leased[0].window_until > now + 20h);
    CHECK_FALSE(body(result.leased[0]).empty());
    CHECK(result.read_receipt.empty());
}

TEST_CASE_METHOD(Fixture, "the same message again has no effect") {
    handle_message(*db, input(), says("halo", "m1"));
    const TurnResult again = handle_message(*db, input(), says("halo", "m1"));
    CHECK(again.duplicate);
    CHECK(again.leased.empty());
    CHECK_FALSE(again.due);
}

TEST_CASE_METHOD(Fixture, "without room in the sender the reply waits, and a newer prompt takes its place") {
    const TurnResult first = handle_message(*db, input(false), says("halo", "m1"));
    CHECK(first.leased.empty());
    CHECK(first.due == now);
    CHECK(first.read_receipt == "m1");
    handle_message(*db, input(false), says("menu", "m2"));
    CHECK(storage::lease_due(*db, now, 10).size() == 1);
}

TEST_CASE_METHOD(Fixture, "one citizen's second reply waits for the first") {
    const TurnResult first = handle_message(*db, input(), says("halo", "m1"));
    const TurnResult second = handle_message(*db, input(), says("1", "m2"));
    REQUIRE(first.leased.size() == 1);
    CHECK(second.leased.empty());
    storage::mark_accepted(*db, first.leased[0].id, "wamid.x", now);
    CHECK(storage::lease_next(*db, first.leased[0].citizen, now).leased);
}

TEST_CASE_METHOD(Fixture, "a flood of old messages is answered a moment later, and once") {
    const TurnResult first = handle_message(*db, input(), says("halo", "m1", 2h));
    const TurnResult second = handle_message(*db, input(), says("menu", "m2", 90min));
    CHECK(first.leased.empty());
    CHECK(second.leased.empty());
    CHECK(first.due > now);
    CHECK(storage::lease_due(*db, now + 10s, 10).size() == 1);
}

TEST_CASE_METHOD(Fixture, "a photograph of a draft is expected, and the answer waits for the rest of the burst") {
    until_papers();
    const TurnResult result = handle_message(*db, input(), shows("photo"));
    CHECK(result.attachments_due);
    CHECK(result.leased.empty());
    REQUIRE(result.due);
    CHECK(*result.due > now);
    CHECK(result.read_receipt == "photo");
    CHECK(storage::due_attachments(*db, now, 10).size() == 1);
    CHECK(storage::next_attachment(*db) == 2);
}

TEST_CASE_METHOD(Fixture, "photographs and the words between them get one reply, and every photograph is kept") {
    until_papers();
    const char* words[] = {"ini foto KTP", "yang ini KK", "sudah semua ya", "pasfoto menyusul"};
    for (int n = 0; n < 8; ++n) {
        now += 100ms;
        CHECK(handle_message(*db, input(), shows("photo" + std::to_string(n))).leased.empty());
        if (n % 2 == 1) CHECK(handle_message(*db, input(), says(words[n / 2], "word" + std::to_string(n))).leased.empty());
    }
    CHECK(handle_message(*db, input(), says("mohon dicek", "word")).leased.empty());
    CHECK(storage::due_attachments(*db, now, 10).size() == 8);
    CHECK(storage::lease_due(*db, now + 1s, 10).empty());
    const auto replies = storage::lease_due(*db, now + 2s, 10);
    REQUIRE(replies.size() == 1);
    CHECK(body(replies[0]).find("8 foto diterima") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a word behind the last photograph does not send off a summary that nobody has read") {
    until_papers();
    for (const char* caption : {"ktp", "kk", "pengantar rt"}) handle_message(*db, input(), shows(caption, caption));
    handle_message(*db, input(), says("ya", "word"));
    now += 2s;
    const auto replies = storage::lease_due(*db, now, 10);
    REQUIRE(replies.size() == 1);
    CHECK(body(replies[0]).find("Periksa sekali lagi") != std::string::npos);
    storage::mark_accepted(*db, replies[0].id, "wamid.summary", now);
    const TurnResult sent = handle_message(*db, input(), says("ya", "word2"));
    REQUIRE(sent.leased.size() == 1);
    CHECK(body(sent.leased[0]).find("Permohonan diterima") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "statuses resolve what was in doubt, and foreign ids do nothing") {
    const TurnResult first = handle_message(*db, input(), says("halo", "m1"));
    const TurnResult second = handle_message(*db, input(), says("1", "m2"));
    REQUIRE(first.leased.size() == 1);
    CHECK(second.leased.empty());
    storage::mark_uncertain(*db, first.leased[0].id, now + 20s, "no answer");
    webhooks::DeliveryStatus status;
    status.message_id = "wamid.x";
    status.opaque = "something of another program";
    status.state = webhooks::DeliveryStatus::State::Sent;
    CHECK(handle_statuses(*db, input(), {status}).leased.empty());
    status.opaque = std::to_string(first.leased[0].id);
    CHECK(handle_statuses(*db, input(), {status}).leased.size() == 1);
}

TEST_CASE_METHOD(Fixture, "a change of address is handled once") {
    handle_message(*db, input(), says("halo", "m1"));
    webhooks::AddressChange change;
    change.message_id = "c1";
    change.old_one.phone = system_tests::phone(1);
    change.new_one.phone = system_tests::phone(2);
    CHECK_FALSE(handle_address_change(*db, input(), change).duplicate);
    CHECK(handle_address_change(*db, input(), change).duplicate);
}

TEST_CASE_METHOD(Fixture, "a clerk who fell silent hands the citizen back to the bot") {
    const flows::CitizenId citizen = handle_message(*db, input(), says("halo", "m1")).leased[0].citizen;
    storage::add_call_line(*db, citizen, "Rini", "ya, Bu?", now);
    const auto silence = std::chrono::minutes(catalog()->office.officer_silence_minutes);
    now += silence - 1min;
    const TurnResult during = handle_message(*db, input(false), says("halo", "m2"));
    CHECK_FALSE(during.due);
    now += 2min;
    CHECK(handle_message(*db, input(false), says("halo", "m3")).due);
}

TEST_CASE_METHOD(Fixture, "a message that cannot be handled reaches an officer, and the citizen hears an apology") {
    const TurnResult result = handle_broken_message(*db, input(), says("anak saya sakit", "m1"));
    REQUIRE(result.leased.size() == 1);
    CHECK_FALSE(result.leased[0].reply.is_prompt);
    CHECK(body(result.leased[0]) == flows::say(*catalog(), "gangguan.maaf"));
    const auto call = storage::open_call_of(*db, result.leased[0].citizen);
    REQUIRE(call);
    CHECK(call->topic == "gangguan");
    CHECK(storage::call_lines(*db, call->id).at(0).text == "anak saya sakit");
    CHECK(storage::quarantined(*db, 1).at(0).raw == "anak saya sakit");
    CHECK(handle_broken_message(*db, input(), says("anak saya sakit", "m1")).duplicate);
}

TEST_CASE_METHOD(Fixture, "a late copy does not move a recycled phone back to its former holder") {
    webhooks::InboundMessage former = says("halo", "m1"), present = says("halo", "m2");
    former.from.user_id = "U.former";
    present.from.user_id = "U.present";
    handle_message(*db, input(), former);
    now += 24h;
    present.message.at = now;
    const flows::CitizenId holder =
        handle_message(*db, input(false), present).leased.empty() ? storage::citizen_for(*db, present.from, now) : 0;
    now += 1h;
    CHECK(handle_message(*db, input(), former).duplicate);
    CHECK(storage::address_of(*db, holder)->phone == system_tests::phone(1));
}

TEST_CASE_METHOD(Fixture, "a late copy does not move a citizen back to a former number") {
    webhooks::InboundMessage former = says("halo", "m1"), present = says("halo", "m2");
    former.from.user_id = present.from.user_id = "U.1";
    present.from.phone = system_tests::phone(2);
    handle_message(*db, input(), former);
    handle_message(*db, input(), present);
    const auto holder = storage::citizen_for(*db, present.from, now);
    CHECK(handle_message(*db, input(), former).duplicate);
    CHECK(storage::address_of(*db, holder)->phone == system_tests::phone(2));
}

TEST_CASE_METHOD(Fixture, "a copy of what was set aside is not tried again") {
    set_aside(*db, "m1", "handling failed: message", "halo", now);
    CHECK(handle_message(*db, input(), says("halo", "m1")).duplicate);
    CHECK(storage::quarantine_count(*db) == 1);
}

TEST_CASE_METHOD(Fixture, "a refused file leaves the paper of a filed request") {
    const flows::CitizenId citizen = storage::citizen_for(*db, says("", "").from, now);
    storage::expect_attachment(*db, 1, citizen, {}, now);
    flows::FileRequest filed;
    filed.ticket = storage::next_ticket(*db, now, 420);
    filed.service = "SKCK";
    filed.subject = filed.applicant = "Dewi Lestari";
    filed.papers = {{.code = "KTP", .state = flows::PaperState::Diterima, .reason = {}, .files = {1}}};
    const auto id = storage::file_request(*db, citizen, filed, "", "whatsapp", "warga", now);
    handle_refused_attachment(*db, input(), *storage::attachment(*db, 1), "jenis");
    const auto request = storage::request(*db, filed.ticket, now);
    REQUIRE(request);
    CHECK(request->papers.at(0).files.empty());
    CHECK(request->papers.at(0).state == flows::PaperState::Belum);
    CHECK(storage::history(*db, id).back().action == "file_lost");
    CHECK(storage::attachment(*db, 1)->state == "refused");
}

// The conversation knows a citizen's own requests only; this is what holds when it errs.
TEST_CASE_METHOD(Fixture, "an effect that names somebody else's request is refused") {
    webhooks::InboundMessage other = says("halo", "m1");
    other.from.phone = system_tests::phone(2);
    const flows::CitizenId owner = storage::citizen_for(*db, says("", "").from, now), stranger = storage::citizen_for(*db, other.from, now);
    flows::FileRequest filed;
    filed.ticket = storage::next_ticket(*db, now, 420);
    filed.service = "SKCK";
    storage::file_request(*db, owner, filed, "", "whatsapp", "warga", now);
    const std::vector<flows::Effect> cancel{flows::CancelRequest{filed.ticket}};
    CHECK_THROWS(apply_effects(*db, stranger, cancel, now));
    CHECK(storage::request(*db, filed.ticket, now)->status == flows::Status::Diterima);
    apply_effects(*db, owner, cancel, now);
    CHECK(storage::request(*db, filed.ticket, now)->status == flows::Status::Batal);
}

TEST_CASE("two messages of one citizen and a bad neighbour in one batch") {
    Fixture fixture;
    storage::Writer writer(std::move(fixture.db), {});
    std::mutex mutex;
    std::condition_variable done;
    std::vector<storage::Outcome> outcomes;
    std::map<int, std::vector<storage::Outgoing>> leased;  // by job: one may run twice, and the last run counts
    const auto finished = [&](storage::Outcome outcome) {
        const std::lock_guard lock(mutex);
        outcomes.push_back(outcome);
        done.notify_one();
    };
    const auto talk = [&](int job, const std::string& text, const std::string& id) {
        return storage::Job{
            [&, job, text, id](storage::Database& db) { leased[job] = handle_message(db, fixture.input(), fixture.says(text, id)).leased; },
            finished};
    };
    // The first job holds the batch open until all four wait.
    REQUIRE(writer.submit(talk(1, "halo", "m1")));
    REQUIRE(writer.submit({[](storage::Database&) { throw std::runtime_error("bad item"); }, finished}));
    REQUIRE(writer.submit(talk(2, "halo", "m1")));
    REQUIRE(writer.submit(talk(3, "1", "m2")));
    std::unique_lock lock(mutex);
    REQUIRE(done.wait_for(lock, 10s, [&] { return outcomes.size() == 4; }));
    CHECK(std::ranges::count(outcomes, storage::Outcome::Committed) == 3);
    CHECK(std::ranges::count(outcomes, storage::Outcome::Failed) == 1);
    CHECK(leased[1].size() == 1);
    CHECK(leased[2].empty());
    CHECK(leased[3].empty());  // behind the first
    lock.unlock();
    writer.stop();
}
