#include "bot/service.hpp"

#include "bot/alarms.hpp"
#include "bot/catalog_store.hpp"
#include "bot/channel.hpp"
#include "bot/counters.hpp"
#include "bot/exit_codes.hpp"
#include "bot/fetcher.hpp"
#include "bot/housekeeping.hpp"
#include "bot/intake.hpp"
#include "bot/mailbox.hpp"
#include "bot/metrics.hpp"
#include "bot/record.hpp"
#include "bot/sender.hpp"
#include "bot/service_settings.hpp"
#include "bot/steady.hpp"
#include "desk/server.hpp"
#include "storage/attachments.hpp"
#include "storage/clock_mark.hpp"
#include "storage/database.hpp"
#include "storage/health_check.hpp"
#include "storage/outbox.hpp"
#include "storage/sqlite.hpp"
#include "storage/writer.hpp"
#include "webhooks/admin.hpp"
#include "webhooks/graph_client.hpp"
#include "webhooks/listener.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <future>
#include <optional>
#include <utility>

namespace bot {

using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

// Stopping takes at most ten seconds in all: running sends may finish, then they are cut, then nothing is waited for.
constexpr auto finish_sends = 6s;
constexpr auto record_outcomes = 8s;
constexpr auto last_handlers = 1s;

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

flows::CatalogPtr load_or_refuse(CatalogStore& catalogs, const Clock& clock) {
    const flows::LoadedCatalog loaded = catalogs.load(clock());
    std::vector<std::string> reasons;
    for (const flows::Diagnostic& mistake : loaded.mistakes) reasons.push_back((catalogs.directory() / flows::to_string(mistake)).string());
    if (!loaded.catalog && reasons.empty()) reasons.push_back(catalogs.directory().string() + ": berkas kantor tidak bisa dibaca");
    if (!reasons.empty()) throw Refused(std::move(reasons));
    for (const flows::Diagnostic& advice : loaded.advice) log::debug("event=office_advice note=\"{}\"", flows::to_string(advice));
    return loaded.catalog;
}

}  // namespace

Refused::Refused(std::vector<std::string> why) : std::runtime_error(joined(why)), reasons(std::move(why)) {}

struct Service::Impl {
    Options options;
    asio::io_context io{1};
    Counters counters;
    CatalogStore catalogs;
    flows::CatalogPtr first_catalog;
    Mailbox mailbox{io};
    std::unique_ptr<Recorder> recorder;          // of masked traffic; null: none is kept
    std::optional<storage::HealthCheck> health;  // of a large database, beside its use
    std::atomic<int> not_taken = 0;              // SQLite's word for why the last transaction was not committed; 0: it was
    std::unique_ptr<storage::Writer> writer;
    SecretStore secrets;
    SystemSteady steady{io};
    webhooks::GraphClient graph;
    Channel channel;
    DiskWatch disk;
    Sender sender;
    Fetcher fetcher;
    Housekeeping housekeeping;
    Intake intake;
    std::vector<storage::Queue> queues;  // for the metrics
    int schema = 0;
    std::optional<webhooks::Listener> listener;
    std::optional<webhooks::AdminListener> admin;
    std::optional<desk::Server> desk;
    asio::signal_set signals{io};
    asio::steady_timer deadline{io};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    bool accepting = false, stopping = false;
    int waiting_for = 0;

    explicit Impl(Options chosen)
        : options(std::move(chosen)),
          catalogs(options.config.office_files, {options.config.undo_seconds, options.config.settle_milliseconds}),
          first_catalog(load_or_refuse(catalogs, options.clock)),
          recorder(open_record()),
          writer(open_writer()),
          secrets(options.secrets),
          graph(io, graph_settings(options.config), [this] { return secrets.access_token(); }),
          channel(options.config.phone_number_id, options.config.storage),
          disk(io, disk_settings(options, [this] { fetcher.wake(); })),
          sender(steady, *writer, mailbox, graph, channel, counters, options.clock, sender_settings(options)),
          fetcher(io, *writer, mailbox, graph, channel, catalogs, sender, counters, options.clock,
                  {options.config.storage, 2, [this] { return disk.takes_files(); }}),
          housekeeping(steady, *writer, mailbox, catalogs, sender, counters, options.clock),
          intake(
              {*writer, mailbox, graph, channel, catalogs, sender, counters, options.clock, [this] { fetcher.wake(); }, recorder.get()}) {
        sender.record_to(recorder.get());
        settle_earlier_run();
        listen();
    }

    ~Impl() { writer->stop(); }

    std::unique_ptr<Recorder> open_record() const {
        return options.config.record.empty() ? nullptr : std::make_unique<Recorder>(options.config.record, *first_catalog);
    }

