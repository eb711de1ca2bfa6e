#include "bot/intake.hpp"

#include "bot/alarms.hpp"
#include "bot/record.hpp"
#include "webhooks/compose.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace bot {

struct Intake::Open {
    Answer answer;
    std::size_t left = 0;
    bool lost = false;
    std::chrono::steady_clock::time_point since;
};

struct Intake::Work {
    using Item =
        std::variant<webhooks::InboundMessage, webhooks::AddressChange, std::vector<webhooks::DeliveryStatus>, webhooks::Unreadable>;
    Item item;
    TurnResult result{};
    flows::TimePoint now{};
    bool lease_now = false;
    int failures = 0;  // after the first the citizen hears of it, after the second it is only kept for an operator
};

namespace {

struct Handle {
    storage::Database& db;
    const TurnInput& turn;

    TurnResult operator()(const webhooks::InboundMessage& message) const { return handle_message(db, turn, message); }
    TurnResult operator()(const webhooks::AddressChange& change) const { return handle_address_change(db, turn, change); }
    TurnResult operator()(const std::vector<webhooks::DeliveryStatus>& statuses) const { return handle_statuses(db, turn, statuses); }
    TurnResult operator()(const webhooks::Unreadable& item) const {
        set_aside(db, {}, item.reason, item.raw, turn.now);
        return {};
    }
};

constexpr int failures_most = 2;

// What an operator needs to find the cause, and what the citizen said: it must not be lost. Housekeeping forgets it.
struct SetAside {
    storage::Database& db;
    flows::TimePoint now;

    void operator()(const webhooks::InboundMessage& message) const {
        set_aside(db, message.message.message_id, "handling failed: message", described(message.message), now);
    }
    void operator()(const webhooks::AddressChange& change) const {
        set_aside(db, change.message_id, "handling failed: change of address", change.message_id, now);
    }
    void operator()(const std::vector<webhooks::DeliveryStatus>& statuses) const {
        set_aside(db, {}, "handling failed: statuses", statuses.empty() ? "" : statuses.front().message_id, now);
    }
    void operator()(const webhooks::Unreadable& item) const { set_aside(db, {}, item.reason, {}, now); }
};

}  // namespace

void Intake::deliver(webhooks::Delivery delivery, Answer answer) {
    std::vector<std::shared_ptr<Work>> works;
    std::vector<webhooks::DeliveryStatus> statuses;
    for (webhooks::Event& event : delivery.events) sort_out(std::move(event), works, statuses);
    if (!statuses.empty()) works.push_back(std::make_shared<Work>(Work{.item = std::move(statuses)}));
    if (works.empty()) return answer(webhooks::Listener::Answer::Accepted);
    const auto open = std::make_shared<Open>(Open{std::move(answer), works.size(), false, std::chrono::steady_clock::now()});
    // After the first that the queue refuses the rest must wait, too: a later message never overtakes an earlier one.
    bool taken = true;
    for (const std::shared_ptr<Work>& work : works) {
        taken = taken && submit(open, work);
        if (!taken) finish(open, work, storage::Outcome::Lost);
    }
}

// WhatsApp does not promise an order inside a delivery; times do, as far as a second tells them apart.
void Intake::sort_out(webhooks::Event&& event, std::vector<std::shared_ptr<Work>>& works, std::vector<webhooks::DeliveryStatus>& statuses) {
    if (auto* message = std::get_if<webhooks::InboundMessage>(&event)) {
        if (!parts_.channel.accepts(message->phone_number_id)) return void(++parts_.counters.foreign);
        if (parts_.channel.saw(message->phone_number_id)) parts_.sender.take({}, parts_.clock());
        const auto later = std::ranges::find_if(works, [&](const std::shared_ptr<Work>& work) {
            const auto* other = std::get_if<webhooks::InboundMessage>(&work->item);
            return other && other->message.at > message->message.at;
        });
        works.insert(later, std::make_shared<Work>(Work{.item = std::move(*message)}));
    } else if (auto* status = std::get_if<webhooks::DeliveryStatus>(&event)) {
        if (!parts_.channel.accepts(status->phone_number_id)) return void(++parts_.counters.foreign);
        statuses.push_back(std::move(*status));
    } else if (auto* change = std::get_if<webhooks::AddressChange>(&event)) {
        works.push_back(std::make_shared<Work>(Work{.item = std::move(*change)}));
    } else if (auto* unreadable = std::get_if<webhooks::Unreadable>(&event)) {
        ++parts_.counters.quarantined;
        log::alarm(Alarm::UnreadableItem, "reason=\"{}\"", unreadable->reason);
        works.push_back(std::make_shared<Work>(Work{.item = std::move(*unreadable)}));
    } else if (const auto* alert = std::get_if<webhooks::AccountAlert>(&event)) {
        ++parts_.counters.alerts;
        log::alarm(Alarm::AccountAlert, "field={} what=\"{}\"", alert->field, alert->what);
    }
}

