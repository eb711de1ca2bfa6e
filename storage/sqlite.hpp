// A small layer over SQLite's C API: connection, statement, transaction, savepoint, error. Only sqlite.cpp sees sqlite3.h.
// One connection belongs to one thread at a time; nothing here locks.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace storage::sqlite {

namespace code {  // primary result codes that somebody decides by
inline constexpr int busy = 5, no_memory = 7, read_only = 8, io = 10, corrupt = 11, full = 13, constraint = 19, not_a_database = 26;
}  // namespace code

struct Error : std::runtime_error {
    Error(int extended_code, const std::string& what);
    int code;      // primary
    int extended;  // with the detail in its upper bits

    bool passing() const;  // full, busy, read-only …: the statement was sound, the same may work later
    bool fatal() const;    // the file or the disk cannot be trusted; after a commit the outcome is unknown
    bool damaged() const;  // what the file holds is no database any more
};

const char* library_version();
int library_version_number();  // 3040001 for 3.40.1
// Two writing connections of different processes can damage a database in WAL mode (3.7.0 to 3.51.2, but for two patched branches). One
// process owns ours, so nothing follows from it but a word of the doctor.
bool has_wal_reset_bug(int version_number);

struct Blob {
    std::string_view bytes;
};

class Connection;
class Rows;

// Text and blobs are bound without a copy: they must live until the statement is reset. run(), number() and text() reset before they
// return; rows() resets when its Rows goes. Text is repaired when it is not storable (see utf8.hpp).
class Statement {
public:
    Statement(Connection&, std::string_view sql, bool keep = false);
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) = delete;

    template <class... Values>
    void run(const Values&... values) {
        bind_all(values...);
        finish();
    }
    template <class... Values>
    [[nodiscard]] Rows rows(Values&&... values);
    template <class... Values>
    std::optional<std::int64_t> number(const Values&... values);  // first column of the first row; nullopt: no row, or null

    void bind(int index, std::int64_t);
    void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, double);
    void bind(int index, std::string_view);
    void bind(int index, const char* text) { bind(index, std::string_view(text)); }
    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
    void bind(int index, Blob);
    void bind(int index, std::nullptr_t);
    void bind(int index, const std::optional<std::int64_t>&);
    void bind(int index, const std::optional<std::string_view>&);

    bool step();  // true: there is a row
    void reset() noexcept;

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;  // valid until the next step; null reads as empty
    std::string_view bytes(int column) const;
    bool is_null(int column) const;

private:
    template <class... Values>
    void bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
    }
    void finish();  // steps until done and resets, also when it throws

    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

// The rows of one execution. Resets the statement when it goes.
class Rows {
public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    ~Rows() {
        if (statement_) statement_->reset();
    }
    Rows(Rows&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
    Rows& operator=(Rows&&) = delete;

    bool next() { return statement_->step(); }
    std::int64_t integer(int column) const { return statement_->integer(column); }
    int small(int column) const { return static_cast<int>(integer(column)); }
    std::optional<std::int64_t> maybe_integer(int column) const { return is_null(column) ? std::nullopt : std::optional(integer(column)); }
    std::string_view text(int column) const { return statement_->text(column); }
    std::string string(int column) const { return std::string(text(column)); }
    std::string_view bytes(int column) const { return statement_->bytes(column); }
    bool is_null(int column) const { return statement_->is_null(column); }

private:
    Statement* statement_;
};

template <class... Values>
Rows Statement::rows(Values&&... values) {
    static_assert((!std::is_same_v<Values, std::string> && ...), "a temporary string would be gone before the first row is read");
    bind_all(values...);
    return Rows(*this);
}

template <class... Values>
std::optional<std::int64_t> Statement::number(const Values&... values) {
    auto found = rows(values...);
    return found.next() ? found.maybe_integer(0) : std::nullopt;
}

enum class Access {
    ReadWrite,
    ReadOnly,  // a second connection beside the owner's: never writes, never checkpoints
};

class Connection {
public:
    Connection(const std::filesystem::path&, Access, const char* vfs = nullptr);  // by its registered name; null: the system's
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void exec(const std::string& sql);  // one or more statements without parameters
    std::int64_t number(std::string_view sql);
    std::string text(std::string_view sql);

    void interrupt();  // from any thread: what runs at the moment ends with an error

    std::int64_t changes() const;  // rows changed by the last statement
    std::int64_t last_id() const;
    bool in_transaction() const;  // false after an error that rolled everything back by itself

    // Tells whether two calls belong to the same unit of work: it changes with every transaction and savepoint, and when somebody says so.
    std::uint64_t unit() const;
    void begin_unit();

    int wal_pages() const;      // in the write-ahead log after the last commit that is not checkpointed
    bool checkpoint_passive();  // true: the whole log is in the database file
    // Closing may carry the log over into the database file. Not before somebody has looked at both: what is damaged stays as it is.
    void checkpoint_on_close();

    std::vector<std::string> prepared() const;  // the SQL of every living statement, for the tests that look for scans

private:
    friend class Statement;
    friend class Transaction;
    friend class Savepoint;
    struct Control;
    sqlite3* db_ = nullptr;
    int wal_pages_ = 0;
    std::uint64_t unit_ = 0;
    std::unique_ptr<Control> control_;
};

// BEGIN IMMEDIATE: a transaction that would have to become a writing one later can fail at once, whatever the timeout.
class Transaction {
public:
    explicit Transaction(Connection&);
    ~Transaction();  // rolls back unless committed, and unless SQLite has already done so
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

class Savepoint {
public:
    explicit Savepoint(Connection&);
    ~Savepoint();  // rolls back unless released
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    void release();
    void roll_back();  // throws when that fails: then the transaction must not be committed

private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace storage::sqlite
