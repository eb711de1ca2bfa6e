// One life of the service, from start to death: the real intake, turns, sender, ledger and housekeeping on the real storage, joined as
// bot::Service joins them, without sockets and threads. Files are not downloaded: they are there, or they are no use.
#pragma once
#include "bot/catalog_store.hpp"
#include "bot/channel.hpp"
#include "bot/counters.hpp"
#include "bot/housekeeping.hpp"
#include "bot/intake.hpp"
#include "bot/mailbox.hpp"
#include "bot/sender.hpp"
#include "desk/exchange.hpp"
#include "storage/database.hpp"
#include "storage/writer.hpp"
#include "tests/sim/clock.hpp"
#include "tests/sim/crash_vfs.hpp"
#include "tests/sim/plan.hpp"
#include "tests/sim/report.hpp"
#include "tests/sim/whatsapp.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sim {

// What is made wrong on purpose, to see that the world notices.
enum class Sabotage { None, SyncNormal, SyncLies, AnswersEarly, ForgetsMessages, NoDoubtAfterRestart };

struct Surroundings {
    Clock& clock;
    Report& report;
    CrashVfs& disk;
    bot::CatalogStore& catalogs;
    WhatsApp& whatsapp;
    std::filesystem::path directory;
    Plan plan;
    Sabotage sabotage = Sabotage::None;
    std::function<void(storage::Database&)> opened;  // before anything is done with it
    std::function<void()> batch_lost;
};

class Life {
public:
    Life(Surroundings, Random);  // throws what the storage throws
    ~Life();
    Life(const Life&) = delete;
    Life& operator=(const Life&) = delete;

    void receive(const PostPtr&, WhatsApp::Answer);
    void ask(const std::string& clerk, const std::string& verb, boost::json::object args, std::function<void(const std::string& line)>);
    void write(const std::function<void(storage::Database&)>& job) { writer_->run(job); }
    void stop();

    bool has_work() const { return writer_->waiting() > 0; }
    bool work() { return writer_->run_waiting(); }  // one batch, or a quiet moment
    void poll();                                    // everything that was posted to the network's thread
    bool failed() const { return failed_; }         // the writer gave the disk up: a real process would be gone
    bool stopped() const { return stopped_; }
    // Something is due, and nobody will ever come for it.
    bool asleep_over_work() const;

    storage::Database& db() { return *db_; }
    bot::Sender& sender() { return *sender_; }
    const bot::Counters& counters() const { return counters_; }

private:
    std::unique_ptr<storage::Writer> open_writer();
    void settle_earlier_run();
    void fetch_files();
    void files_arrive();
    bot::Clock wall() const;
    void note_failure(std::exception_ptr);

    Surroundings around_;
    Random random_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    boost::asio::io_context io_{1};
    bot::Mailbox mailbox_{io_};
    bot::Counters counters_;
    Timers sender_time_, other_time_;
    storage::Database* db_ = nullptr;
    std::unique_ptr<storage::Writer> writer_;
    std::unique_ptr<webhooks::Graph> line_;
    bot::Channel channel_;
    std::unique_ptr<bot::Sender> sender_;
    std::unique_ptr<bot::Housekeeping> housekeeping_;
    std::unique_ptr<bot::Intake> intake_;
    bool fetching_ = false, failed_ = false, stopping_ = false, stopped_ = false;
};

}  // namespace sim
