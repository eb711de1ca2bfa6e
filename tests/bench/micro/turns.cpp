// The database's part: a message handled as the service does it, without waiting for the disk and with group commits that wait.
#include "bot/turn.hpp"
#include "storage/database.hpp"
#include "storage/outbox.hpp"
#include "storage/sqlite.hpp"
#include "tests/storage/office.hpp"
#include "tests/support/world.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int pages_most = 20'000;  // in the log: emptied between two measurements, as the service does when it is idle

// Citizens who walk through the menu, one message each in turn; what left is marked in the next transaction, as in the service.
class Counter {
public:
    explicit Counter(bool durable) {
        if (!durable) db_->connection().exec("PRAGMA synchronous = OFF");
    }

    void handle(std::int64_t messages) {
        storage::sqlite::Transaction transaction(db_->connection());
        for (const storage::OutboxId id : std::exchange(left_, {})) storage::mark_accepted(*db_, id, fmt::format("wamid.OUT{}", id), now_);
        for (std::int64_t n = 0; n < messages; ++n) {
            storage::sqlite::Savepoint savepoint(db_->connection());
            const bot::TurnResult result = bot::handle_message(*db_, {*catalog_, now_}, next_message());
            savepoint.release();
            for (const storage::Outgoing& row : result.leased) left_.push_back(row.id);
        }
        transaction.commit();
    }

    void empty_log(benchmark::State& state) {
        if (db_->pages_to_checkpoint() < pages_most) return;
        state.PauseTiming();
        db_->checkpoint();
        state.ResumeTiming();
    }

private:
    webhooks::InboundMessage next_message() {
        static constexpr const char* lines[] = {"halo", "1", "0", "2", "0", "3", "0", "8"};
        constexpr std::int64_t citizens = 1'000;
        const std::int64_t serial = serial_++;
        webhooks::InboundMessage message;
        message.from.phone = fmt::format("62812000{:05}", serial % citizens);
        message.message = {fmt::format("wamid.IN{:016X}", static_cast<std::uint64_t>(serial) * 0x9E3779B97F4A7C15u), now_, "Dewi Lestari",
                           flows::Text{lines[serial / citizens % 8]}};
        return message;
    }

    office::Directory directory_;
    flows::CatalogPtr catalog_ = support::shipped_catalog();
    std::unique_ptr<storage::Database> db_ = storage::Database::open(directory_.path(), catalog_->office.code);
    flows::TimePoint now_ = office::morning;
    std::int64_t serial_ = 0;
    std::vector<storage::OutboxId> left_;
};

void turn_without_sync(benchmark::State& state) {
    Counter counter(false);
    for (auto _ : state) {
        counter.handle(1);
        counter.empty_log(state);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(turn_without_sync);

void group_commit(benchmark::State& state) {
    Counter counter(true);
    for (auto _ : state) {
        counter.handle(state.range(0));
        counter.empty_log(state);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(group_commit)->Arg(1)->Arg(8)->Arg(32)->Arg(128)->UseRealTime();

}  // namespace
