#include "storage/database.hpp"

#include "storage/backup.hpp"
#include "storage/directory_lock.hpp"
#include "storage/durable_file.hpp"
#include "storage/migrate.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

namespace storage {

struct Database::Impl {
    Impl(const std::filesystem::path& where, std::string office_code, const char* vfs_name)
        : directory(where),
          office(std::move(office_code)),
          vfs(vfs_name),
          lock(where),
          connection(where / "sapa.db", sqlite::Access::ReadWrite, vfs_name) {}

    std::filesystem::path directory;
    std::string office;
    const char* vfs;
    DirectoryLock lock;  // freed after the connection is closed
    sqlite::Connection connection;
    std::unordered_map<const char*, sqlite::Statement> statements;
    Before before;
    bool checked = true;
};

namespace {

constexpr std::int64_t log_bytes_kept = 64 << 20;
constexpr std::uintmax_t checked_before_use_most = 512 << 20;  // a second or two

void set_pragmas(sqlite::Connection& connection) {
    connection.exec(
        fmt::format("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                    "PRAGMA cache_size = -8192; PRAGMA journal_size_limit = {}",
                    log_bytes_kept));
}

// A 200 is a promise that rests on these: believe only what SQLite says it does.
void check_pragmas(sqlite::Connection& connection) {
    struct Expected {
        const char* name;
        const char* value;
    };
    static constexpr Expected all[] = {{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"},
                                       {"trusted_schema", "0"}, {"temp_store", "2"},  {"wal_autocheckpoint", "0"}};
    for (const auto& [name, value] : all) {
        const auto found = connection.text(fmt::format("PRAGMA {}", name));
        if (found != value) throw Unusable(fmt::format("SQLite does not accept {} = {} here, it stays {}", name, value, found));
    }
}

void check_health(sqlite::Connection& connection) {
    const auto verdict = connection.text("PRAGMA quick_check(1)");
    if (verdict == "ok") return;
    throw Unusable("the database is damaged (" + verdict + "); keep the files as they are and restore a backup");
}

// False: too large to be checked now.
bool bring_up_to_date(sqlite::Connection& connection, const std::filesystem::path& directory) {
    const auto state = inspect_schema(connection);
    const bool checked = std::filesystem::file_size(directory / "sapa.db") <= checked_before_use_most;
    if (state.version > 0 && checked) check_health(connection);
    set_pragmas(connection);
    check_pragmas(connection);
    if (state.version > 0 && state.version < state.newest) back_up(directory, directory / fmt::format("sapa-schema-{}.db", state.version));
    migrate(connection);
    // A process that was killed before its log was synced leaves commits that the system still remembers and the disk does not have. The
    // checkpoint syncs them, before a copy of such a message is answered as one that is safe.
    connection.checkpoint_passive();
    return checked;
}

}  // namespace

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::open(const std::filesystem::path& directory, std::string office, const char* vfs) {
    create_private_directory(directory);
    refuse_unfinished_restore(directory);
    create_private_directory(directory / "attachments");
    create_private_file(directory / "sapa.db");
    auto impl = std::make_unique<Impl>(directory, std::move(office), vfs);
    impl->checked = bring_up_to_date(impl->connection, directory);
    impl->connection.checkpoint_on_close();
    return std::unique_ptr<Database>(new Database(std::move(impl)));
}

bool Database::was_checked() const { return impl_->checked; }
sqlite::Connection& Database::connection() { return impl_->connection; }
const std::string& Database::office() const { return impl_->office; }
const std::filesystem::path& Database::directory() const { return impl_->directory; }
const char* Database::vfs() const { return impl_->vfs; }
Database::Before& Database::before() { return impl_->before; }

sqlite::Statement& Database::prepare(const char* literal) {
    auto found = impl_->statements.find(literal);
    if (found == impl_->statements.end()) {
        found = impl_->statements.try_emplace(literal, impl_->connection, literal, true).first;
    }
    found->second.reset();
    return found->second;
}

int Database::pages_to_checkpoint() const { return impl_->connection.wal_pages(); }

void Database::checkpoint() {
    if (impl_->connection.wal_pages() > 0) impl_->connection.checkpoint_passive();
}

}  // namespace storage
