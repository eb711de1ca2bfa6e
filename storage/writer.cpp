#include "storage/writer.hpp"

#include "storage/database.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <future>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace storage {
namespace {

// A checkpoint costs two flushes, so it waits for a quiet moment: soon when much has gathered, later for the rest, at once when the log
// would grow beyond its bound because there never is a quiet moment.
constexpr std::chrono::milliseconds moment{50};
constexpr std::chrono::seconds long_moment{3};
constexpr int pages_worth_a_moment = 512;    // 2 MB
constexpr int pages_most = 16'384;           // 64 MB
constexpr int pages_until_next_try = 4'096;  // when a reader (a backup) kept the log from being emptied

constexpr int exit_io_error = 74;

void die(const std::string& why) {
    std::fprintf(stderr, "sapa: %s\n", why.c_str());
    std::fflush(stderr);
    std::_Exit(exit_io_error);
}

// What an error means for the transaction in which it occurred.
enum class Damage { Job, Batch, Writer };

Damage damage_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const sqlite::Error& failed) {
        if (failed.fatal()) return Damage::Writer;
        return failed.passing() ? Damage::Batch : Damage::Job;
    } catch (const std::bad_alloc&) {
        return Damage::Batch;
    } catch (...) {
        return Damage::Job;
    }
}

std::string text_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& failed) {
        return failed.what();
    } catch (...) {
        return "unknown error";
    }
}

}  // namespace

struct Writer::Impl {
    Impl(std::unique_ptr<Database> database, Options chosen) : db(std::move(database)), options(std::move(chosen)) {
        if (!options.on_fatal) options.on_fatal = die;
        if (options.own_thread) thread = std::thread([this] { work(); });
    }

    void work();
    bool add(Job, bool ahead);
    bool work_once();
    bool take(std::vector<Job>&);
    void take_what_waits(std::vector<Job>&);
    void rest(std::unique_lock<std::mutex>&);
    void settle(std::vector<Job>&);
    bool carry_out_together(std::vector<Job>&, std::vector<Outcome>&);
    void carry_out_apart(std::vector<Job>&, std::vector<Outcome>&);
    Outcome carry_out(Job&);
    void commit(sqlite::Transaction&, std::size_t jobs);
    void tell(std::vector<Job>&, const std::vector<Outcome>&);
    void call_idle();
    void report(const std::exception_ptr&) const;
    void fail(const std::exception_ptr&);
    void checkpoint();
    void bound_log();

    std::unique_ptr<Database> db;
    Options options;

    mutable std::mutex mutex;
    std::condition_variable news;
    std::deque<Job> queue;
    std::chrono::steady_clock::time_point busy_since;
    bool stopping = false;

    // Of the writer thread alone.
    std::optional<std::string> broken;  // nothing may be written any more, and why
    int try_again_at = pages_most;

    std::thread thread;
};

// --- the loop ---------------------------------------------------------------------------------------------------------------------------

void Writer::Impl::work() {
    std::vector<Job> batch;
    while (take(batch)) {
        settle(batch);
        batch.clear();
        if (!broken) bound_log();
    }
    if (!broken) checkpoint();
}

bool Writer::Impl::work_once() {
    std::vector<Job> batch;
    {
        const std::lock_guard lock(mutex);
        take_what_waits(batch);
    }
    if (!batch.empty()) settle(batch);
    if (broken) return !batch.empty();
    if (!batch.empty()) return bound_log(), true;
    checkpoint();
    call_idle();
    return false;
}

bool Writer::Impl::take(std::vector<Job>& batch) {
    std::unique_lock lock(mutex);
    if (queue.empty() && !stopping) rest(lock);
    news.wait(lock, [this] { return !queue.empty() || stopping; });
    take_what_waits(batch);
    return !batch.empty();
}

void Writer::Impl::take_what_waits(std::vector<Job>& batch) {
    const auto count = std::min(queue.size(), options.batch_most);
    std::move(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count), std::back_inserter(batch));
    queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
}

// Two timed waits at most, then the thread sleeps until it is called: an idle office wakes nobody.
void Writer::Impl::rest(std::unique_lock<std::mutex>& lock) {
    const auto work_came = [this] { return !queue.empty() || stopping; };
    if (broken || news.wait_for(lock, moment, work_came)) return;
    lock.unlock();
    if (db->pages_to_checkpoint() >= pages_worth_a_moment) checkpoint();
    call_idle();
    lock.lock();
    if (db->pages_to_checkpoint() == 0 || news.wait_for(lock, long_moment, work_came)) return;
    lock.unlock();
    checkpoint();
    lock.lock();
}

void Writer::Impl::call_idle() {
    if (!options.idle) return;
    try {
        options.idle();
    } catch (...) {
        report(std::current_exception());
    }
}

// --- one batch --------------------------------------------------------------------------------------------------------------------------

void Writer::Impl::settle(std::vector<Job>& batch) {
    std::vector<Outcome> outcomes;
    std::exception_ptr error;
    if (!broken) {
        try {
            if (!carry_out_together(batch, outcomes)) carry_out_apart(batch, outcomes);
            return tell(batch, outcomes);
        } catch (...) {
            error = std::current_exception();
        }
    }
    outcomes.assign(batch.size(), Outcome::Lost);
    tell(batch, outcomes);
    if (!error) return;
    report(error);
    if (damage_of(error) == Damage::Writer) fail(error);
}

