#include "desk/counter.hpp"

#include "desk/arguments.hpp"
#include "desk/file_kind.hpp"
#include "desk/moments.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
#include "desk/verb.hpp"
#include "flows/limits.hpp"
#include "flows/reading/reading.hpp"
#include "flows/step.hpp"
#include "flows/text.hpp"
#include "storage/attachments.hpp"
#include "storage/database.hpp"
#include "storage/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace desk {
namespace json = boost::json;

namespace {

constexpr std::string_view channel = "loket";

// A file that lies on the disk already and waits for the conversation to want it.
struct Received {
    std::string path;
    std::string_view mime;
    std::string sha256;
    std::int64_t size = 0;
    bool wanted = false;
};

struct Turn {
    json::array replies;
    std::optional<storage::Request> filed;
};

std::string text_of(const flows::Reply& reply) {
    if (const auto* text = std::get_if<flows::TextReply>(&reply.content)) return text->body;
    if (const auto* menu = std::get_if<flows::Menu>(&reply.content)) return menu->body;
    const auto& pin = std::get<flows::LocationPin>(reply.content);
    return fmt::format("{} {}", pin.name, pin.address);
}

flows::Facts facts(Desk& desk) {
    flows::Facts known;
    known.now = desk.now;
    known.next_ticket = storage::next_ticket(desk.db, desk.now, desk.catalog.office.utc_offset_minutes);
    known.next_attachment = storage::next_attachment(desk.db);
    return known;
}

// The number that the citizen left, if the service asks for one.
std::string phone_of(const flows::Service* service, const flows::Answers& answers) {
    if (service != nullptr)
        for (const flows::Field& field : service->fields)
            if (const auto found = answers.find(field.code); field.type == flows::FieldType::Phone && found != answers.end())
                return found->second.value;
    return {};
}

void file(Desk& desk, const flows::FileRequest& effect, Turn& turn) {
    storage::file_request(desk.db, std::nullopt, effect, phone_of(desk.catalog.service(effect.service), effect.answers), channel,
                          desk.caller.name, desk.now);
    turn.filed = storage::request(desk.db, effect.ticket, desk.now);
    desk.counter.files.clear();
    desk.counter.open = false;
}

void keep(Desk& desk, const flows::ExpectAttachment& effect, Received& received) {
    storage::expect_attachment(desk.db, effect.id, 0, effect.media, desk.now);
    storage::attachment_stored(desk.db, effect.id, received.path, received.mime, received.sha256, received.size, desk.now);
    desk.counter.files.push_back(effect.id);
    received.wanted = true;
}

void apply(Desk& desk, const flows::Effect& effect, Turn& turn, Received* received) {
    std::visit(
        [&](const auto& e) {
            using E = std::decay_t<decltype(e)>;
            if constexpr (std::is_same_v<E, flows::FileRequest>)
                file(desk, e, turn);
            else if constexpr (std::is_same_v<E, flows::ExpectAttachment>) {
                if (received != nullptr) keep(desk, e, *received);
            } else if constexpr (std::is_same_v<E, flows::DiscardAttachments>)
                storage::discard_attachments(desk.db, e.files);
            // The rest concerns citizens with a phone in their hands: an officer is sitting right here.
        },
        effect);
}

template <class Content>
void say(Desk& desk, Turn& turn, Content content, Received* received = nullptr) {
    flows::Inbound inbound;
    inbound.message_id = fmt::format("loket-{}", ++desk.counter.lines);
    inbound.at = desk.now;
    inbound.content = std::move(content);
    const flows::StepResult result = flows::step(desk.catalog, desk.counter.session, inbound, facts(desk));
    desk.counter.session = result.session;
    for (const flows::Effect& effect : result.effects) apply(desk, effect, turn, received);
    if (!turn.filed)
        for (const flows::Reply& reply : result.replies) turn.replies.emplace_back(inert_lines(text_of(reply)));
}

json::object slip(const Desk& desk, const storage::Request& request) {
    const flows::Office& office = desk.catalog.office;
    const flows::Service* service = desk.catalog.service(request.service);
    json::object data = summary_json(desk, request);
    data["office_name"] = office.name;
    data["office_phone"] = office.phone;
    data["service_name"] = service == nullptr ? request.service : service->name;
    data["submitted_shown"] = short_moment(office, request.submitted_at, desk.now);
    return data;
}

std::string answer(const Desk& desk, Turn turn) {
    json::object data;
    data["replies"] = std::move(turn.replies);
    data["open"] = desk.counter.open;
    data["filed"] = turn.filed ? json::value(slip(desk, *turn.filed)) : json::value(nullptr);
    return json::serialize(data);
}

std::optional<Refusal> not_started(const Desk& desk) {
    if (desk.counter.open) return std::nullopt;
    return Refusal{Code::State, "Belum ada permohonan loket yang dibuka: sapa antrean baru LAYANAN"};
}

const flows::Service* service_meant(const flows::Catalog& catalog, std::string_view name) {
    const std::string folded = flows::fold(name);
    for (const flows::Service& service : catalog.services)
        if (flows::fold(service.code) == folded || flows::fold(service.label) == folded) return &service;
    return nullptr;
}

bool is_called(const flows::Document& document, std::string_view folded) {
    if (flows::fold(document.code) == folded || flows::fold(document.label) == folded) return true;
    return std::ranges::any_of(document.aliases, [folded](const std::string& alias) { return flows::fold(alias) == folded; });
}

// The conversation would put a scan with an unknown name under the paper that is missing; a clerk named one, so only that one is meant.
std::optional<Refusal> unknown_document(const Desk& desk, std::string_view name) {
    const flows::Service* service = desk.catalog.service(desk.counter.service);
    if (service == nullptr) return std::nullopt;
    const flows::Draft* draft = desk.counter.session.draft();
    const flows::Answers given = draft == nullptr ? flows::Answers{} : draft->answers;
    const flows::Answers known = flows::with_derived(*service, given, desk.catalog.office, desk.now);
    const std::string folded = flows::fold(name);
    std::string codes;
    for (const flows::Document& document : service->documents) {
        if (!flows::holds(document.when, known)) continue;
        if (is_called(document, folded)) return std::nullopt;
        codes += (codes.empty() ? "" : ", ") + document.code;
    }
    return usage(fmt::format("Berkas '{}' tidak ada pada permohonan ini. Yang ada: {}", inert(name), codes));
}

flows::Media media_of(const FileKind& kind, const Received& received, const Args& args) {
    flows::Media media;
    media.kind = kind.extension == "pdf" ? flows::MediaKind::Document : flows::MediaKind::Image;
    media.mime = kind.mime;
    media.filename = inert(text_argument(args, "name"));
    media.caption = inert(text_argument(args, "document"));
    media.sha256 = received.sha256;
    return media;
}

}  // namespace

