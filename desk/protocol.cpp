#include "desk/protocol.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

struct CodeRow {
    Code code;
    std::string_view key;
    int exit_code;
};
constexpr std::array codes{
    CodeRow{Code::Usage, "usage", exit_usage},         CodeRow{Code::UnknownTicket, "unknown_ticket", exit_usage},
    CodeRow{Code::Ambiguous, "ambiguous", exit_usage}, CodeRow{Code::State, "state", exit_state},
    CodeRow{Code::Taken, "taken", exit_state},         CodeRow{Code::Denied, "denied", exit_denied},
    CodeRow{Code::Busy, "busy", exit_failed},          CodeRow{Code::Failed, "failed", exit_failed},
};

const CodeRow& row(Code code) {
    for (const CodeRow& candidate : codes)
        if (candidate.code == code) return candidate;
    return codes.back();
}

json::value parse(std::string_view line, boost::system::error_code& ec) {
    json::parse_options options;
    options.max_depth = 16;
    return json::parse(json::string_view(line.data(), line.size()), ec, {}, options);
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

}  // namespace

std::string_view key(Code code) { return row(code).key; }

std::optional<Code> code_from_key(std::string_view key) {
    for (const CodeRow& candidate : codes)
        if (candidate.key == key) return candidate.code;
    return std::nullopt;
}

int exit_code(Code code) { return row(code).exit_code; }

std::expected<Request, Refusal> parse_request(std::string_view line) {
    boost::system::error_code ec;
    json::value value = parse(line, ec);
    if (ec || !value.is_object()) return std::unexpected(Refusal{Code::Usage, "Permintaan bukan satu baris JSON yang benar."});
    json::object& object = value.as_object();
    const json::value* version = object.if_contains("v");
    if (version == nullptr || !version->is_int64() || version->as_int64() != protocol_version)
        return std::unexpected(
            Refusal{Code::Usage, fmt::format("Layanan ini berbicara protokol versi {}. Pasang versi sapa yang sama.", protocol_version)});
    Request request;
    request.verb = text_of(object, "verb");
    if (request.verb.empty()) return std::unexpected(Refusal{Code::Usage, "Permintaan tanpa \"verb\"."});
    json::value* args = object.if_contains("args");
    if (args != nullptr && !args->is_object()) return std::unexpected(Refusal{Code::Usage, "\"args\" harus berupa objek."});
    request.args = args == nullptr ? std::make_shared<const json::object>() : std::make_shared<const json::object>(args->as_object());
    return request;
}

std::string request_line(std::string_view verb, const json::object& args) {
    json::object object;
    object["v"] = protocol_version;
    object["verb"] = verb;
    object["args"] = args;
    return json::serialize(object) + '\n';
}

std::string reply_line(const Result& result) {
    if (result) return R"({"ok":true,"data":)" + (result->empty() ? std::string("null") : *result) + "}\n";
    const Refusal& refusal = result.error();
    std::string line =
        fmt::format(R"({{"ok":false,"code":"{}","message":{})", key(refusal.code), json::serialize(json::string(refusal.message)));
    if (!refusal.details.empty()) line += ",\"details\":" + refusal.details;
    return line + "}\n";
}

Result parse_reply(std::string_view line) {
    const Refusal unreadable{Code::Failed, "Jawaban layanan tidak terbaca. Apakah versi sapa yang berjalan sama dengan perintah ini?"};
    boost::system::error_code ec;
    const json::value value = parse(line, ec);
    if (ec || !value.is_object()) return std::unexpected(unreadable);
    const json::object& object = value.as_object();
    const json::value* ok = object.if_contains("ok");
    if (ok == nullptr || !ok->is_bool()) return std::unexpected(unreadable);
    if (ok->as_bool()) {
        const json::value* data = object.if_contains("data");
        return data == nullptr ? std::string("null") : json::serialize(*data);
    }
    Refusal refusal{code_from_key(text_of(object, "code")).value_or(Code::Failed), text_of(object, "message")};
    if (const json::value* details = object.if_contains("details")) refusal.details = json::serialize(*details);
    return std::unexpected(std::move(refusal));
}

}  // namespace desk
