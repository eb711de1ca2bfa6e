#include "storage/clock_mark.hpp"

#include "storage/database.hpp"

#include <chrono>

namespace storage {
namespace {

using namespace std::chrono_literals;

constexpr auto behind_most = 2min;
constexpr auto ahead_most = 7 * 24h;
constexpr auto fresh = 24h;

bool borne_out(Database& db, flows::TimePoint now) {
    const auto newest = db.prepare("SELECT max(last_inbound_at) FROM citizens WHERE office = ?").number(db.office());
    return newest && flows::from_millis(*newest) > now - fresh;
}

}  // namespace

bool keep_clock_mark(Database& db, flows::TimePoint now) {
    const auto stored = db.prepare("SELECT value FROM counters WHERE office = ? AND name = 'clock'").number(db.office());
    if (stored) {
        const auto mark = flows::from_millis(*stored);
        if (now < mark - behind_most || (now > mark + ahead_most && !borne_out(db, now))) return false;
    }
    db.prepare(
          "INSERT INTO counters (office, name, value) VALUES (?, 'clock', ?)"
          " ON CONFLICT DO UPDATE SET value = max(value, excluded.value)")
        .run(db.office(), flows::to_millis(now));
    return true;
}

void rewrite_clock_mark(Database& db) {
    db.prepare("UPDATE counters SET value = value WHERE office = ? AND name = 'clock'").run(db.office());
}

}  // namespace storage