// Jobs hardly ever fail, and a savepoint costs a copy of every page that is written in it: so all go without at first. False: one failed,
// and nothing has happened.
bool Writer::Impl::carry_out_together(std::vector<Job>& batch, std::vector<Outcome>& outcomes) {
    sqlite::Transaction transaction(db->connection());
    for (auto& job : batch) {
        db->connection().begin_unit();
        try {
            job.run(*db);
        } catch (...) {
            if (damage_of(std::current_exception()) != Damage::Job) throw;
            return false;
        }
    }
    commit(transaction, batch.size());
    outcomes.assign(batch.size(), Outcome::Committed);
    return true;
}

void Writer::Impl::carry_out_apart(std::vector<Job>& batch, std::vector<Outcome>& outcomes) {
    sqlite::Transaction transaction(db->connection());
    for (auto& job : batch) outcomes.push_back(carry_out(job));
    commit(transaction, batch.size());
}

void Writer::Impl::commit(sqlite::Transaction& transaction, std::size_t jobs) {
    if (options.before_commit) options.before_commit();
    const auto begun = std::chrono::steady_clock::now();
    transaction.commit();
    if (options.on_commit) options.on_commit(jobs, std::chrono::steady_clock::now() - begun);
}

// Throws when the whole batch is lost.
Outcome Writer::Impl::carry_out(Job& job) {
    sqlite::Savepoint savepoint(db->connection());
    try {
        job.run(*db);
        savepoint.release();
        return Outcome::Committed;
    } catch (...) {
        const auto error = std::current_exception();
        if (damage_of(error) != Damage::Job || !db->connection().in_transaction()) throw;
        savepoint.roll_back();
        report(error);
        return Outcome::Failed;
    }
}

void Writer::Impl::tell(std::vector<Job>& batch, const std::vector<Outcome>& outcomes) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!batch[i].done) continue;
        try {
            batch[i].done(outcomes[i]);
        } catch (...) {
            report(std::current_exception());
        }
    }
    if (options.told) options.told();
}

void Writer::Impl::report(const std::exception_ptr& error) const {
    if (options.on_failure) options.on_failure(error);
}

void Writer::Impl::fail(const std::exception_ptr& error) {
    broken = "storage failed, nothing more is written: " + text_of(error);
    options.on_fatal(*broken);
}

// --- the log ----------------------------------------------------------------------------------------------------------------------------

void Writer::Impl::checkpoint() {
    try {
        db->checkpoint();
    } catch (...) {
        const auto error = std::current_exception();
        report(error);
        if (damage_of(error) == Damage::Writer) fail(error);
    }
}

void Writer::Impl::bound_log() {
    const int pages = db->pages_to_checkpoint();
    if (pages < pages_most) try_again_at = pages_most;
    if (pages < try_again_at) return;
    checkpoint();
    try_again_at = db->pages_to_checkpoint() == 0 ? pages_most : pages + pages_until_next_try;
}

// --- other threads ----------------------------------------------------------------------------------------------------------------------

Writer::Writer(std::unique_ptr<Database> database, Options options)
    : impl_(std::make_unique<Impl>(std::move(database), std::move(options))) {}

Writer::~Writer() { stop(); }

bool Writer::submit(Job job) { return impl_->add(std::move(job), false); }
bool Writer::submit_ahead(Job job) { return impl_->add(std::move(job), true); }

bool Writer::Impl::add(Job job, bool ahead) {
    {
        const std::lock_guard lock(mutex);
        if (stopping || queue.size() >= options.queue_most) return false;
        if (queue.empty()) busy_since = std::chrono::steady_clock::now();
        ahead ? queue.push_front(std::move(job)) : queue.push_back(std::move(job));
    }
    news.notify_one();
    return true;
}

void Writer::run(std::function<void(Database&)> work) {
    if (std::this_thread::get_id() == impl_->thread.get_id()) throw std::logic_error("Writer::run would wait for itself");
    std::exception_ptr thrown;
    const auto settled = std::make_shared<std::promise<Outcome>>();  // the writer may still be inside set_value when we wake up
    auto outcome = settled->get_future();
    const bool taken = submit({.run =
                                   [&](Database& db) {
                                       thrown = nullptr;
                                       try {
                                           work(db);
                                       } catch (...) {
                                           thrown = std::current_exception();
                                           throw;
                                       }
                                   },
                               .done = [settled](Outcome reached) { settled->set_value(reached); }});
    if (!taken) throw NotCommitted("storage takes no more work at the moment");
    if (!impl_->options.own_thread) {
        while (outcome.wait_for(std::chrono::seconds(0)) != std::future_status::ready) run_waiting();
    }
    const auto reached = outcome.get();
    if (thrown) std::rethrow_exception(thrown);
    if (reached != Outcome::Committed) throw NotCommitted("storage could not commit");
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->queue.size();
}

bool Writer::run_waiting() { return impl_->work_once(); }

std::chrono::nanoseconds Writer::busy_for() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->queue.empty() ? std::chrono::nanoseconds{0} : std::chrono::steady_clock::now() - impl_->busy_since;
}

void Writer::stop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->news.notify_all();
    if (impl_->thread.joinable()) impl_->thread.join();
    if (!impl_->options.own_thread && impl_->db)
        while (run_waiting()) {
        }
    impl_->db.reset();
}

}  // namespace storage
