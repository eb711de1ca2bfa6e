#include "bot/record.hpp"

#include "storage/durable_file.hpp"

#include <boost/json.hpp>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace bot {
namespace {

namespace json = boost::json;

constexpr std::size_t text_most = 4'096;  // of one argument of a verb: a paper as base64 is no decision
constexpr std::array<std::string_view, 6> outcomes{"accepted", "retry", "uncertain", "as_template", "expired", "parked"};

json::value written(const flows::Address& address) {
    return {{"phone", address.phone}, {"user", address.user_id}, {"parent", address.parent_user_id}};
}

struct WriteContent {
    Mask& mask;
    json::object& out;

    void operator()(const flows::Text& text) const { out["text"] = mask.text(text.body); }
    void operator()(const flows::Choice& choice) const { out["choice"] = choice.id; }
    void operator()(const flows::Media& media) const {
        out["media"] = {{"kind", static_cast<int>(media.kind)},
                        {"id", mask.id(media.media_id)},
                        {"mime", media.mime},
                        {"caption", mask.text(media.caption)}};
    }
    void operator()(const flows::Location&) const { out["location"] = true; }
    void operator()(const flows::Unsupported& other) const { out["unsupported"] = other.what; }
};

json::value masked_argument(const json::value& value, const Mask& mask) {
    if (value.is_string()) return value.as_string().size() > text_most ? json::value("") : json::value(mask.text(value.as_string()));
    if (value.is_array()) {
        json::array all;
        for (const json::value& each : value.as_array()) all.push_back(masked_argument(each, mask));
        return all;
    }
    if (!value.is_object()) return value;
    json::object all;
    for (const auto& [key, each] : value.as_object()) all[key] = masked_argument(each, mask);
    return all;
}

struct Write {
    Mask& mask;
    json::object& out;

    void operator()(const RecordedMessage& recorded) const {
        const flows::Inbound& inbound = recorded.message.message;
        json::object message{{"number", recorded.message.phone_number_id}, {"from", written(mask.address(recorded.message.from))},
                             {"id", mask.id(inbound.message_id)},          {"at", flows::to_millis(inbound.at)},
                             {"name", mask.text(inbound.profile_name)},    {"failures", recorded.failures}};
        std::visit(WriteContent{mask, message}, inbound.content);
        out["message"] = std::move(message);
    }
    void operator()(const webhooks::AddressChange& change) const {
        out["moved"] = {{"number", change.phone_number_id},
                        {"id", mask.id(change.message_id)},
                        {"old", written(mask.address(change.old_one))},
                        {"new", written(mask.address(change.new_one))},
                        {"at", flows::to_millis(change.at)}};
    }
    void operator()(const std::vector<webhooks::DeliveryStatus>& statuses) const {
        json::array all;
        for (const webhooks::DeliveryStatus& status : statuses)
            all.push_back({{"number", status.phone_number_id},
                           {"id", mask.id(status.message_id)},
                           {"opaque", status.opaque},
                           {"state", static_cast<int>(status.state)},
                           {"at", flows::to_millis(status.at)},
                           {"code", status.error_code}});
        out["statuses"] = std::move(all);
    }
    void operator()(const RecordedRound& round) const {
        json::array all;
        for (const Entry& entry : round.entries)
            all.push_back({{"outbox", entry.id},
                           {"citizen", entry.citizen},
                           {"outcome", outcomes[static_cast<std::size_t>(entry.decision.kind)]},
                           {"counts", entry.decision.counts},
                           {"id", mask.id(entry.message_id)},
                           {"due", flows::to_millis(entry.due)},
                           {"untried", entry.untried}});
        out["sent"] = {{"entries", std::move(all)}, {"room", round.room}};
    }
    void operator()(const RecordedVerb& verb) const {
        out["desk"] = {
            {"account", mask.account(verb.account)}, {"verb", verb.request.verb}, {"args", masked_argument(*verb.request.args, mask)}};
    }
};

std::string text(const json::object& object, std::string_view key) { return std::string(object.at(key).as_string()); }
int small(const json::object& object, std::string_view key) { return static_cast<int>(object.at(key).to_number<std::int64_t>()); }
flows::TimePoint time(const json::object& object, std::string_view key) {
    return flows::from_millis(object.at(key).to_number<std::int64_t>());
}

flows::Address read_address(const json::value& value) {
    const json::object& from = value.as_object();
    return {text(from, "phone"), text(from, "user"), text(from, "parent")};
}

decltype(flows::Inbound::content) read_content(const json::object& message) {
    if (message.contains("text")) return flows::Text{text(message, "text")};
    if (message.contains("choice")) return flows::Choice{text(message, "choice"), {}};
    if (message.contains("location")) return flows::Location{};
    if (!message.contains("media")) return flows::Unsupported{text(message, "unsupported")};
    const json::object& given = message.at("media").as_object();
    flows::Media media;
    media.kind = static_cast<flows::MediaKind>(small(given, "kind"));
    media.media_id = text(given, "id");
    media.mime = text(given, "mime");
    media.caption = text(given, "caption");
    return media;
}

RecordedMessage read_message(const json::object& given) {
    RecordedMessage recorded;
    recorded.failures = small(given, "failures");
    recorded.message.phone_number_id = text(given, "number");
    recorded.message.from = read_address(given.at("from"));
    recorded.message.message = {text(given, "id"), time(given, "at"), text(given, "name"), read_content(given)};
    return recorded;
}

std::vector<webhooks::DeliveryStatus> read_statuses(const json::array& given) {
    std::vector<webhooks::DeliveryStatus> all;
    for (const json::value& each : given) {
        const json::object& one = each.as_object();
        webhooks::DeliveryStatus status;
        status.phone_number_id = text(one, "number");
        status.message_id = text(one, "id");
        status.opaque = text(one, "opaque");
        status.state = static_cast<webhooks::DeliveryStatus::State>(small(one, "state"));
        status.at = time(one, "at");
        status.error_code = small(one, "code");
        all.push_back(std::move(status));
    }
    return all;
}

Decision::Kind read_outcome(const std::string& name) {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i] == name) return static_cast<Decision::Kind>(i);
    throw std::runtime_error("unknown outcome " + name);
}

