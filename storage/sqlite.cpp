#include "storage/sqlite.hpp"

#include "storage/utf8.hpp"

#include <sqlite3.h>

#include <limits>

namespace storage::sqlite {

static_assert(code::busy == SQLITE_BUSY && code::no_memory == SQLITE_NOMEM && code::read_only == SQLITE_READONLY &&
              code::io == SQLITE_IOERR && code::corrupt == SQLITE_CORRUPT && code::full == SQLITE_FULL &&
              code::constraint == SQLITE_CONSTRAINT && code::not_a_database == SQLITE_NOTADB);

namespace {

constexpr int busy_milliseconds = 5'000;
constexpr int length_most = 32 << 20;  // of one value; nothing we store comes near

[[noreturn]] void fail(sqlite3* db, const std::string& doing) {
    throw Error(sqlite3_extended_errcode(db), doing + ": " + sqlite3_errmsg(db));
}

int size_of(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) throw Error(SQLITE_TOOBIG, "value too long");
    return static_cast<int>(text.size());
}

void harden(sqlite3* db) {
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, busy_milliseconds);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, length_most);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM INTO needs one
}

}  // namespace

Error::Error(int extended_code, const std::string& what) : std::runtime_error(what), code(extended_code & 0xFF), extended(extended_code) {}

bool Error::passing() const {
    return code == SQLITE_FULL || code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_READONLY || code == SQLITE_NOMEM ||
           code == SQLITE_INTERRUPT || code == SQLITE_CANTOPEN || code == SQLITE_PROTOCOL;
}

bool Error::fatal() const { return code == SQLITE_IOERR || damaged(); }

