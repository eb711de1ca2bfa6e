// Random traffic with random outcomes: whatever happens, a citizen hears everything in order, nothing is lost and nothing leaves twice at
// once.
#include "storage/outbox.hpp"
#include "tests/storage/office.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

using namespace storage;
using namespace office;

namespace {

class Traffic {
public:
    explicit Traffic(unsigned seed) : random_(seed) {
        for (int n = 0; n < 4; ++n) people_.push_back(citizen(desk_.db, n));
    }

    void step() {
        now_ += std::chrono::milliseconds(pick(2'000));
        sqlite::Transaction unit(desk_.db.connection());
        switch (pick(4)) {
            case 0:
                say();
                break;
            case 1:
                start(lease_due(desk_.db, now_, 1 + pick(3)));
                break;
            case 2:
                hear_status();
                break;
            default:
                finish_one();
                break;
        }
        unit.commit();
    }

    // No more trouble: everything must leave.
    void drain() {
        while (!under_way_.empty()) accept(under_way_.begin()->first);
        for (int round = 0; round < 1'000; ++round) {
            auto leased = lease_due(desk_.db, now_, 10);
            if (leased.empty()) {
                const auto due = next_due(desk_.db);
                if (!due) return;
                REQUIRE(*due > now_);  // or the sender would spin
                now_ = *due;
                continue;
            }
            start(std::move(leased));
            while (!under_way_.empty()) accept(under_way_.begin()->first);
        }
        FAIL("the queue does not drain");
    }

    void check() {
        CHECK(outbox_counts(desk_.db).queued + outbox_counts(desk_.db).leased + outbox_counts(desk_.db).uncertain == 0);
        for (const auto id : expected_) {
            INFO("message " << id);
            CHECK((arrived_.contains(id) || doubts_[id] >= 2));
        }
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

    void say() {
        const auto who = people_[static_cast<std::size_t>(pick(4))];
        const bool later = pick(4) == 0;
        const auto due = later ? now_ + std::chrono::seconds(1 + pick(10)) : now_;
        auto sent = enqueue(desk_.db, who, notice("kabar"), due, now_, pick(2) == 0);
        expected_.insert(sent.id);
        if (later) delayed_.insert(sent.id);
        if (sent.leased) start({std::move(*sent.leased)});
    }

    void start(std::vector<Outgoing> leased) {
        for (auto& outgoing : leased) {
            for (const auto& [id, other] : under_way_) REQUIRE(other.citizen != outgoing.citizen);
            REQUIRE_FALSE(arrived_.contains(outgoing.id));
            check_order(outgoing);
            const auto id = outgoing.id;
            under_way_.emplace(id, std::move(outgoing));
        }
    }

    // Only what was told to wait may be overtaken.
    void check_order(const Outgoing& outgoing) {
        auto& newest = newest_[outgoing.citizen];
        if (!delayed_.contains(outgoing.id)) {
            REQUIRE(outgoing.id >= newest);
            newest = outgoing.id;
        }
    }

    void accept(OutboxId id) {
        const auto who = under_way_.at(id).citizen;
        under_way_.erase(id);
        arrived_.insert(id);
        mark_accepted(desk_.db, id, "wamid." + std::to_string(id), now_);
        if (auto next = lease_next(desk_.db, who, now_).leased) start({std::move(*next)});
    }

    void finish_one() {
        if (under_way_.empty()) return;
        auto at = under_way_.begin();
        std::advance(at, pick(static_cast<int>(under_way_.size())));
        const auto id = at->first;
        const auto until = now_ + std::chrono::milliseconds(pick(9'000));
        switch (pick(6)) {
            case 0:
                under_way_.erase(at);
                return mark_retry(desk_.db, id, until, "503", true);
            case 1:
                under_way_.erase(at);
                return mark_retry(desk_.db, id, until, "429", false);
            case 2:
                under_way_.erase(at);
                doubt(id);
                return mark_uncertain(desk_.db, id, until, "timeout");
            case 3:
                crash(until);
                return;
            default:
                accept(id);
        }
    }

    void crash(flows::TimePoint until) {
        for (const auto& [id, outgoing] : under_way_) doubt(id);
        under_way_.clear();
        release_leases_after_restart(desk_.db, until);
    }

    void doubt(OutboxId id) {
        in_doubt_.insert(id);
        ++doubts_[id];
    }

    void hear_status() {
        if (in_doubt_.empty()) return;
        const auto id = *in_doubt_.begin();
        in_doubt_.erase(in_doubt_.begin());
        if (under_way_.contains(id) || arrived_.contains(id)) return;
        const auto who = merge_delivery(desk_.db, id, "wamid." + std::to_string(id), Delivery::Sent, 0, now_);
        arrived_.insert(id);
        if (doubts_[id] >= 2 && !who) return;  // given up already: a clerk was shown it
        REQUIRE(who.has_value());
        if (auto next = lease_next(desk_.db, *who, now_).leased) start({std::move(*next)});
    }

    Desk desk_;
    std::mt19937 random_;
    flows::TimePoint now_ = morning;
    std::vector<flows::CitizenId> people_;
    std::map<OutboxId, Outgoing> under_way_;
    std::map<OutboxId, int> doubts_;
    std::set<OutboxId> expected_, delayed_, arrived_, in_doubt_;
    std::map<flows::CitizenId, OutboxId> newest_;
};

}  // namespace

TEST_CASE("order, completeness and one at a time hold under random trouble") {
    const auto seed = GENERATE(range(1u, 13u));
    INFO("seed " << seed);
    Traffic traffic(seed);
    for (int n = 0; n < 400; ++n) traffic.step();
    traffic.drain();
    traffic.check();
}