void abandon(storage::Database& db, Counter& counter) {
    if (!counter.files.empty()) storage::discard_attachments(db, counter.files);
    counter = {};
}

Result counter_start(Desk& desk, const Args& args) {
    const flows::Service* service = service_meant(desk.catalog, text_argument(args, "service"));
    if (service == nullptr) {
        std::string codes;
        for (const flows::Service& known : desk.catalog.services) codes += (codes.empty() ? "" : ", ") + known.code;
        return std::unexpected(usage("Layanan apa? Yang ada: " + codes));
    }
    abandon(desk.db, desk.counter);
    desk.counter.open = true;
    desk.counter.service = service->code;
    Turn turn;
    say(desk, turn, flows::Choice{"svc:" + service->code, service->label});
    turn.replies.clear();               // its choices are made for the clerk
    say(desk, turn, flows::Text{"1"});  // "Mulai" of the card that this opens
    return answer(desk, std::move(turn));
}

Result counter_say(Desk& desk, const Args& args) {
    if (std::optional<Refusal> refusal = not_started(desk)) return std::unexpected(*std::move(refusal));
    std::string body = text_argument(args, "text");
    if (body.size() > flows::limits::text_bytes) return std::unexpected(usage("Jawaban terlalu panjang."));
    std::erase(body, '\0');
    Turn turn;
    say(desk, turn, flows::Text{std::move(body)});
    return answer(desk, std::move(turn));
}

Result counter_paper(Desk& desk, const Args& args) {
    if (std::optional<Refusal> refusal = not_started(desk)) return std::unexpected(*std::move(refusal));
    const std::optional<std::string> bytes = from_base64(text_argument(args, "content"));
    if (!bytes || bytes->empty()) return std::unexpected(usage("Berkasnya kosong atau rusak."));
    if (bytes->size() > file_bytes_most) return std::unexpected(usage("Berkas terlalu besar; paling besar 17 MB."));
    const std::optional<FileKind> kind = file_kind(*bytes);
    if (!kind) return std::unexpected(usage("Berkas harus foto JPG atau PNG, atau PDF."));
    if (std::optional<Refusal> refusal = unknown_document(desk, text_argument(args, "document")))
        return std::unexpected(*std::move(refusal));
    Received received;
    received.path = storage::write_attachment(desk.db.directory(), *bytes, kind->extension);
    received.mime = kind->mime;
    received.sha256 = sha256_hex(*bytes);
    received.size = static_cast<std::int64_t>(bytes->size());
    Turn turn;
    say(desk, turn, media_of(*kind, received, args), &received);
    if (!received.wanted) {
        std::error_code ignored;
        std::filesystem::remove(desk.db.directory() / received.path, ignored);
    }
    return answer(desk, std::move(turn));
}

Result counter_leave(Desk& desk, const Args&) {
    abandon(desk.db, desk.counter);
    return answer(desk, {});
}

}  // namespace desk
