// calls, reply, hangup: a person talks with the citizen, and the bot is silent meanwhile.
#include "desk/arguments.hpp"
#include "desk/change.hpp"
#include "desk/find.hpp"
#include "desk/moments.hpp"
#include "desk/plain_text.hpp"
#include "flows/notices.hpp"
#include "storage/conversations.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

// WhatsApp delivers free text only so long after the citizen's last message.
constexpr std::chrono::hours window{24};

std::string harmless(std::string_view text) { return without_identity_numbers(inert_lines(text)); }

json::object call_json(const Desk& desk, const storage::Call& call) {
    const flows::Office& office = desk.catalog.office;
    json::object item;
    item["call"] = show_call_number(call.id);
    item["who"] = harmless(call.who);
    item["phone"] = call.phone.empty() ? json::value(nullptr) : json::value(inert(call.phone));
    item["topic"] = call.topic;
    item["opened_at"] = rfc3339(office, call.opened_at);
    item["opened_shown"] = short_moment(office, call.opened_at, desk.now);
    item["answered_by"] = call.answered_by.empty() ? json::value(nullptr) : json::value(inert(call.answered_by));
    item["last_at"] = rfc3339(office, call.last_at);
    item["last_shown"] = short_moment(office, call.last_at, desk.now);
    return item;
}

json::array lines_json(Desk& desk, storage::CallId id) {
    json::array lines;
    for (const storage::CallLine& line : storage::call_lines(desk.db, id)) {
        if (line.text.empty()) continue;
        json::object item;
        item["at"] = rfc3339(desk.catalog.office, line.at);
        item["at_shown"] = short_moment(desk.catalog.office, line.at, desk.now);
        item["speaker"] = inert(line.speaker);
        item["text"] = harmless(line.text);
        lines.push_back(std::move(item));
    }
    return lines;
}

struct Partner {
    flows::CitizenId citizen = 0;
    std::string name;
    std::optional<storage::Request> request;
};

std::expected<Partner, Refusal> partner_of(Desk& desk, const std::string& target) {
    if (const std::optional<storage::CallId> id = call_number(target)) {
        const auto call = find_call(desk, *id);
        if (!call) return std::unexpected(call.error());
        return Partner{call->citizen, call->who, std::nullopt};
    }
    const auto request = find_request(desk, target);
    if (!request) return std::unexpected(request.error());
    if (!request->citizen)
        return std::unexpected(
            Refusal{Code::State, fmt::format("{} dibuat di loket tanpa WhatsApp, jadi tidak dapat dibalas di sini.{}", request->ticket,
                                             request->phone.empty() ? "" : " Telepon: " + inert(request->phone))});
    return Partner{*request->citizen, request->applicant, *request};
}

json::value window_warning(Desk& desk, flows::CitizenId citizen) {
    if (desk.now - storage::citizen_facts(desk.db, citizen).last_inbound_at <= window) return nullptr;
    return "Warga ini tidak menulis dalam 24 jam terakhir; WhatsApp mungkin menolak pesan bebas. Bila penting, telepon.";
}

}  // namespace

Result calls(Desk& desk, const Args& args) {
    if (const std::string target = text_argument(args, "call"); !target.empty()) {
        const std::optional<storage::CallId> id = call_number(target);
        if (!id) return std::unexpected(usage("Nomor panggilan berbentuk P-3. Lihat: sapa antrean panggilan"));
        const auto call = find_call(desk, *id);
        if (!call) return std::unexpected(call.error());
        json::object data = call_json(desk, *call);
        data["open"] = is_open_call(desk, *id);
        data["lines"] = lines_json(desk, *id);
        return json::serialize(data);
    }
    json::array list;
    for (const storage::Call& call : storage::open_calls(desk.db)) {
        json::object item = call_json(desk, call);
        const json::array lines = lines_json(desk, call.id);
        item["last_text"] = lines.empty() ? json::value(nullptr) : lines.back().at("text");
        item["last_speaker"] = lines.empty() ? json::value(nullptr) : lines.back().at("speaker");
        list.push_back(std::move(item));
    }
    return json::serialize(list);
}

Result reply(Desk& desk, const Args& args) {
    const std::string target = text_argument(args, "target");
    const auto partner = partner_of(desk, target);
    if (!partner) return std::unexpected(partner.error());
    const std::string text = clean_argument(args, "text");
    if (text.empty())
        return std::unexpected(
            usage(fmt::format("Tulis pesannya, misalnya: sapa antrean balas {} \"Silakan datang besok.\"", inert(target))));
    if (holds_identity_number(text))
        return std::unexpected(
            usage("Pesan ini memuat NIK atau nomor KK lengkap. Jangan kirim lewat chat; tulis 4 angka terakhirnya saja."));

    std::optional<storage::Call> call = storage::open_call_of(desk.db, partner->citizen);
    if (!call) storage::open_call(desk.db, partner->citizen, "petugas", "", desk.now);
    storage::add_call_line(desk.db, partner->citizen, desk.caller.name, text, desk.now);
    const Told told = tell(desk, partner->citizen, flows::officer_message(desk.catalog, desk.caller.name, text), desk.now);
    if (partner->request) {
        storage::HistoryEntry entry;
        entry.at = desk.now;
        entry.actor = desk.caller.name;
        entry.action = "reply";
        entry.note = text;
        storage::note_history(desk.db, partner->request->id, entry);
    }
    call = storage::open_call_of(desk.db, partner->citizen);
    json::object data;
    data["action"] = "reply";
    data["changed"] = true;
    data["warning"] = nullptr;
    data["to"] = harmless(partner->name);
    data["citizen_reads"] = told.text;
    data["call"] = call ? json::value(show_call_number(call->id)) : json::value(nullptr);
    data["advice"] = window_warning(desk, partner->citizen);
    return json::serialize(data);
}

Result hangup(Desk& desk, const Args& args) {
    const std::string target = text_argument(args, "call");
    const std::optional<storage::CallId> id = call_number(target);
    if (!id) return std::unexpected(usage("Sebutkan nomor panggilannya, misalnya: sapa antrean tutup P-3"));
    const auto call = find_call(desk, *id);
    if (!call) return std::unexpected(call.error());
    json::object data;
    data["action"] = "hangup";
    data["call"] = show_call_number(*id);
    data["to"] = harmless(call->who);
    const bool was_open = is_open_call(desk, *id);
    data["changed"] = was_open;
    data["warning"] = was_open ? json::value(nullptr) : json::value("Percakapan ini memang sudah ditutup.");
    data["citizen_reads"] = nullptr;
    if (was_open) {
        storage::close_calls(desk.db, call->citizen, desk.now);
        data["citizen_reads"] = tell(desk, call->citizen, flows::officer_left(desk.catalog), desk.now).text;
    }
    return json::serialize(data);
}

}  // namespace desk