    std::unique_ptr<storage::Writer> open_writer() {
        std::unique_ptr<storage::Database> opened = storage::Database::open(options.config.storage, first_catalog->office.code);
        if (!opened->was_checked()) health.emplace(options.config.storage, end_damaged);
        storage::Writer::Options chosen;
        chosen.before_commit = options.before_commit;
        chosen.told = [this] { mailbox.ring(); };
        chosen.on_failure = [this](std::exception_ptr failure) {
            if (const int code = log_failure(std::move(failure)); code != 0) not_taken = code;
        };
        chosen.on_fatal = end_at_once;
        chosen.on_commit = [this](std::size_t jobs, std::chrono::nanoseconds took) {
            counters.batch.add(jobs);
            counters.commit.add(took);
            not_taken = 0;
        };
        return std::make_unique<storage::Writer>(std::move(opened), std::move(chosen));
    }

    // SQLite's code when the whole transaction failed and the same may work later, else 0.
    static int log_failure(std::exception_ptr failure) {
        try {
            std::rethrow_exception(std::move(failure));
        } catch (const storage::sqlite::Error& error) {
            log::alarm(error.passing() ? Alarm::CommitFailed : Alarm::JobFailed, "code={} error=\"{}\"", error.extended, error.what());
            return error.passing() ? error.code : 0;
        } catch (const std::exception& error) {
            log::alarm(Alarm::JobFailed, "error=\"{}\"", error.what());
        }
        return 0;
    }

    // Whether the last transaction is on disk is unknown: only the recovery of the next start can tell.
    [[noreturn]] static void end_damaged(const std::string& verdict) {
        log::alarm(Alarm::StorageFailed, "error=\"the database is damaged: {}\" advice=\"restore a backup\"", verdict);
        log::flush();
        std::_Exit(exit_damaged);
    }

    [[noreturn]] static void end_at_once(const std::string& why) {
        log::alarm(Alarm::StorageFailed, "error=\"{}\"", why);
        log::flush();
        std::_Exit(exit_disk);
    }

    // What an earlier run was just sending is uncertain: a status may still tell.
    void settle_earlier_run() {
        std::int64_t uncertain = 0;
        const flows::TimePoint until = options.clock() + std::chrono::seconds(options.config.uncertain_seconds);
        writer->run([&](storage::Database& db) {
            storage::release_leases_after_restart(db, until);
            storage::sweep_attachments(db, 0s);
            uncertain = storage::outbox_counts(db).uncertain;
            queues = storage::queues(db);
            schema = static_cast<int>(db.connection().number("PRAGMA user_version"));
        });
        if (uncertain > 0) log::alarm(Alarm::EarlierRunWasCut, "uncertain={}", uncertain);
    }

    void listen() {
        desk::ServerSettings settings;
        settings.socket = options.config.socket();
        settings.peer_of = options.peer_of;
        desk.emplace(
            io, std::move(settings), *writer, [this] { return catalogs.current(); }, options.clock, desk_hooks());
        admin.emplace(io, options.config.admin.host, options.config.admin.port,
                      webhooks::AdminPages{[this] { return trouble(); }, [this] { return page(); }});
        listener.emplace(io, listener_settings(options.config, options.secrets),
                         [this](webhooks::Delivery delivery, Intake::Answer answer) {
                             if (!disk.takes_messages()) {
                                 ++counters.refused_for_room;
                                 return answer(webhooks::Listener::Answer::TryLater);
                             }
                             intake.deliver(std::move(delivery), std::move(answer));
                         });
    }

    std::string trouble() {
        if (!accepting) return stopping ? "stopping" : "starting";
        if (std::string of_disk = disk.trouble(); !of_disk.empty()) return of_disk;
        const int code = not_taken;
        if (code == 0) return "";
        writer->submit({.run = storage::rewrite_clock_mark, .done = {}});  // finds out for the next question, even when nobody writes
        if (code == storage::sqlite::code::full) return "the disk of the data is full; sapa free-ballast makes room";
        if (code == storage::sqlite::code::busy) return "another program holds the database";
        return fmt::format("the database takes nothing (SQLite {})", code);
    }

    desk::ServerHooks desk_hooks() {
        desk::ServerHooks hooks;
        hooks.outgoing = [this](std::vector<storage::Outgoing> rows) { sender.take(std::move(rows), std::nullopt); };
        hooks.wake = [this] { sender.take({}, options.clock()); };
        if (recorder)
            hooks.committed = [this](const desk::Question& asked) {
                recorder->add({asked.now, true, RecordedVerb{asked.peer.account, asked.request}});
            };
        hooks.log = [](const std::string& line) { log::info("event=desk note=\"{}\"", line); };
        return hooks;
    }

    void start() {
        work.emplace(io.get_executor());
        accepting = true;
        disk.start();
        sender.start();
        fetcher.wake();
        housekeeping.start();
    }