RecordedRound read_round(const json::object& given) {
    RecordedRound round;
    round.room = small(given, "room");
    for (const json::value& each : given.at("entries").as_array()) {
        const json::object& one = each.as_object();
        Entry entry;
        entry.id = one.at("outbox").to_number<std::int64_t>();
        entry.citizen = one.at("citizen").to_number<std::int64_t>();
        entry.decision.kind = read_outcome(text(one, "outcome"));
        entry.decision.counts = one.at("counts").as_bool();
        entry.message_id = text(one, "id");
        entry.due = time(one, "due");
        entry.untried = one.at("untried").as_bool();
        round.entries.push_back(std::move(entry));
    }
    return round;
}

webhooks::AddressChange read_change(const json::object& given) {
    return {text(given, "number"), text(given, "id"), read_address(given.at("old")), read_address(given.at("new")), time(given, "at")};
}

RecordedVerb read_verb(const json::object& given) {
    return {text(given, "account"), {text(given, "verb"), std::make_shared<json::object>(given.at("args").as_object())}};
}

}  // namespace

std::string masked_line(const Recorded& recorded, Mask& mask) {
    json::object out{{"t", flows::to_millis(recorded.at)}, {"lease", recorded.lease_now}};
    std::visit(Write{mask, out}, recorded.what);
    return json::serialize(out);
}

Recorded read_line(const std::string& line) {
    try {
        const json::value parsed = json::parse(line);
        const json::object& given = parsed.as_object();
        Recorded recorded{time(given, "t"), given.at("lease").as_bool(), {}};
        if (const json::value* message = given.if_contains("message")) recorded.what = read_message(message->as_object());
        if (const json::value* change = given.if_contains("moved")) recorded.what = read_change(change->as_object());
        if (const json::value* statuses = given.if_contains("statuses")) recorded.what = read_statuses(statuses->as_array());
        if (const json::value* round = given.if_contains("sent")) recorded.what = read_round(round->as_object());
        if (const json::value* verb = given.if_contains("desk")) recorded.what = read_verb(verb->as_object());
        return recorded;
    } catch (const std::exception& error) {
        throw std::runtime_error(std::string("not a line of a record: ") + error.what());
    }
}

Recorder::Recorder(const std::filesystem::path& path, const flows::Catalog& catalog) : mask_(catalog) {
    storage::create_private_file(path);
    file_.reset(std::fopen(path.c_str(), "ae"));
    if (!file_) throw std::system_error(errno, std::generic_category(), path.string());
}

void Recorder::add(const Recorded& recorded) {
    const std::string line = masked_line(recorded, mask_) + '\n';
    std::fwrite(line.data(), 1, line.size(), file_.get());
    std::fflush(file_.get());
}

}  // namespace bot
