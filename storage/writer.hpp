// The one thread that owns the database. Jobs from any thread are gathered: while one batch is syncing, the next collects (group commit
// without a timer). A batch is one transaction. A job that throws costs only itself: then the batch is rolled back and every job of it runs
// once more, in a savepoint of its own. Only after the COMMIT is on disk are the jobs' `done` called (on the writer thread: post to your
// own executor).
#pragma once
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace storage {

class Database;

// Writer::run: the job was not committed, through no fault of its own.
struct NotCommitted : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class Outcome {
    Committed,  // on disk
    Failed,     // this job threw and was rolled back; a retry would fail again
    Lost,       // the transaction did not commit: nothing happened, or it is unknown; try again later
};

struct Job {
    std::function<void(Database&)> run;  // may be called again before `done`; only what the last call did counts
    std::function<void(Outcome)> done;   // may be empty
};

class Writer {
public:
    struct Options {
        std::size_t queue_most = 4096;        // jobs waiting
        std::size_t batch_most = 256;         // jobs in one transaction
        std::function<void()> before_commit;  // for tests of faults: what it throws is taken for the error of the COMMIT; may be empty
        std::function<void(std::size_t jobs, std::chrono::nanoseconds took)> on_commit;  // on the writer thread, for metrics; may be empty
        std::function<void(std::exception_ptr)> on_failure;  // a job or a `done` threw, a transaction failed: for the log; may be empty
        std::function<void()> told;  // every `done` of a batch was called: the moment to wake another thread, once; may be empty
        std::function<void()> idle;  // called on the writer thread once whenever nothing has waited for a moment; may be empty
        // The disk or the file cannot be trusted any more (SQLITE_IOERR, SQLITE_CORRUPT): whether the last transaction is on disk is
        // unknown. Called after its jobs were told Lost. Empty: writes the text to standard error and ends the process at once with 74, so
        // that recovery at the next start decides. A handler that returns leaves a writer that loses every job.
        std::function<void(const std::string&)> on_fatal;
        bool own_thread = true;  // false: nothing happens until run_waiting() is called
    };

    // Takes the database over. Its thread starts at once.
    Writer(std::unique_ptr<Database>, Options);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    bool submit(Job);        // false: the queue is full or stopping; nothing was taken
    bool submit_ahead(Job);  // before what waits: for a job that makes way for others
    // Waits for the commit; throws what the job threw, or NotCommitted. Not from the writer thread.
    void run(std::function<void(Database&)>);
    std::size_t waiting() const;
    std::chrono::nanoseconds busy_for() const;  // since the queue was last empty; the oldest job has not waited longer
    // Only without a thread of its own: carries out one batch; when nothing waits, does what is left for quiet moments and returns false.
    bool run_waiting();
    void stop();  // takes no more, finishes what waits, commits, checkpoints, joins. Idempotent.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace storage
