#include "bot/turn.hpp"

#include "bot/effects.hpp"
#include "flows/notices.hpp"
#include "flows/phrases.hpp"
#include "storage/calls.hpp"
#include "storage/conversations.hpp"
#include "storage/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace bot {
namespace {

using namespace std::chrono_literals;

constexpr auto closed_requests_shown = 60 * 24h;  // how long a citizen still sees a finished request
constexpr int requests_shown = 20;
constexpr auto stale_after = 1h;  // older messages come in a flood after an outage:
constexpr auto stale_pause = 2s;  // one answer to the last of them is enough

// A clerk who fell silent hands the citizen back to the bot.
bool officer_talking(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen) {
    const std::optional<storage::Call> call = storage::open_call_of(db, citizen);
    const std::chrono::minutes silence(turn.catalog.office.officer_silence_minutes);
    return call && call->officer_at && turn.now - *call->officer_at < silence;
}

bool brings_a_file(const flows::Event& event) {
    const auto* inbound = std::get_if<flows::Inbound>(&event);
    return inbound && std::holds_alternative<flows::Media>(inbound->content);
}

bool files_a_request(const flows::StepResult& result) {
    return std::ranges::any_of(result.effects,
                               [](const flows::Effect& effect) { return std::holds_alternative<flows::FileRequest>(effect); });
}

flows::Facts read_facts(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen, const flows::Session& session,
                        const flows::Event& event) {
    flows::Facts facts;
    facts.now = turn.now;
    if (brings_a_file(event)) facts.next_attachment = storage::next_attachment(db);
    facts.prompt_unsent = flows::unread_matters(session, event) && storage::prompt_unsent(db, citizen);
    facts.requests = storage::own_requests(db, citizen, turn.now - closed_requests_shown, requests_shown);
    facts.officer_talking = officer_talking(db, turn, citizen);
    return facts;
}

// A ticket is read only for the one message in a conversation that spends it: step() is pure, so it can be asked a second time.
flows::StepResult take_step(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen, const flows::Session& session,
                            const flows::Event& event) {
    flows::Facts facts = read_facts(db, turn, citizen, session, event);
    flows::StepResult result = flows::step(turn.catalog, session, event, facts);
    if (!files_a_request(result)) return result;
    facts.next_ticket = storage::next_ticket(db, turn.now, turn.catalog.office.utc_offset_minutes);
    return flows::step(turn.catalog, session, event, facts);
}

flows::TimePoint due_time(const TurnInput& turn, const flows::Reply& reply, bool stale) {
    if (reply.settles) return turn.now + std::chrono::milliseconds(turn.catalog.office.settle_milliseconds);
    return stale && reply.is_prompt ? turn.now + stale_pause : turn.now;
}

void look_at(TurnResult& result, flows::TimePoint due) { result.due = std::min(result.due.value_or(due), due); }

void answer(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen, std::vector<flows::Reply> replies, bool stale,
            TurnResult& result) {
    for (flows::Reply& reply : replies) {
        const flows::TimePoint due = due_time(turn, reply, stale);
        storage::Enqueued queued = storage::enqueue(db, citizen, std::move(reply), due, turn.now, turn.lease_now && due <= turn.now);
        if (queued.leased)
            result.leased.push_back(std::move(*queued.leased));
        else if (due > turn.now || !turn.lease_now)
            look_at(result, due);
        else
            result.answer_waits = true;
    }
}

enum class Speak { Yes, Merged, No };

TurnResult converse(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen, const flows::Event& event, Speak speak) {
    TurnResult result;
    const flows::Session session = storage::load_session(db, citizen);
    flows::StepResult next = take_step(db, turn, citizen, session, event);
    if (const auto* said = std::get_if<flows::Inbound>(&event))
        storage::save_turn(db, citizen, next.session, said->profile_name, said->at);
    else if (!(next.session == session))
        storage::save_session(db, citizen, next.session, turn.now);
    result.attachments_due = apply_effects(db, citizen, next.effects, turn.now);
    if (speak != Speak::No) answer(db, turn, citizen, std::move(next.replies), speak == Speak::Merged, result);
    return result;
}

storage::Delivery rank(webhooks::DeliveryStatus::State state) {
    using State = webhooks::DeliveryStatus::State;
    switch (state) {
        case State::Sent:
            return storage::Delivery::Sent;
        case State::Delivered:
            return storage::Delivery::Delivered;
        case State::Read:
            return storage::Delivery::Read;
        case State::Failed:
            return storage::Delivery::Failed;
    }
    return storage::Delivery::Sent;
}

// Another program on the same account may put anything there.
std::optional<storage::OutboxId> own_id(const std::string& opaque) {
    storage::OutboxId id = 0;
    const auto [end, error] = std::from_chars(opaque.data(), opaque.data() + opaque.size(), id);
    if (opaque.empty() || error != std::errc{} || end != opaque.data() + opaque.size() || id <= 0) return std::nullopt;
    return id;
}

TurnResult duplicate() {
    TurnResult result;
    result.duplicate = true;
    return result;
}

}  // namespace