bool Intake::submit(const std::shared_ptr<Open>& open, const std::shared_ptr<Work>& work) {
    storage::Job job;
    job.run = [this, work](storage::Database& db) {
        const flows::TimePoint now = parts_.clock();
        const flows::CatalogPtr catalog = parts_.catalogs.current();
        const TurnInput turn{*catalog, now, parts_.sender.may_lease()};
        work->now = now;
        work->lease_now = turn.lease_now;
        const auto* message = std::get_if<webhooks::InboundMessage>(&work->item);
        work->result = {};
        if (work->failures == 0)
            work->result = std::visit(Handle{db, turn}, work->item);
        else if (message && work->failures == 1)
            work->result = handle_broken_message(db, turn, *message);
        else
            std::visit(SetAside{db, now}, work->item);
    };
    job.done = [this, open, work](storage::Outcome outcome) {
        if (parts_.recorder && outcome == storage::Outcome::Committed) record(*work);
        parts_.mailbox.leave([this, open, work, outcome] { finish(open, work, outcome); });
    };
    return parts_.writer.submit(std::move(job));
}

void Intake::record(const Work& work) const {
    const auto add = [&](auto what) { parts_.recorder->add({work.now, work.lease_now, std::move(what)}); };
    if (const auto* message = std::get_if<webhooks::InboundMessage>(&work.item))
        add(RecordedMessage{*message, work.failures});
    else if (const auto* change = std::get_if<webhooks::AddressChange>(&work.item))
        add(*change);
    else if (const auto* statuses = std::get_if<std::vector<webhooks::DeliveryStatus>>(&work.item))
        add(*statuses);
}

void Intake::finish(const std::shared_ptr<Open>& open, const std::shared_ptr<Work>& work, storage::Outcome outcome) {
    if (outcome == storage::Outcome::Failed && work->failures < failures_most) {
        if (work->failures++ == 0) ++parts_.counters.quarantined;
        if (submit(open, work)) return;
    }
    if (outcome == storage::Outcome::Committed)
        pass_on(*work);
    else
        open->lost = true, ++parts_.counters.not_committed;
    if (--open->left > 0) return;
    if (!open->lost) parts_.counters.received_to_committed.add(std::chrono::steady_clock::now() - open->since);
    close(open);
}

void Intake::close(const std::shared_ptr<Open>& open) {
    open->answer(open->lost ? webhooks::Listener::Answer::TryLater : webhooks::Listener::Answer::Accepted);
}

void Intake::pass_on(Work& work) {
    TurnResult& result = work.result;
    parts_.counters.failed_after_sending += static_cast<std::uint64_t>(result.failed_deliveries);
    if (result.duplicate)
        ++parts_.counters.duplicates;
    else if (std::holds_alternative<webhooks::InboundMessage>(work.item))
        ++parts_.counters.messages;
    else if (std::holds_alternative<webhooks::AddressChange>(work.item))
        ++parts_.counters.address_changes;
    else if (const auto* statuses = std::get_if<std::vector<webhooks::DeliveryStatus>>(&work.item))
        parts_.counters.statuses += statuses->size();
    if (!result.leased.empty() || result.due) parts_.sender.take(std::move(result.leased), result.due);
    if (result.attachments_due) parts_.attachments_due();
    if (!result.read_receipt.empty() && parts_.sender.may_lease())
        parts_.graph.send_quietly(parts_.channel.current(), webhooks::compose_read_receipt(result.read_receipt, result.due.has_value()));
}

}  // namespace bot
