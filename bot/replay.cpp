#include "bot/replay.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/exit_codes.hpp"
#include "bot/record.hpp"
#include "bot/turn.hpp"
#include "storage/content_hash.hpp"
#include "storage/database.hpp"
#include "storage/writer.hpp"

#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <map>
#include <ostream>
#include <stdexcept>
#include <utility>

namespace bot {
namespace {

constexpr int lines_at_once = 200;  // far fewer than the writer's queue holds

struct Apply {
    storage::Database& db;
    const TurnInput& turn;

    void operator()(const RecordedMessage& recorded) const {
        const webhooks::InboundMessage& message = recorded.message;
        if (recorded.failures == 0)
            handle_message(db, turn, message);
        else if (recorded.failures == 1)
            handle_broken_message(db, turn, message);
        else
            set_aside(db, message.message.message_id, "handling failed: message", described(message.message), turn.now);
    }
    void operator()(const webhooks::AddressChange& change) const { handle_address_change(db, turn, change); }
    void operator()(const std::vector<webhooks::DeliveryStatus>& statuses) const { handle_statuses(db, turn, statuses); }
    void operator()(const RecordedRound& round) const { settle_round(db, round.entries, round.room, turn.lease_now, turn.now); }
    void operator()(const RecordedVerb&) const {}  // asked at the desk instead
};

class Player {
public:
    Player(flows::CatalogPtr catalog, const std::filesystem::path& directory)
        : catalog_(std::move(catalog)), writer_(storage::Database::open(directory, catalog_->office.code), options()) {}
    ~Player() { writer_.stop(); }
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    void play(Recorded recorded) {
        if (auto* verb = std::get_if<RecordedVerb>(&recorded.what)) return ask(std::move(*verb), recorded.at);
        storage::Job job;
        job.run = [this, recorded = std::move(recorded)](storage::Database& db) {
            const TurnInput turn{*catalog_, recorded.at, recorded.lease_now};
            std::visit(Apply{db, turn}, recorded.what);
        };
        if (!writer_.submit(std::move(job))) throw std::runtime_error("the database takes no more work");
        if (++lines_ % lines_at_once == 0) wait();
    }

    Replayed end() {
        Replayed played{lines_, 0, {}};
        writer_.run([&](storage::Database& db) { played.content = storage::content_hash(db.connection()); });
        played.failed = failed_;
        return played;
    }

private:
    storage::Writer::Options options() {
        storage::Writer::Options chosen;
        chosen.on_failure = [this](std::exception_ptr) { ++failed_; };
        return chosen;
    }

    void wait() {
        writer_.run([](storage::Database&) {});
    }

    // Whoever it was had the right then; a clerk's walk-in goes on where it stood.
    void ask(RecordedVerb verb, flows::TimePoint at) {
        desk::Counter& counter = counters_[verb.account];
        desk::Question question;
        question.request = std::move(verb.request);
        question.peer = {verb.account, true};
        question.catalog = catalog_;
        question.now = at;
        question.counter = std::move(counter);
        desk::ask(writer_, std::move(question), [&counter](desk::Reply reply) { counter = std::move(reply.counter); });
        wait();
        ++lines_;
    }

    flows::CatalogPtr catalog_;
    std::map<std::string, desk::Counter> counters_;
    std::atomic<int> failed_{0};
    int lines_ = 0;
    storage::Writer writer_;
};

}  // namespace

Replayed replay(std::istream& record, flows::CatalogPtr catalog, const std::filesystem::path& directory) {
    Player player(std::move(catalog), directory);
    for (std::string line; std::getline(record, line);)
        if (!line.empty()) player.play(read_line(line));
    return player.end();
}

int run_replay(const std::filesystem::path& config_file, const std::filesystem::path& record, const std::filesystem::path& directory,
               desk::Streams io) {
    const LoadedConfig loaded = load_config(config_file, process_environment());
    for (const std::string& mistake : loaded.mistakes) io.err << mistake << '\n';
    if (!loaded.mistakes.empty()) return exit_configuration;
    if (std::filesystem::exists(directory / "sapa.db")) {
        io.err << fmt::format("{} sudah berisi data; pilih direktori baru\n", directory.string());
        return exit_failed;
    }
    CatalogStore catalogs(loaded.config.office_files, {loaded.config.undo_seconds, loaded.config.settle_milliseconds});
    const flows::LoadedCatalog office = catalogs.load(system_now());
    if (!office.catalog || !office.mistakes.empty()) {
        io.err << fmt::format("Berkas kantor salah; lihat: sapa check {}\n", catalogs.directory().string());
        return exit_configuration;
    }
    try {
        std::ifstream lines(record);
        const Replayed played = replay(lines, office.catalog, directory);
        io.out << fmt::format("baris {}\ngagal {}\nisi {}\n", played.lines, played.failed, played.content);
        return exit_ok;
    } catch (const std::exception& error) {
        io.err << fmt::format("Tidak bisa diputar: {}\n", error.what());
        return exit_failed;
    }
}

}  // namespace bot