bool Error::damaged() const { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

const char* library_version() { return sqlite3_libversion(); }
int library_version_number() { return sqlite3_libversion_number(); }

bool has_wal_reset_bug(int version) {
    const bool patched = (version >= 3'044'006 && version < 3'045'000) || (version >= 3'050'007 && version < 3'051'000);
    return version >= 3'007'000 && version < 3'051'003 && !patched;
}

// --- statement --------------------------------------------------------------------------------------------------------------------------

Statement::Statement(Connection& connection, std::string_view sql, bool keep) : db_(connection.db_) {
    const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
    if (sqlite3_prepare_v3(db_, sql.data(), size_of(sql), flags, &statement_, nullptr) != SQLITE_OK) fail(db_, std::string(sql));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept : db_(other.db_), statement_(other.statement_) { other.statement_ = nullptr; }

void Statement::bind(int index, std::int64_t value) {
    if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) fail(db_, "bind");
}

void Statement::bind(int index, double value) {
    if (sqlite3_bind_double(statement_, index, value) != SQLITE_OK) fail(db_, "bind");
}

void Statement::bind(int index, std::string_view text) {
    int result = SQLITE_OK;
    if (is_storable(text)) {
        result = sqlite3_bind_text(statement_, index, text.data() ? text.data() : "", size_of(text), SQLITE_STATIC);
    } else {
        const std::string repaired = made_storable(text);
        result = sqlite3_bind_text(statement_, index, repaired.data(), size_of(repaired), SQLITE_TRANSIENT);
    }
    if (result != SQLITE_OK) fail(db_, "bind");
}

void Statement::bind(int index, Blob blob) {
    const auto size = size_of(blob.bytes);
    const int result = size == 0 ? sqlite3_bind_zeroblob(statement_, index, 0)
                                 : sqlite3_bind_blob(statement_, index, blob.bytes.data(), size, SQLITE_STATIC);
    if (result != SQLITE_OK) fail(db_, "bind");
}

void Statement::bind(int index, std::nullptr_t) {
    if (sqlite3_bind_null(statement_, index) != SQLITE_OK) fail(db_, "bind");
}

void Statement::bind(int index, const std::optional<std::int64_t>& value) {
    if (value)
        bind(index, *value);
    else
        bind(index, nullptr);
}

void Statement::bind(int index, const std::optional<std::string_view>& text) {
    if (text)
        bind(index, *text);
    else
        bind(index, nullptr);
}

bool Statement::step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    // The message belongs to the connection: take it before anything else is called.
    Error error(sqlite3_extended_errcode(db_), std::string(sqlite3_errmsg(db_)));
    reset();
    throw error;
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

void Statement::finish() {
    while (step()) {
    }
    reset();
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

std::string_view Statement::bytes(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

// --- connection -------------------------------------------------------------------------------------------------------------------------

struct Connection::Control {
    explicit Control(Connection& c)
        : begin(c, "BEGIN IMMEDIATE", true),
          commit(c, "COMMIT", true),
          rollback(c, "ROLLBACK", true),
          save(c, "SAVEPOINT unit", true),
          release(c, "RELEASE unit", true),
          back_to(c, "ROLLBACK TO unit", true) {}
    Statement begin, commit, rollback, save, release, back_to;
};

namespace {

// Nobody reads SQLite's statistics of memory, and every allocation would take a lock for them. Before the first connection of the process.
void keep_no_statistics() {
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);
}

}  // namespace

Connection::Connection(const std::filesystem::path& path, Access access, const char* vfs) {
    keep_no_statistics();
    const int flags = (access == Access::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path.c_str(), &db_, flags, vfs) != SQLITE_OK) {
        const Error error(db_ ? sqlite3_extended_errcode(db_) : SQLITE_NOMEM,
                          path.string() + ": " + (db_ ? sqlite3_errmsg(db_) : "no memory"));
        sqlite3_close(db_);
        throw error;
    }
    harden(db_);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // This hook takes the place of SQLite's own checkpoints after every 1,000 pages, which would stall a commit.
    sqlite3_wal_hook(
        db_,
        [](void* pages, sqlite3*, const char*, int in_log) {
            *static_cast<int*>(pages) = in_log;
            return SQLITE_OK;
        },
        &wal_pages_);
    control_ = std::make_unique<Control>(*this);
}

Connection::~Connection() {
    control_.reset();
    sqlite3_close_v2(db_);
}

void Connection::exec(const std::string& sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(db_, "schema");
}

std::int64_t Connection::number(std::string_view sql) { return Statement(*this, sql).number().value_or(0); }

std::string Connection::text(std::string_view sql) {
    Statement statement(*this, sql);
    auto rows = statement.rows();
    return rows.next() ? rows.string(0) : std::string();
}

void Connection::interrupt() { sqlite3_interrupt(db_); }

std::int64_t Connection::changes() const { return sqlite3_changes64(db_); }
std::int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(db_); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
std::uint64_t Connection::unit() const { return unit_; }
void Connection::begin_unit() { ++unit_; }
int Connection::wal_pages() const { return wal_pages_; }

bool Connection::checkpoint_passive() {
    int in_log = 0;
    int moved = 0;
    const int result = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    if (result == SQLITE_BUSY) return false;
    if (result != SQLITE_OK) fail(db_, "checkpoint");
    if (moved < in_log) return false;
    wal_pages_ = 0;
    return true;
}

void Connection::checkpoint_on_close() { sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr); }

std::vector<std::string> Connection::prepared() const {
    std::vector<std::string> all;
    for (auto* next = sqlite3_next_stmt(db_, nullptr); next; next = sqlite3_next_stmt(db_, next)) all.emplace_back(sqlite3_sql(next));
    return all;
}

// --- transaction, savepoint
// ---------------------------------------------------------------------------------------------------------------

Transaction::Transaction(Connection& connection) : connection_(connection) {
    connection_.control_->begin.run();
    ++connection_.unit_;
}

Transaction::~Transaction() {
    if (!open_ || !connection_.in_transaction()) return;
    try {
        connection_.control_->rollback.run();
    } catch (const Error&) {
        // Nothing more can be done here; the next BEGIN fails and says why.
    }
}

void Transaction::commit() {
    connection_.control_->commit.run();
    open_ = false;
    ++connection_.unit_;
}

Savepoint::Savepoint(Connection& connection) : connection_(connection) {
    connection_.control_->save.run();
    ++connection_.unit_;
}

Savepoint::~Savepoint() {
    if (!open_ || !connection_.in_transaction()) return;
    try {
        roll_back();
    } catch (const Error&) {
        // The enclosing transaction is lost; its COMMIT will say so.
    }
}

void Savepoint::release() {
    connection_.control_->release.run();
    open_ = false;
    ++connection_.unit_;
}

void Savepoint::roll_back() {
    open_ = false;
    ++connection_.unit_;
    connection_.control_->back_to.run();
    connection_.control_->release.run();
}

}  // namespace storage::sqlite
