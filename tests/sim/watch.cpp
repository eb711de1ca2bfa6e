// Messages and sends.
#include "tests/sim/watch.hpp"

#include "bot/retry.hpp"
#include "storage/conversations.hpp"
#include "storage/outbox.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sim {

using namespace std::chrono_literals;

namespace {

constexpr int window_shut = 131047;

std::int64_t number(const std::string& text) {
    std::int64_t value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int rank_of(const std::string& state) { return state == "sent" ? 1 : state == "delivered" ? 2 : state == "read" ? 3 : 0; }

// As intake sorts one POST: by second, and what comes from the future is now.
std::vector<const bot::PhoneMessage*> in_order(const Post& post, flows::TimePoint now) {
    std::multimap<std::chrono::sys_seconds, const bot::PhoneMessage*> sorted;
    for (const bot::PhoneMessage& each : post.messages)
        sorted.emplace(std::chrono::floor<std::chrono::seconds>(std::min(each.at, now)), &each);
    std::vector<const bot::PhoneMessage*> all;
    for (const auto& [second, message] : sorted) all.push_back(message);
    return all;
}

}  // namespace

void Watch::opened(storage::Database& db) {
    db_ = &db;
    handled_in_life_ = 0;
    for (auto& [id, sending] : sendings_) sending.under_way = false;
    auto rows = db.prepare("SELECT id FROM outbox WHERE state = 1").rows();
    while (rows.next()) {
        const auto found = sendings_.find(rows.integer(0));
        if (found == sendings_.end()) continue;
        ++found->second.unknown;
        found->second.unknown_since = clock_.now();
        found->second.jumps = clock_.jumps();
    }
    for (auto& [id, message] : messages_)  // committed, and the commit never told
        if (!message.handled && storage::already_handled(db, id)) message.handled = true;
    check_nothing_lost();
    committed();
}

void Watch::lives(Life* life) {
    life_ = life;
    if (life != nullptr) return;
    db_ = nullptr;
    waiting_.clear();
    for (auto& [id, message] : messages_) message.arrivals.clear(), message.excused = false;
}

void Watch::committed() {
    check_handled();
    check_rows(*db_);
    check_lines(*db_);
    check_requests(*db_);
    check_strangers(*db_);
}

void Watch::told() {
    const std::uint64_t effects = life_->counters().messages;
    if (effects != handled_in_life_) report_.broken("{} messages had an effect, and {} came", effects, handled_in_life_);
}

void Watch::batch_lost() {
    for (const std::string& id : waiting_) messages_.at(id).excused = true;
}

// --- messages ---------------------------------------------------------------------------------------------------------------------------

void Watch::arrived(const Post& post, int attempt) {
    for (const bot::PhoneMessage* each : in_order(post, clock_.wall())) {
        Message& message = messages_[each->id];
        message.phone = each->phone;
        if (message.handled) continue;
        message.arrivals.try_emplace(attempt, ++arrivals_);
        waiting_.insert(each->id);
    }
}

void Watch::answered(const Post& post, int attempt, bool accepted) {
    for (const bot::PhoneMessage& each : post.messages) {
        Message& message = messages_[each.id];
        message.arrivals.erase(attempt);
        if (message.arrivals.empty()) waiting_.erase(each.id);
        if (!accepted) continue;
        message.acknowledged = true;
        if (!storage::already_handled(*db_, each.id)) report_.broken("{} was acknowledged and is not in the database", each.id);
    }
    if (!accepted) return;
    for (const Status& each : post.statuses) {
        Sending& known = sending(each.opaque);
        known.under_way = false;
        if (each.state == "failed" && each.error_code == window_shut) known.told_by_status = false;
        if (rank_of(each.state) == 0) continue;
        known.told_by_status = true;
        if (rank_of(each.state) <= known.rank) continue;
        known.rank = rank_of(each.state);
        known.status_id = each.message_id;
    }
}

void Watch::check_handled() {
    std::map<std::string, int> furthest;  // phone → place of arrival of the last that was handled
    for (auto each = waiting_.begin(); each != waiting_.end();) {
        Message& message = messages_.at(*each);
        if (!storage::already_handled(*db_, *each)) {
            ++each;
            continue;
        }
        message.handled = true;
        ++handled_in_life_;
        last_handled_[message.phone] = clock_.now();
        const auto first = std::ranges::min_element(message.arrivals, {}, [](const auto& arrival) { return arrival.second; });
        furthest[message.phone] = std::max(furthest[message.phone], first->second);
        each = waiting_.erase(each);
    }
    for (const std::string& id : waiting_) {
        const Message& message = messages_.at(id);
        const auto last = furthest.find(message.phone);
        if (last == furthest.end() || message.excused) continue;
        for (const auto& [attempt, place] : message.arrivals)
            if (place < last->second) report_.broken("{} was overtaken by a later message of {}", id, message.phone);
    }
}

void Watch::check_nothing_lost() {
    for (const auto& [id, message] : messages_) {
        if (!message.acknowledged && !message.handled) continue;
        if (!storage::already_handled(*db_, id))
            report_.broken("{} was {} and is lost", id, message.acknowledged ? "acknowledged" : "committed");
    }
    check_statuses(*db_);
    const auto twice = db_->prepare("SELECT max(id) FROM attachments WHERE media_id <> '' GROUP BY media_id HAVING count(*) > 1").number();
    if (twice) report_.broken("attachment {} was taken twice", *twice);
    for (const auto& [id, request] : requests_)
        if (db_->prepare("SELECT max(seq) FROM request_history WHERE request = ?").number(id).value_or(0) < request.promised)
            report_.broken("what a clerk was told of {} is lost", request.ticket);
}

void Watch::check_statuses(storage::Database& db) {
    for (const auto& [id, known] : sendings_) {
        if (known.rank == 0 || known.taken > 1) continue;  // of two copies the row remembers one
        auto row = db.prepare("SELECT delivery FROM outbox WHERE id = ? AND message_id = ? AND state <> 5 AND window_closed = 0")
                       .rows(id, known.status_id);
        if (row.next() && row.integer(0) < known.rank) report_.broken("a status of {} was acknowledged and is lost", id);
    }
}

// --- sends ------------------------------------------------------------------------------------------------------------------------------

Watch::Sending& Watch::sending(const std::string& own_id) { return sendings_[number(own_id)]; }

void Watch::sent(const bot::StandIn::Bubble& bubble) {
    Sending& known = sending(bubble.opaque);
    auto row =
        db_->prepare("SELECT o.state = 1 OR o.delivery > 0, c.phone FROM outbox o JOIN citizens c ON c.id = o.citizen WHERE o.id = ?")
            .rows(number(bubble.opaque));
    // A status may have come with the very commit that leased it again: then it is on its way already.
    if (!row.next() || row.integer(0) != 1) return report_.broken("{} was sent and is not leased", bubble.opaque);
    if (row.text(1) != bubble.to) report_.broken("{} was sent to {} and belongs to {}", bubble.opaque, bubble.to, row.text(1));
    const bool busy =
        std::ranges::any_of(sendings_, [&](const auto& each) { return each.second.under_way && each.second.to == bubble.to; });
    if (busy) report_.broken("{} was sent while another message to {} was under way", bubble.opaque, bubble.to);
    if (known.told_by_status) report_.broken("{} was sent again, and a status had told that it arrived", bubble.opaque);
    const bool too_soon = clock_.now() - known.unknown_since < bot::RetrySettings{}.uncertain && known.jumps == clock_.jumps();
    if (known.unknown > 0 && too_soon) report_.broken("{} was sent again before a status could tell", bubble.opaque);
    ++known.sends;
    known.under_way = true;
    known.to = bubble.to;
    check_words(bubble);
}

void Watch::ended(const bot::StandIn::Bubble& bubble) { sending(bubble.opaque).under_way = false; }

void Watch::taken(const bot::StandIn::Bubble& bubble, bool shown) {
    Sending& known = sending(bubble.opaque);
    ++known.taken;
    if (!shown) return;
    ++known.shown;
    last_shown_[bubble.to] = clock_.now();
    if (known.shown > 1 + known.unknown) report_.broken("{} is shown {} times, with {} doubts", bubble.opaque, known.shown, known.unknown);
    if (known.shown > 2) report_.broken("{} is shown {} times", bubble.opaque, known.shown);
}

void Watch::outcome_unknown(const std::string& own_id) {
    Sending& known = sending(own_id);
    ++known.unknown;
    known.unknown_since = clock_.now();
    known.jumps = clock_.jumps();
}

// Nobody reads what is another's: no name, no identity number, no ticket.
void Watch::check_words(const bot::StandIn::Bubble& bubble) {
    for (const Citizen& other : *citizens_) {
        if (other.phone == bubble.to) continue;
        if (bubble.text.find(other.name) != std::string::npos || bubble.text.find(other.nik) != std::string::npos)
            report_.broken("{} reads what {} wrote", bubble.to, other.phone);
    }
    for (const auto& [id, request] : requests_) {
        if (bubble.text.find(request.ticket) == std::string::npos) continue;
        const auto owner = db_->prepare("SELECT citizen FROM requests WHERE ticket = ?").number(request.ticket);
        const auto reader = db_->prepare("SELECT id FROM citizens WHERE phone = ?").number(bubble.to);
        if (owner != reader) report_.broken("{} reads of {}, a stranger's", bubble.to, request.ticket);
    }
}

// --- rest -------------------------------------------------------------------------------------------------------------------------------

void Watch::note_rows() {
    const bot::Sender& sender = life_->sender();
    report_.note("the sender: breaker {}, {} waiting, {} in flight", static_cast<int>(sender.breaker()), sender.waiting(),
                 sender.in_flight());
    const auto now = flows::to_millis(clock_.wall());
    auto rows = db_->prepare("SELECT id, citizen, state, leased_at, due_at, attempts, doubts FROM outbox WHERE state < 3").rows();
    while (rows.next())
        report_.note("  {} of citizen {}: state {}, leased {} ms ago, due in {} ms, attempts {}, doubts {}", rows.integer(0),
                     rows.integer(1), rows.integer(2), rows.integer(3) == 0 ? 0 : now - rows.integer(3), rows.integer(4) - now,
                     rows.integer(5), rows.integer(6));
}

void Watch::at_rest() {
    check_nothing_lost();
    note_rows();
    const auto now = flows::to_millis(clock_.wall());
    const auto left = db_->prepare("SELECT count(*) FROM outbox WHERE state = 1 OR (state IN (0, 2) AND due_at <= ?)").number(now);
    if (left.value_or(0) > 0) report_.broken("{} messages are still waiting after an hour without trouble", *left);
    if (!life_->sender().idle()) report_.broken("the sender is not idle after an hour without trouble");
    for (const auto& [id, known] : sendings_)
        if (known.under_way) report_.broken("{} is still under way", id);
    check_everybody_answered();
}

// Everybody who wrote heard something, or a clerk sees why not.
void Watch::check_everybody_answered() {
    for (const auto& [phone, handled] : last_handled_) {
        if (last_shown_.contains(phone) && last_shown_[phone] >= handled) continue;
        const auto seen =
            db_->prepare(
                   "SELECT 1 FROM citizens c WHERE c.phone = ? AND (EXISTS (SELECT 1 FROM calls WHERE citizen = c.id AND closed_at IS NULL)"
                   " OR EXISTS (SELECT 1 FROM outbox WHERE citizen = c.id AND state > 3))")
                .number(phone);
        if (!seen) report_.broken("{} wrote and heard nothing", phone);
    }
}

}  // namespace sim