    void begin_stop() {
        if (std::exchange(stopping, true)) return;
        log::info("event=stopping");
        accepting = false;
        waiting_for = 2;
        const auto one_done = [this] {
            if (--waiting_for == 0) end_stop();
        };
        desk->stop();
        disk.stop();
        housekeeping.stop();
        fetcher.stop();
        listener->stop(one_done);
        sender.stop(one_done);
        deadline.expires_after(finish_sends);
        deadline.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled) cut_sends();
        });
    }

    void cut_sends() {
        log::warn("event=sends_cut in_flight={}", sender.in_flight());
        graph.stop();
        deadline.expires_after(record_outcomes - finish_sends);
        deadline.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled) sender.give_up();
        });
    }

    void end_stop() {
        deadline.cancel();
        signals.cancel();
        graph.stop();
        admin->stop();
        work.reset();
        io.stop();  // run() goes on for a bounded while: what is left are closing sockets
    }

    void on_signal(int number) {
        if (number == SIGHUP) {
            reload_now();
        } else if (stopping) {
            log::warn("event=second_signal note=\"ending at once\"");
            std::_Exit(128 + number);
        } else {
            begin_stop();
        }
        await_signal();
    }

    void await_signal() {
        signals.async_wait([this](const boost::system::error_code& cancelled, int number) {
            if (!cancelled) on_signal(number);
        });
    }

    void reload_now() {
        const flows::LoadedCatalog loaded = catalogs.load(options.clock());
        for (const flows::Diagnostic& mistake : loaded.mistakes)
            log::alarm(Alarm::ReloadRefused, "mistake=\"{}\"", flows::to_string(mistake));
        if (loaded.mistakes.empty() && loaded.catalog) log::info("event=office_reloaded fingerprint={}", loaded.catalog->fingerprint);
        ReadSecrets read = read_secrets(options.config);
        for (const std::string& mistake : read.mistakes) log::alarm(Alarm::SecretsRefused, "mistake=\"{}\"", mistake);
        if (!read.mistakes.empty()) return;
        listener->use_secrets(read.secrets.app_secrets, read.secrets.verify_token);
        secrets.replace(std::move(read.secrets));
    }

    std::string page() {
        storage::Job refresh;
        auto counted = std::make_shared<std::vector<storage::Queue>>();
        refresh.run = [counted](storage::Database& db) { *counted = storage::queues(db); };
        refresh.done = [this, counted](storage::Outcome outcome) {
            if (outcome == storage::Outcome::Committed) mailbox.post([this, counted] { queues = std::move(*counted); });
        };
        Gauges gauges;
        gauges.writer_waiting = writer->waiting();
        gauges.writer_backlog = std::chrono::duration_cast<std::chrono::seconds>(writer->busy_for());
        writer->submit(std::move(refresh));
        gauges.sender_waiting = sender.waiting();
        gauges.graph_in_flight = graph.in_flight();
        gauges.breaker = sender.breaker();
        gauges.queues = queues;
        gauges.now = options.clock();
        gauges.process = process_stats();
        gauges.schema = schema;
        gauges.disk_free = disk.free();
        return metrics_page(counters, listener->counters(), gauges);
    }

    template <typename Ask>
    auto on_network_thread(Ask ask) {
        std::packaged_task<decltype(ask())()> task(std::move(ask));
        auto answer = task.get_future();
        asio::post(io, [&task] { task(); });
        return answer.get();
    }
};

Service::Service(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Service::~Service() = default;

std::uint16_t Service::port() const { return impl_->listener->port(); }
std::uint16_t Service::admin_port() const { return impl_->admin->port(); }
std::filesystem::path Service::socket() const { return impl_->desk->socket(); }

void Service::watch_signals() {
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) impl_->signals.add(number);
    impl_->await_signal();
}

void Service::run() {
    impl_->start();
    impl_->io.run();
    impl_->io.restart();
    impl_->io.run_for(last_handlers);
    impl_->writer->stop();
    log::info("event=stopped");
    log::flush();
}

void Service::stop() {
    asio::post(impl_->io, [impl = impl_.get()] { impl->begin_stop(); });
}

void Service::reload() {
    impl_->on_network_thread([impl = impl_.get()] { impl->reload_now(); });
}

bool Service::quiet() {
    return impl_->on_network_thread(
        [impl = impl_.get()] { return impl->sender.idle() && impl->fetcher.idle() && impl->writer->waiting() == 0; });
}

void Service::query(const std::function<void(storage::Database&)>& ask) { impl_->writer->run(ask); }

std::string Service::metrics() {
    return impl_->on_network_thread([impl = impl_.get()] { return impl->page(); });
}

}  // namespace bot
