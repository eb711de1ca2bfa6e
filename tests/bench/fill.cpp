// Fills a new data directory as years of service would have: citizens with sessions, messages that came and went, finished requests; as
// much of them as the service would have kept. The schema and the JSON in the rows are made by the program's own storage; the rows by SQL,
// many at once.
//
//   sapa_fill DIRECTORY CITIZENS      twice as many messages each way, a fifth as many requests
#include "flows/answers.hpp"
#include "flows/session_json.hpp"
#include "storage/database.hpp"
#include "storage/reply_json.hpp"
#include "storage/request_json.hpp"
#include "storage/sqlite.hpp"
#include "tests/support/world.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <string>

namespace {

constexpr std::int64_t rows_at_once = 500'000;
constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t citizens_most = 10'000'000;  // telephone numbers of seven digits behind the invented prefix

struct Rows {
    std::int64_t citizens, messages, requests;
    std::int64_t now;  // everything here lies before it
    std::string office;
};

// `sql` sees the table n(i) of the numbers [?1, ?2).
template <class... Values>
void insert(storage::Database& db, const char* what, std::int64_t count, std::string_view sql, const Values&... values) {
    storage::sqlite::Statement statement(
        db.connection(), fmt::format("WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2) {}", sql));
    for (std::int64_t from = 0; from < count; from += rows_at_once) {
        storage::sqlite::Transaction transaction(db.connection());
        statement.run(from, std::min(from + rows_at_once, count), values...);
        transaction.commit();
    }
    fmt::print("{:>12} {}\n", count, what);
    std::fflush(stdout);
}

void fill_citizens(storage::Database& db, const Rows& rows, const flows::Session& session) {
    insert(db, "citizens", rows.citizens,
           "INSERT INTO citizens (id, office, phone, last_inbound_at, created_at, profile_name, session)"
           " SELECT i + 1, ?3, printf('62812000%07d', i), ?4 - (i % 700 + 1) * 86400000, ?4 - (i % 700 + 2) * 86400000, 'Warga ' || i, ?5"
           " FROM n",
           rows.office, rows.now, flows::to_json(session));
}

// Ids are spread evenly over all that an id can be, in order, so that new ones fall between them as they do in life.
void fill_messages(storage::Database& db, const Rows& rows, const flows::Reply& reply) {
    insert(db, "messages that came", rows.messages,
           "INSERT INTO inbox (office, message_id, citizen, at)"
           " SELECT ?3, printf('wamid.HBgP%08X%08X%08X', i * 4294967296 / ?4, i * 2654435761 % 4294967296, i), i * 7368787 % ?5 + 1,"
           " ?6 - (i % 30) * 86400000 FROM n",
           rows.office, rows.messages, rows.citizens, rows.now - day);
    insert(
        db, "messages that went", rows.messages,
        "INSERT INTO outbox (id, citizen, state, prompt, attempts, due_at, leased_at, delivery, created_at, changed_at, message_id, body)"
        " SELECT i + 1, i * 7368787 % ?3 + 1, 3, 1, 1, ?4, ?4, 3, ?4, ?4, printf('wamid.HBgPOUT%08X%08X', i * 4294967296 / ?5, i), ?6"
        " FROM n",
        rows.citizens, rows.now - day, rows.messages, storage::to_json(reply));
}

std::string answers_json() {
    const auto same = [](std::string text) { return flows::Answer{text, text, {}}; };
    return flows::to_json(flows::Answers{{"nama", same("Maimunah binti Saleh")},
                                         {"nik", same("2104015203859002")},
                                         {"keperluan", {"kesehatan", "Berobat", {}}},
                                         {"rt_rw", {"003/002", "RT 003/RW 002", {}}}});
}

std::string papers_json() {
    using flows::PaperState;
    return storage::to_json(std::vector<flows::Paper>{
        {"KTP", PaperState::Diterima, "", {1}}, {"KK", PaperState::Diterima, "", {2}}, {"RT", PaperState::Diterima, "", {3, 4}}});
}

// One in five hundred is still open; the others were closed long ago. Months of 5,000 tickets each.
void fill_requests(storage::Database& db, const Rows& rows) {
    insert(db, "requests", rows.requests,
           "INSERT INTO requests (id, office, ticket, service, status, status_since, citizen, subject, applicant, phone, channel, "
           "submitted_at,"
           " due_at, closed_at, papers, answers)"
           " SELECT i + 1, ?3, printf('%s-%02d%02d-%04d-%d', ?3, i / 60000 % 26, i / 5000 % 12 + 1, i % 5000 + i / 1560000 * 5000, i % 10),"
           " 'SKTM', iif(i % 500 = 0, 'diterima', 'selesai'), ?4, i * 5 % ?5 + 1, 'Maimunah binti Saleh', 'Siti Rahayu', '6281200010001',"
           " 'whatsapp', ?4 - i, NULL, iif(i % 500 = 0, NULL, ?4), ?6, ?7 FROM n",
           rows.office, rows.now - 100 * day, rows.citizens, papers_json(), answers_json());
    insert(db, "lines of their history", rows.requests * 3,
           "INSERT INTO request_history (request, seq, at, actor, action, from_status, to_status, note)"
           " SELECT i / 3 + 1, i % 3 + 1, ?3, 'Rini', iif(i % 3 = 0, 'submit', 'take'), 'diterima', 'diperiksa', '' FROM n",
           rows.now - 100 * day);
}

void fill(const std::string& directory, std::int64_t citizens) {
    const flows::CatalogPtr catalog = support::shipped_catalog();
    const auto db = storage::Database::open(directory, catalog->office.code);
    // No log and no sync: a fill that is cut off is thrown away. Opening it again turns both on.
    db->connection().exec(
        "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
        "PRAGMA foreign_keys = OFF");
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    support::World world(catalog, now);
    world.text("halo");
    const flows::Session session = world.session();
    for (const char* line : {"skck", "1", "setuju", "1", "1"}) world.text(line);
    const Rows rows{citizens, 2 * citizens, citizens / 5, flows::to_millis(now), catalog->office.code};
    fill_citizens(*db, rows, session);
    fill_messages(*db, rows, world.last().replies.at(0));
    fill_requests(*db, rows);
}

}  // namespace

int main(int count, char** words) {
    try {
        if (count != 3) throw std::invalid_argument("sapa_fill DIRECTORY CITIZENS");
        const std::int64_t citizens = std::stoll(words[2]);
        if (citizens < 5 || citizens > citizens_most) throw std::invalid_argument(fmt::format("5 to {} citizens", citizens_most));
        fill(words[1], citizens);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "sapa_fill: {}\n", error.what());
        return 1;
    }
}
