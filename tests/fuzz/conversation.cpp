// Any sequence of events against the shipped office: the conversation never crashes, never leaves its limits, and survives storage.
// A line of the input is one event: `!` a photograph (rest: caption), `#` a tap (rest: id), `@` a place, `~` time passes (half a day for
// each),
// `^` the office returns the newest request, `%` a reminder is due, `-` the last file cannot be used, anything else what the citizen
// writes.
#include "flows/step.hpp"

#include "flows/catalog_files.hpp"
#include "flows/limits.hpp"
#include "flows/session_json.hpp"
#include "flows/text.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

namespace {

const flows::Catalog& catalog() {
    static const flows::LoadedCatalog loaded =
        flows::load_catalog(std::filesystem::path{SAPA_SOURCE_DIR} / "flows",
                            std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}});
    fuzz::promise(loaded.catalog != nullptr, "the shipped office is right");
    return *loaded.catalog;
}

// The office around one citizen: what storage and the clerks would do.
struct World {
    flows::Session session;
    flows::Facts facts;
    int filed = 0;

    World() {
        facts.now = flows::from_millis(1'795'300'000'000);
        facts.next_ticket = "DABO-2611-0001-1";
    }

    void pass(int hours) { facts.now += std::chrono::hours{hours}; }

    void give_back() {
        if (facts.requests.empty() || facts.requests.front().status != flows::Status::Diterima) return;
        flows::OwnRequest& request = facts.requests.front();
        const flows::Service* service = catalog().service(request.service);
        fuzz::promise(service != nullptr, "a filed request has a service");
        request.status = flows::Status::PerluPerbaikan;
        if (!service->documents.empty()) request.wanted.push_back({service->documents.front().code, false, "buram", ""});
    }

    void apply(const flows::FileRequest& filing) {
        fuzz::promise(filing.ticket == facts.next_ticket, "a request takes the ticket that was offered");
        fuzz::promise(!filing.agreed.empty(), "nothing is filed without consent");
        flows::OwnRequest own;
        own.ticket = filing.ticket;
        own.service = filing.service;
        own.subject = filing.subject;
        own.submitted_at = facts.now;
        own.answers = filing.answers;
        facts.requests.insert(facts.requests.begin(), own);
        facts.next_ticket = "DABO-2611-" + std::to_string(1000 + ++filed) + "-1";
    }
    void apply(const flows::ExpectAttachment& expected) {
        fuzz::promise(expected.id == facts.next_attachment, "a file takes the number that was offered");
        ++facts.next_attachment;
    }
    void apply(const flows::ResubmitRequest& again) { set_status(again.ticket, flows::Status::Diterima); }
    void apply(const flows::CancelRequest& cancelled) { set_status(cancelled.ticket, flows::Status::Batal); }
    void apply(const auto&) {}

    void set_status(const std::string& ticket, flows::Status status) {
        const auto own = std::ranges::find(facts.requests, ticket, &flows::OwnRequest::ticket);
        fuzz::promise(own != facts.requests.end(), "only own requests are touched");
        own->status = status;
        own->wanted.clear();
    }
};

void check_menu(const flows::Menu& menu) {
    constexpr std::size_t most = 40;  // more than a list holds: WhatsApp gets plain text, and a citizen types the number
    fuzz::promise(!menu.options.empty() && menu.options.size() <= most, "a menu has options, and not too many");
    for (const flows::Option& option : menu.options) {
        fuzz::promise(!option.id.empty() && option.id.size() <= 200, "an option has an id");
        fuzz::promise(!option.label.empty() && flows::utf16_units(option.label) <= flows::limits::label_units, "a label fits");
        fuzz::promise(flows::utf16_units(option.description) <= flows::limits::description_units, "a description fits");
    }
}

void check_reply(const flows::Reply& reply) {
    const auto* menu = std::get_if<flows::Menu>(&reply.content);
    const auto* text = std::get_if<flows::TextReply>(&reply.content);
    if (menu) check_menu(*menu);
    if (!menu && !text) return;
    const std::string& body = menu ? menu->body : text->body;
    fuzz::promise(!body.empty() && fuzz::is_text(body), "a reply is text");
    fuzz::promise(flows::utf16_units(body) <= flows::limits::reply_units, "a reply fits into one message");
}

void check_session(const flows::Session& session) {
    fuzz::promise(session.drafts.size() <= flows::limits::drafts, "drafts are bounded");
    const std::string stored = flows::to_json(session);
    const auto again = flows::session_from_json(stored);
    fuzz::promise(again && *again == session, "a session survives storage");
}

flows::Event event_of(std::string_view line, const World& world, int number) {
    flows::Inbound inbound;
    inbound.message_id = "wamid." + std::to_string(number);
    inbound.at = world.facts.now;
    inbound.profile_name = "Siti";
    const char kind = line.empty() ? ' ' : line.front();
    const std::string rest{line.substr(line.empty() ? 0 : 1)};
    if (kind == '%') return flows::ReminderDue{};
    if (kind == '-') return flows::AttachmentRefused{world.facts.next_attachment - 1, "jenis"};
    if (kind == '!') {
        flows::Media photo;
        photo.media_id = "media-" + std::to_string(number);
        photo.mime = "image/jpeg";
        photo.caption = rest;
        inbound.content = photo;
    } else if (kind == '#') {
        inbound.content = flows::Choice{rest, rest};
    } else if (kind == '@') {
        inbound.content = flows::Location{-0.5, 104.5, rest, rest};
    } else {
        inbound.content = flows::Text{std::string(line)};
    }
    return inbound;
}

void turn(World& world, std::string_view line, int number) {
    const flows::StepResult result = flows::step(catalog(), world.session, event_of(line, world, number), world.facts);
    fuzz::promise(result.replies.size() <= 3, "a turn has few replies");
    for (const flows::Reply& reply : result.replies) check_reply(reply);
    for (const flows::Effect& effect : result.effects) std::visit([&](const auto& one) { world.apply(one); }, effect);
    check_session(result.session);
    world.session = result.session;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = fuzz::bytes(data, size);
    if (!fuzz::is_text(rest)) return 0;  // webhooks/payload lets nothing else through
    World world;
    for (int number = 0; !rest.empty() && number < 200; ++number) {
        const std::string_view line = fuzz::next_line(rest);
        if (line.starts_with('~'))
            world.pass(static_cast<int>(line.size() % 128) * 12);
        else if (line.starts_with('^'))
            world.give_back();
        else
            turn(world, line, number);
    }
    return 0;
}