TurnResult handle_message(storage::Database& db, const TurnInput& turn, const webhooks::InboundMessage& message) {
    // Before the citizen is sought: a copy that comes late must not move a phone to its former holder.
    if (storage::already_handled(db, message.message.message_id)) return duplicate();
    const flows::CitizenId citizen = storage::citizen_for(db, message.from, turn.now, message.message.at);
    storage::remember_message(db, message.message.message_id, citizen, turn.now);
    const bool stale = turn.now - message.message.at > stale_after;
    TurnResult result = converse(db, turn, citizen, message.message, stale ? Speak::Merged : Speak::Yes);
    if (result.leased.empty() && !result.answer_waits) result.read_receipt = message.message.message_id;
    return result;
}

std::string described(const flows::Inbound& message) {
    struct Describe {
        std::string operator()(const flows::Text& text) const { return text.body; }
        std::string operator()(const flows::Choice& choice) const { return fmt::format("[pilihan] {} ({})", choice.title, choice.id); }
        std::string operator()(const flows::Media& media) const {
            return fmt::format("[berkas {}] {} {} {}", media.mime, media.filename, media.caption, media.media_id);
        }
        std::string operator()(const flows::Location& place) const {
            return fmt::format("[lokasi] {} {} {},{}", place.name, place.address, place.latitude, place.longitude);
        }
        std::string operator()(const flows::Unsupported& other) const { return fmt::format("[{}]", other.what); }
    };
    return std::visit(Describe{}, message.content);
}

TurnResult handle_broken_message(storage::Database& db, const TurnInput& turn, const webhooks::InboundMessage& message) {
    const flows::Inbound& inbound = message.message;
    if (storage::already_handled(db, inbound.message_id)) return duplicate();
    const flows::CitizenId citizen = storage::citizen_for(db, message.from, turn.now, inbound.at);
    storage::remember_message(db, inbound.message_id, citizen, turn.now);
    storage::note_inbound(db, citizen, inbound.profile_name, inbound.at);
    const std::string said = described(inbound);
    storage::quarantine(db, "handling failed: message " + inbound.message_id, said, turn.now);
    storage::open_call(db, citizen, "gangguan", said, turn.now);
    flows::Reply apology;
    apology.content = flows::TextReply{flows::say(turn.catalog, "gangguan.maaf")};
    apology.is_prompt = false;
    TurnResult result;
    answer(db, turn, citizen, {apology}, false, result);
    return result;
}

TurnResult handle_address_change(storage::Database& db, const TurnInput& turn, const webhooks::AddressChange& change) {
    const flows::CitizenId nobody = 0;
    if (!change.message_id.empty() && !storage::remember_message(db, change.message_id, nobody, turn.now)) return duplicate();
    storage::change_address(db, change.old_one, change.new_one, turn.now);
    return {};
}

TurnResult handle_statuses(storage::Database& db, const TurnInput& turn, const std::vector<webhooks::DeliveryStatus>& statuses) {
    TurnResult result;
    for (const webhooks::DeliveryStatus& status : statuses) {
        if (status.state == webhooks::DeliveryStatus::State::Failed) ++result.failed_deliveries;
        const std::optional<flows::CitizenId> line =
            storage::merge_delivery(db, own_id(status.opaque), status.message_id, rank(status.state), status.error_code, status.at);
        if (!line) continue;
        if (!turn.lease_now) {
            look_at(result, turn.now);
            continue;
        }
        storage::Next next = storage::lease_next(db, *line, turn.now);
        if (next.leased) result.leased.push_back(std::move(*next.leased));
        if (next.due) look_at(result, *next.due);
    }
    return result;
}

TurnResult handle_refused_attachment(storage::Database& db, const TurnInput& turn, const storage::Attachment& attachment,
                                     std::string_view reason) {
    storage::attachment_refused(db, attachment.id, reason, turn.now);
    if (attachment.citizen == 0) return {};
    storage::lose_file(db, attachment.citizen, attachment.id, turn.now);
    return converse(db, turn, attachment.citizen, flows::AttachmentRefused{attachment.id, std::string(reason)}, Speak::Yes);
}

TurnResult handle_time_passed(storage::Database& db, const TurnInput& turn, flows::CitizenId citizen, bool remind) {
    return converse(db, turn, citizen, flows::ReminderDue{}, remind ? Speak::Yes : Speak::No);
}

TurnResult handle_expiry(storage::Database& db, const TurnInput& turn, const storage::Request& request) {
    storage::Change change;
    change.actor = "sapa";
    change.action = "expire";
    TurnResult result;
    storage::change_status(db, request.id, flows::Status::Kedaluwarsa, change, turn.now);
    if (!request.citizen) return result;
    for (const flows::OwnRequest& own : storage::own_requests(db, *request.citizen, turn.now - closed_requests_shown, requests_shown))
        if (own.ticket == request.ticket)
            answer(db, turn, *request.citizen, {flows::status_notice(turn.catalog, own, turn.now)}, false, result);
    return result;
}

void set_aside(storage::Database& db, std::string_view message_id, std::string_view reason, std::string_view raw, flows::TimePoint now) {
    if (!message_id.empty()) storage::remember_message(db, message_id, 0, now);
    storage::quarantine(db, reason, raw, now);
}

}  // namespace bot
