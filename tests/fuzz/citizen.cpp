#include "tests/fuzz/citizen.hpp"

#include "flows/limits.hpp"
#include "flows/notices.hpp"
#include "flows/session_json.hpp"
#include "flows/text.hpp"

#include <algorithm>

namespace fuzz {

namespace {

// More than a list holds: WhatsApp gets plain text, and a citizen types the number.
constexpr std::size_t options_most = 40;
constexpr std::size_t replies_most = 3;

void check_menu(const flows::Menu& menu) {
    promise(!menu.options.empty() && menu.options.size() <= options_most, "a menu has options, and not too many");
    for (const flows::Option& option : menu.options) {
        promise(!option.id.empty() && option.id.size() <= 200, "an option has an id");
        promise(!option.label.empty() && flows::utf16_units(option.label) <= flows::limits::label_units, "a label fits");
        promise(flows::utf16_units(option.description) <= flows::limits::description_units, "a description fits");
    }
}

void check_session(const flows::Session& session) {
    promise(session.drafts.size() <= flows::limits::drafts, "drafts are bounded");
    const std::string stored = flows::to_json(session);
    const auto again = flows::session_from_json(stored);
    promise(again && *again == session, "a session survives storage");
}

}  // namespace

Citizen::Citizen(const flows::Catalog& catalog) : catalog_(&catalog) {
    facts.now = flows::from_millis(1'795'300'000'000);
    facts.next_ticket = "DABO-2611-0001-1";
}

void Citizen::check(const flows::Reply& reply) {
    const auto* menu = std::get_if<flows::Menu>(&reply.content);
    const auto* text = std::get_if<flows::TextReply>(&reply.content);
    if (menu) {
        check_menu(*menu);
        options_ = menu->options;
    }
    if (!menu && !text) return;
    const std::string& body = menu ? menu->body : text->body;
    promise(!body.empty() && is_text(body), "a reply is text");
    promise(flows::utf16_units(body) <= flows::limits::reply_units, "a reply fits into one message");
}

void Citizen::check_turn(const flows::StepResult& result) {
    promise(result.replies.size() <= replies_most, "a turn has few replies");
    promise(std::ranges::count(result.replies, true, &flows::Reply::is_prompt) <= 1, "a turn asks once");
    for (const flows::Reply& reply : result.replies) check(reply);
}

void Citizen::happens(const flows::Event& event) {
    const flows::StepResult result = flows::step(*catalog_, session, event, facts);
    check_turn(result);
    for (const flows::Effect& effect : result.effects) std::visit([&](const auto& one) { apply(one); }, effect);
    check_session(result.session);
    session = result.session;
}

void Citizen::says(const decltype(flows::Inbound::content)& content) {
    flows::Inbound inbound;
    inbound.message_id = "wamid." + std::to_string(++messages_);
    inbound.at = facts.now;
    inbound.profile_name = "Siti";
    inbound.content = content;
    happens(inbound);
}

flows::OwnRequest& Citizen::own(const std::string& ticket) {
    const auto found = std::ranges::find(facts.requests, ticket, &flows::OwnRequest::ticket);
    promise(found != facts.requests.end(), "only own requests are touched");
    return *found;
}

void Citizen::apply(const flows::FileRequest& filing) {
    promise(filing.ticket == facts.next_ticket, "a request takes the ticket that was offered");
    promise(!filing.agreed.empty(), "nothing is filed without consent");
    const flows::Service* service = catalog_->service(filing.service);
    promise(service != nullptr, "a request is for a service");
    for (const auto& [code, answer] : filing.answers) promise(service->field(code) != nullptr, "an answer belongs to a question");
    flows::OwnRequest request;
    request.ticket = filing.ticket;
    request.service = filing.service;
    request.subject = filing.subject;
    request.submitted_at = facts.now;
    request.answers = filing.answers;
    facts.requests.insert(facts.requests.begin(), request);
    facts.next_ticket = "DABO-2611-" + std::to_string(1000 + ++filed_) + "-1";
}

void Citizen::apply(const flows::ExpectAttachment& expected) {
    promise(expected.id == facts.next_attachment, "a file takes the number that was offered");
    ++facts.next_attachment;
}

void Citizen::apply(const flows::ResubmitRequest& again) {
    flows::OwnRequest& request = own(again.ticket);
    promise(request.status == flows::Status::PerluPerbaikan, "only what was returned comes back");
    request.status = flows::Status::Diterima;
    request.wanted.clear();
}

void Citizen::apply(const flows::CancelRequest& cancelled) {
    flows::OwnRequest& request = own(cancelled.ticket);
    promise(flows::citizen_may_cancel(request.status), "only what may be cancelled is cancelled");
    request.status = flows::Status::Batal;
    request.wanted.clear();
}

void Citizen::apply(const flows::AttachToRequest& attached) {
    flows::OwnRequest& request = own(attached.ticket);
    promise(request.status == flows::Status::PerluPerbaikan, "files come for what was returned");
    std::erase_if(request.wanted, [&](const flows::Wanted& wanted) { return !wanted.is_field && wanted.code == attached.document; });
}

void Citizen::apply(const flows::AmendAnswer& amended) {
    flows::OwnRequest& request = own(amended.ticket);
    promise(request.status == flows::Status::PerluPerbaikan, "answers change in what was returned");
    request.answers[amended.field] = amended.answer;
    std::erase_if(request.wanted, [&](const flows::Wanted& wanted) { return wanted.is_field && wanted.code == amended.field; });
}

void Citizen::clerk_moves(std::size_t index, flows::Status to, std::size_t wanted) {
    if (facts.requests.empty()) return;
    flows::OwnRequest& request = facts.requests[index % facts.requests.size()];
    if (!flows::may_become(request.status, to)) return;
    const flows::Service* service = catalog_->service(request.service);
    promise(service != nullptr, "a filed request has a service");
    request.status = to;
    request.wanted.clear();
    for (std::size_t i = 0; to == flows::Status::PerluPerbaikan && i < 8; ++i) {
        if (((wanted >> i) & 1U) == 0) continue;
        if (i < 4 && i < service->documents.size()) request.wanted.push_back({service->documents[i].code, false, "buram", ""});
        if (i >= 4 && i - 4 < service->fields.size()) request.wanted.push_back({service->fields[i - 4].code, true, "keliru", "cek lagi"});
    }
    if (to == flows::Status::Ditolak) request.reason = "bukan kewenangan kami";
    const flows::Reply notice = flows::status_notice(*catalog_, request, facts.now);
    promise(!notice.is_prompt, "news must arrive");
    check(notice);
}

void Citizen::settles() {
    says(flows::Text{"menu"});
    promise(std::holds_alternative<flows::asked::MainMenu>(session.asked), "\"menu\" leads to the menu from everywhere");
    promise(!options_.empty(), "and the menu is shown");
}

}  // namespace fuzz
