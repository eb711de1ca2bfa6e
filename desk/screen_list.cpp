// The morning's screen: what waits, until when, who has it; what needs attention; what to type next.
#include "desk/data.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"
#include "desk/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

constexpr std::size_t narrowest_table = 64;  // below, one block a request
constexpr std::size_t roomy = 100;           // from here on, nothing has to be abbreviated

std::string ticket_cell(const std::string& ticket, std::size_t width) {
    if (width == 0 || width >= roomy) return ticket;
    const std::size_t first = ticket.find('-'), second = ticket.find('-', first + 1);
    if (first == std::string::npos || second == std::string::npos) return ticket;
    return ticket.substr(0, first) + "-…" + ticket.substr(second);
}

std::string papers_cell(const json::value& request) {
    int here = 0, needed = 0, brought = 0;
    for (const json::value& document : list_in(request, "documents")) {
        const bool promised = text_in(document, "state") == "bawa", has = has_arrived(document);
        if (flag_in(document, "optional") && !has && !promised) continue;
        ++needed;
        here += has ? 1 : 0;
        brought += promised ? 1 : 0;
    }
    return fmt::format("{}/{}", here, needed) + (brought > 0 ? fmt::format(" +{}b", brought) : "");
}

std::string status_cell(const std::string& status) { return status == "perlu_perbaikan" ? "perlu_perb." : status; }

std::string due_cell(const json::value& request) {
    const std::string urgency = text_in(request, "urgency"), shown = text_in(request, "due_shown");
    if (shown.empty()) return text_in(request, "status") == "perlu_perbaikan" ? "berhenti" : "-";
    if (urgency == "late")
        return shown.starts_with("hari ini ") ? "lewat " + shown.substr(9) + " !" : "lewat " + shown.substr(0, shown.rfind(' ')) + " !";
    return urgency == "near" ? shown + " !" : shown;
}

std::string clerk_cell(const json::value& request, std::size_t width) {
    const std::string name = text_in(request, "claimed_by");
    if (name.empty()) return "-";
    const std::string who = flag_in(request, "mine") ? "Anda" : name;
    const std::int64_t minutes = number_in(request, "claim_minutes_left");
    if (width != 0 && width < roomy) return fmt::format("{} {} mnt", who, minutes);
    return fmt::format("{} (sisa {} mnt)", who, minutes);
}

std::string person_cell(const json::value& request) {
    const std::string applicant = text_in(request, "applicant");
    return (list_in(request, "undelivered").empty() ? "" : "✉ ") + (applicant.empty() ? text_in(request, "subject") : applicant);
}

std::string requests_table(const json::array& requests, std::size_t width) {
    const std::vector<Column> titles{{"NO"},           {"LAYANAN", 5, 3}, {"PEMOHON", 8, 1}, {"BERKAS"},
                                     {"STATUS", 8, 4}, {"TENGGAT"},       {"PETUGAS", 8, 2}};
    std::vector<Row> rows;
    for (const json::value& request : requests)
        rows.push_back({ticket_cell(text_in(request, "ticket"), width), text_in(request, "service"), person_cell(request),
                        papers_cell(request), status_cell(text_in(request, "status")), due_cell(request), clerk_cell(request, width)});
    return table(titles, rows, width);
}

std::string requests_blocks(const json::array& requests, std::size_t width) {
    std::string out;
    for (const json::value& request : requests) {
        out += text_in(request, "ticket") + '\n';
        out += wrap(fmt::format("  {} {} {}", text_in(request, "service"), papers_cell(request), person_cell(request)), width, 2) + '\n';
        out +=
            wrap(fmt::format("  {}, {}, {}", text_in(request, "status"), due_cell(request), clerk_cell(request, width)), width, 2) + '\n';
    }
    return out;
}

std::ptrdiff_t with_urgency(const json::array& requests, std::string_view urgency) {
    return std::ranges::count_if(requests, [urgency](const json::value& request) { return text_in(request, "urgency") == urgency; });
}

bool waits_unclaimed(const json::value& request) {
    const std::string status = text_in(request, "status");
    return (status == "diterima" || status == "diperiksa") && text_in(request, "claimed_by").empty();
}

std::string summary(const Session& session, const json::value& data) {
    const json::array& requests = list_in(data, "requests");
    std::string out = fmt::format("{} permohonan", requests.size());
    if (const auto late = with_urgency(requests, "late"); late > 0) out += fmt::format(" · {} lewat tenggat", late);
    if (const auto near = with_urgency(requests, "near"); near > 0) out += fmt::format(" · {} mendekati tenggat", near);
    if (std::ranges::any_of(requests, waits_unclaimed)) out += fmt::format(" · `{} ambil` mengambil yang paling mendesak", session.program);
    return out;
}

void print_attention(Session& session, const json::value& data) {
    const std::size_t width = session.io.width;
    if (const std::int64_t calls = number_in(data, "calls"); calls > 0)
        session.io.out << wrap(fmt::format("{} warga menunggu bicara dengan petugas: {} panggilan", calls, session.program), width) << '\n';
    const json::array& requests = list_in(data, "requests");
    const auto lost = std::ranges::find_if(requests, [](const json::value& request) { return !list_in(request, "undelivered").empty(); });
    if (lost != requests.end())
        session.io.out << wrap(fmt::format("✉ ada kabar yang tidak sampai ke warga: {} lihat {}", session.program,
                                           short_number(text_in(*lost, "ticket"))),
                               width)
                       << '\n';
    if (flag_in(data, "truncated")) session.io.out << wrap("Daftar dipotong; persempit dengan --layanan atau --status.", width) << '\n';
}

std::string_view nothing_found(const Input& input) {
    if (input.mine) return "Tidak ada yang Anda pegang.";
    return input.service.empty() && input.statuses.empty() ? "Tidak ada permohonan yang menunggu." : "Tidak ada permohonan yang cocok.";
}

json::array texts(const std::vector<std::string>& list) {
    json::array out;
    for (const std::string& text : list) out.emplace_back(text);
    return out;
}

}  // namespace

int show_list(Session& session) {
    json::object args;
    args["all"] = session.input.all;
    args["mine"] = session.input.mine;
    args["service"] = session.input.service;
    args["status"] = texts(session.input.statuses);
    json::value data;
    if (const int failure = ask(session, "list", args, data); failure != exit_ok) return failure;
    if (session.input.json) {
        session.io.out << json_text(value_in(data, "requests")) << '\n';
        return exit_ok;
    }
    const json::array& requests = list_in(data, "requests");
    const std::size_t width = session.io.width;
    if (requests.empty())
        session.io.out << nothing_found(session.input) << '\n';
    else
        session.io.out << (width != 0 && width < narrowest_table ? requests_blocks(requests, width) : requests_table(requests, width))
                       << wrap(summary(session, data), width) << '\n';
    print_attention(session, data);
    return exit_ok;
}

}  // namespace desk
