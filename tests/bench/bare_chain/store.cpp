#include "tests/bench/bare_chain/store.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

namespace bare_chain {
namespace {

class Statement {
public:
    Statement(sqlite3* db, const char* sql) : db_(db) {
        if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(db));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... Values>
    int run(const Values&... values) {  // rows changed
        int index = 0;
        (bind(++index, values), ...);
        const int result = sqlite3_step(statement_);
        sqlite3_reset(statement_);
        if (result != SQLITE_DONE && result != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(db_));
        return sqlite3_changes(db_);
    }

private:
    void bind(int index, const std::string& text) {
        sqlite3_bind_text(statement_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void bind(int index, std::int64_t number) { sqlite3_bind_int64(statement_, index, number); }

    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

sqlite3* open_database(const std::string& file) {
    sqlite3* db = nullptr;
    const char* schema =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20000;"
        "CREATE TABLE inbox (id TEXT PRIMARY KEY, citizen TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE session (citizen TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY, citizen TEXT NOT NULL, body TEXT NOT NULL, sent TEXT, delivery INTEGER NOT NULL "
        "DEFAULT 0);"
        "CREATE INDEX outbox_due ON outbox (id) WHERE sent IS NULL;";
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK || sqlite3_exec(db, schema, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(db));
    return db;
}

}  // namespace

Store::Store(const std::string& file, Fault fault, Done done)
    : db_(open_database(file)), fault_(fault), done_(std::move(done)), thread_([this] { run(); }) {}

Store::~Store() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Store::submit(Work work) {
    {
        const std::lock_guard lock(mutex_);
        works_.push_back(std::move(work));
    }
    wake_.notify_one();
}

void Store::mark(Sent sent) {
    {
        const std::lock_guard lock(mutex_);
        sent_.push_back(std::move(sent));
    }
    wake_.notify_one();
}

void Store::run() {
    {
        Statement begin(db_, "BEGIN IMMEDIATE"), commit(db_, "COMMIT"), seen(db_, "INSERT OR IGNORE INTO inbox VALUES (?, ?)"),
            load(db_, "SELECT state FROM session WHERE citizen = ?"),
            save(db_, "INSERT INTO session VALUES (?, ?) ON CONFLICT (citizen) DO UPDATE SET state = excluded.state"),
            queue(db_, "INSERT INTO outbox (citizen, body) VALUES (?, ?)"), sent(db_, "UPDATE outbox SET sent = ? WHERE id = ?"),
            delivered(db_, "UPDATE outbox SET delivery = ?1 WHERE id = ?2 AND delivery < ?1");
        std::vector<Work> works;
        std::vector<Sent> marks;
        while (gather(works, marks)) {
            std::vector<Outgoing> outgoing;
            begin.run();
            for (const Sent& mark : marks) sent.run(mark.id, mark.outbox);
            for (const Work& work : works) {
                for (const Status& status : work.delivery.statuses) delivered.run(std::int64_t{status.rank}, status.outbox);
                for (const Message& message : work.delivery.messages) {
                    if (seen.run(message.id, message.from) == 0 && fault_ != Fault::Forgetful) continue;
                    load.run(message.from);
                    save.run(message.from, message.text);
                    std::string body = fault_ == Fault::Garbled ? std::string("?") : answer_to(message.text);
                    queue.run(message.from, body);
                    outgoing.push_back({sqlite3_last_insert_rowid(db_), message.from, std::move(body)});
                }
            }
            commit.run();
            done_(std::exchange(works, {}), std::move(outgoing));
        }
    }
    sqlite3_close(db_);
}

bool Store::gather(std::vector<Work>& works, std::vector<Sent>& marks) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !works_.empty() || !sent_.empty(); });
    works.clear(), marks.clear();
    works.swap(works_), marks.swap(sent_);
    return !works.empty() || !marks.empty() || !stopping_;
}

}  // namespace bare_chain
