#include "flows/ticket.hpp"
#include "storage/database.hpp"
#include "storage/request_rows.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

namespace storage {
namespace {

struct Month {
    int year = 0;
    int month = 0;
};

Month local_month(flows::TimePoint now, int utc_offset_minutes) {
    const auto local = std::chrono::floor<std::chrono::days>(now + std::chrono::minutes(utc_offset_minutes));
    const std::chrono::year_month_day date{local};
    return {.year = static_cast<int>(date.year()), .month = static_cast<int>(static_cast<unsigned>(date.month()))};
}

std::string counter(Month m) { return fmt::format("tiket-{:02}{:02}", m.year % 100, m.month); }

// A shortened form: the serial alone ("42", "0042") or with its check digit ("42-7").
struct Short {
    int serial = 0;
    char check = '\0';
};

std::optional<Short> read_short(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    if (!text.empty() && text.front() == '#') text.remove_prefix(1);
    Short read;
    const auto [rest, wrong] = std::from_chars(text.data(), text.data() + text.size(), read.serial);
    if (wrong != std::errc{} || read.serial < 1) return std::nullopt;
    const auto left = text.substr(static_cast<std::size_t>(rest - text.data()));
    if (left.empty() && text.size() <= 5) return read;
    const bool check_follows = left.size() == 2 && (left[0] == '-' || left[0] == ' ') && left[1] >= '0' && left[1] <= '9';
    if (!check_follows) return std::nullopt;
    read.check = left[1];
    return read;
}

bool means(const Short& shortened, std::string_view ticket, std::string_view prefix) {
    const auto parts = flows::read_ticket(ticket, prefix);
    return parts && parts->serial == shortened.serial && (shortened.check == '\0' || ticket.back() == shortened.check);
}

std::vector<std::string> matching(Database& db, const char* literal, const Short& shortened) {
    std::vector<std::string> found;
    auto rows = db.prepare(literal).rows(db.office());
    while (rows.next()) {
        if (means(shortened, rows.text(0), db.office())) found.push_back(rows.string(0));
    }
    return found;
}

}  // namespace

std::string next_ticket(Database& db, flows::TimePoint now, int utc_offset_minutes) {
    const auto month = local_month(now, utc_offset_minutes);
    const auto spent =
        db.prepare("SELECT value FROM counters WHERE office = ? AND name = ?").number(db.office(), counter(month)).value_or(0);
    return flows::make_ticket(db.office(), month.year, month.month, static_cast<int>(spent) + 1);
}

void spend_ticket(Database& db, std::string_view ticket) {
    const auto parts = flows::read_ticket(ticket, db.office());
    if (!parts || !parts->checked) throw std::invalid_argument(fmt::format("not a ticket of this office: {}", ticket));
    db.prepare("INSERT INTO counters (office, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)")
        .run(db.office(), counter({.year = parts->year, .month = parts->month}), parts->serial);
}

std::vector<std::string> tickets_like(Database& db, std::string_view shortened) {
    if (const auto whole = flows::read_ticket(shortened, db.office())) {
        const auto ticket = flows::make_ticket(db.office(), whole->year, whole->month, whole->serial);
        const bool known = db.prepare("SELECT 1 FROM requests WHERE office = ? AND ticket = ?").number(db.office(), ticket).has_value();
        return known ? std::vector{ticket} : std::vector<std::string>{};
    }
    const auto serial = read_short(shortened);
    if (!serial) return {};
    auto open = matching(db, "SELECT ticket FROM requests WHERE office = ? AND closed_at IS NULL ORDER BY submitted_at, id", *serial);
    if (!open.empty()) return open;
    return matching(db, "SELECT ticket FROM requests WHERE office = ? ORDER BY ticket", *serial);
}

}  // namespace storage
