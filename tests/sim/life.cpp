#include "tests/sim/life.hpp"

#include "bot/turn.hpp"
#include "desk/verb.hpp"
#include "storage/attachments.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"
#include "webhooks/payload.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace sim {

using namespace std::chrono_literals;

namespace {

bot::SenderSettings sender_settings(const Plan& plan, Random& random) {
    bot::SenderSettings settings;
    settings.window_most = static_cast<std::size_t>(plan.window_most);
    settings.jitter_seed = static_cast<std::uint32_t>(random.next());
    settings.template_name = random.chance(0.5) ? "status_permohonan" : "";
    return settings;
}

}  // namespace

Life::Life(Surroundings around, Random random)
    : around_(std::move(around)),
      random_(random),
      sender_time_(around_.clock),
      other_time_(around_.clock),
      writer_(open_writer()),
      line_(around_.whatsapp.line()),
      channel_(business_number, around_.directory) {
    settle_earlier_run();
    sender_ = std::make_unique<bot::Sender>(sender_time_, *writer_, mailbox_, *line_, channel_, counters_, wall(),
                                            sender_settings(around_.plan, random_));
    housekeeping_ = std::make_unique<bot::Housekeeping>(other_time_, *writer_, mailbox_, around_.catalogs, *sender_, counters_, wall());
    intake_ = std::make_unique<bot::Intake>(
        bot::Intake::Parts{*writer_, mailbox_, *line_, channel_, around_.catalogs, *sender_, counters_, wall(), [this] { fetch_files(); }});
    sender_->start();
    fetch_files();
    housekeeping_->start();
}

Life::~Life() {
    *alive_ = false;
    if (writer_) writer_->stop();
}

bot::Clock Life::wall() const {
    return [&clock = around_.clock] { return clock.wall(); };
}

std::unique_ptr<storage::Writer> Life::open_writer() {
    std::unique_ptr<storage::Database> opened =
        storage::Database::open(around_.directory, around_.catalogs.current()->office.code, around_.disk.name());
    db_ = opened.get();
    if (around_.sabotage == Sabotage::SyncNormal) db_->connection().exec("PRAGMA synchronous = NORMAL");
    around_.opened(*db_);
    storage::Writer::Options options;
    options.own_thread = false;
    options.batch_most = static_cast<std::size_t>(around_.plan.batch_most);
    options.told = [this] { mailbox_.ring(); };
    options.on_failure = [this](std::exception_ptr failure) { note_failure(std::move(failure)); };
    options.on_fatal = [this](const std::string&) { failed_ = true; };
    return std::make_unique<storage::Writer>(std::move(opened), std::move(options));
}

// A job fails because the disk does, or because two clerks want the same. Anything else is a mistake of the program.
void Life::note_failure(std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const storage::sqlite::Error& error) {
        around_.report.note("storage: {}", error.what());
        around_.batch_lost();
        if (!error.passing() && !error.fatal()) around_.report.broken("a statement failed: {}", error.what());
    } catch (const storage::Taken&) {
        around_.report.note("a clerk was late");
    } catch (const storage::IllegalChange& late) {
        around_.report.note("a clerk was late: {}", late.what());
    } catch (const std::exception& error) {
        around_.report.broken("a job threw: {}", error.what());
    }
}

void Life::settle_earlier_run() {
    const flows::TimePoint now = around_.clock.wall();
    writer_->run([&](storage::Database& db) {
        if (around_.sabotage == Sabotage::NoDoubtAfterRestart)
            db.connection().exec("UPDATE outbox SET state = 0 WHERE state = 1");
        else
            storage::release_leases_after_restart(db, now + bot::RetrySettings{}.uncertain);
        storage::sweep_attachments(db, 0s);
    });
}

