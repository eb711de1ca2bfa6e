#include "desk/find.hpp"

#include "desk/plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

Refusal unknown_ticket(std::string_view given) {
    if (given.empty()) return {Code::Usage, "Sebutkan nomor permohonannya, misalnya 42. Daftar: sapa antrean"};
    return {Code::UnknownTicket,
            fmt::format("Nomor '{}' tidak ditemukan. Lihat daftar: sapa antrean (dengan --semua untuk yang sudah selesai)",
                        without_identity_numbers(inert(given)))};
}

Refusal ambiguous(std::string_view given, const std::vector<storage::Request>& candidates) {
    json::array list;
    for (const storage::Request& candidate : candidates) {
        json::object item;
        item["ticket"] = candidate.ticket;
        item["service"] = candidate.service;
        item["status"] = flows::key(candidate.status);
        item["applicant"] = without_identity_numbers(inert(candidate.applicant));
        list.push_back(std::move(item));
    }
    json::object details;
    details["candidates"] = std::move(list);
    return {Code::Ambiguous, fmt::format("Nomor '{}' dapat berarti {} permohonan. Tulis lebih lengkap:", inert(given), candidates.size()),
            json::serialize(details)};
}

}  // namespace

std::expected<storage::Request, Refusal> find_request(Desk& desk, std::string_view shortened) {
    // As the narrow list writes it: "DABO-…-0009-2".
    constexpr std::string_view left_out = "…-";
    if (const std::size_t at = shortened.find(left_out); at != std::string_view::npos) shortened.remove_prefix(at + left_out.size());
    std::vector<storage::Request> found;
    if (!shortened.empty())
        for (const std::string& ticket : storage::tickets_like(desk.db, shortened))
            if (std::optional<storage::Request> request = storage::request(desk.db, ticket, desk.now)) found.push_back(std::move(*request));
    if (found.empty()) return std::unexpected(unknown_ticket(shortened));
    if (found.size() == 1) return found.front();
    const auto open = [](const storage::Request& request) { return flows::is_open(request.status); };
    if (std::ranges::count_if(found, open) == 1) return *std::ranges::find_if(found, open);
    return std::unexpected(ambiguous(shortened, found));
}

std::optional<storage::CallId> call_number(std::string_view text) {
    if (text.empty() || (text.front() != 'P' && text.front() != 'p')) return std::nullopt;
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    storage::CallId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) return std::nullopt;
    return id;
}

std::string show_call_number(storage::CallId id) { return fmt::format("P-{}", id); }

std::expected<storage::Call, Refusal> find_call(Desk& desk, storage::CallId id) {
    std::optional<storage::Call> found = storage::call(desk.db, id);
    if (!found)
        return std::unexpected(
            Refusal{Code::UnknownTicket, fmt::format("Panggilan {} tidak ditemukan. Lihat: sapa antrean panggilan", show_call_number(id))});
    return *std::move(found);
}

bool is_open_call(Desk& desk, storage::CallId id) {
    return std::ranges::any_of(storage::open_calls(desk.db), [id](const storage::Call& call) { return call.id == id; });
}

}  // namespace desk