void Life::receive(const PostPtr& post, WhatsApp::Answer answer) {
    if (stopping_) return answer(false);
    if (around_.sabotage == Sabotage::ForgetsMessages) {
        for (const bot::PhoneMessage& each : post->messages) db_->prepare("DELETE FROM inbox WHERE message_id = ?").run(each.id);
    }
    if (around_.sabotage == Sabotage::AnswersEarly) {
        answer(true);
        answer = [](bool) {};
    }
    intake_->deliver(
        webhooks::read_delivery(post->body, around_.clock.wall()),
        [answer = std::move(answer)](webhooks::Listener::Answer given) { answer(given == webhooks::Listener::Answer::Accepted); });
}

// As desk::Connection does it.
void Life::ask(const std::string& clerk, const std::string& verb, boost::json::object args,
               std::function<void(const std::string& line)> answered) {
    desk::Question question;
    question.request = {verb, std::make_shared<const boost::json::object>(std::move(args))};
    question.peer = {clerk, false};
    question.catalog = around_.catalogs.current();
    question.now = around_.clock.wall();
    desk::ask(*writer_, std::move(question), [this, answered = std::move(answered)](const desk::Reply& told) {
        mailbox_.post([this, told, answered] {
            if (!told.leased.empty()) sender_->take(told.leased, std::nullopt);
            if (told.queued_later) sender_->take({}, around_.clock.wall());
            answered(told.line);
        });
    });
}

void Life::poll() {
    io_.restart();
    io_.poll();
}

// As bot::Service does it: six seconds for sends to end, two more to write down how.
void Life::stop() {
    if (std::exchange(stopping_, true)) return;
    housekeeping_->stop();
    const auto alive = alive_;
    sender_->stop([this] { stopped_ = true; });
    around_.clock.after(6s, [this, alive] {
        if (*alive && !stopped_) around_.whatsapp.close_requests();
    });
    around_.clock.after(8s, [this, alive] {
        if (*alive && !stopped_) sender_->give_up();
    });
}

void Life::fetch_files() {
    if (std::exchange(fetching_, true)) return;
    const auto alive = alive_;
    around_.clock.after(random_.between(50ms, 3s), [this, alive] {
        if (*alive && !stopping_) files_arrive();
    });
}

void Life::files_arrive() {
    constexpr int most = 8;
    const auto result = std::make_shared<bot::TurnResult>();
    const auto again = std::make_shared<bool>(false);
    storage::Job job;
    job.run = [this, result, again](storage::Database& db) {
        const flows::TimePoint now = around_.clock.wall();
        const flows::CatalogPtr catalog = around_.catalogs.current();
        const std::vector<storage::Attachment> due = storage::due_attachments(db, now, most);
        *again = due.size() == most;
        for (const storage::Attachment& each : due) {
            if (!random_.chance(around_.plan.refused_files)) {
                storage::attachment_stored(db, each.id, fmt::format("attachments/{}", each.id), "image/jpeg", "00", 1, now);
                continue;
            }
            bot::TurnResult told = bot::handle_refused_attachment(db, {*catalog, now, sender_->may_lease()}, each, "jenis");
            std::ranges::move(told.leased, std::back_inserter(result->leased));
            if (told.due) result->due = std::min(result->due.value_or(*told.due), *told.due);
        }
    };
    job.done = [this, result, again](storage::Outcome outcome) {
        mailbox_.post([this, result, again, outcome] {
            fetching_ = false;
            const bool committed = outcome == storage::Outcome::Committed;
            if (committed) sender_->take(std::move(result->leased), result->due);
            if (*again || !committed) fetch_files();
        });
    };
    if (writer_->submit(std::move(job))) return;
    fetching_ = false;
    fetch_files();
}

bool Life::asleep_over_work() const {
    if (stopping_ || has_work() || around_.whatsapp.open_requests() > 0 || sender_time_.any_set()) return false;
    if (sender_->breaker() != bot::Breaker::State::Closed) return false;
    const auto due = storage::next_due(*db_);
    return due && *due <= around_.clock.wall();
}

}  // namespace sim
