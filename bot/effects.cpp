#include "bot/effects.hpp"

#include "storage/attachments.hpp"
#include "storage/calls.hpp"
#include "storage/conversations.hpp"
#include "storage/requests.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace bot {
namespace {

constexpr const char* citizen_actor = "warga";

struct Apply {
    storage::Database& db;
    flows::CitizenId citizen;
    flows::TimePoint now;
    bool attachments_due = false;

    // The conversation names requests by ticket; nobody but its owner may reach it, whatever the conversation believes.
    storage::RequestId own(const std::string& ticket) {
        const std::optional<storage::Request> found = storage::request(db, ticket, now);
        if (!found || found->citizen != citizen) throw std::runtime_error("an effect names a request of somebody else");
        return found->id;
    }

    void change(const std::string& ticket, flows::Status to, const char* action, std::optional<flows::TimePoint> due) {
        storage::Change change;
        change.actor = citizen_actor;
        change.action = action;
        change.due_at = due;
        storage::change_status(db, own(ticket), to, change, now);
    }

    void operator()(const flows::FileRequest& filed) {
        const std::optional<flows::Address> address = storage::address_of(db, citizen);
        storage::file_request(db, citizen, filed, address ? address->phone : std::string{}, "whatsapp", citizen_actor, now);
    }
    void operator()(const flows::ExpectAttachment& expected) {
        storage::expect_attachment(db, expected.id, citizen, expected.media, now);
        attachments_due = true;
    }
    void operator()(const flows::AttachToRequest& e) { storage::attach(db, own(e.ticket), e.document, e.file); }
    void operator()(const flows::AmendAnswer& e) {
        const storage::RequestId id = own(e.ticket);
        storage::amend_answer(db, id, e.field, e.answer);
        storage::note_history(db, id, {now, citizen_actor, "amend", {}, {}, e.field});
    }
    void operator()(const flows::ResubmitRequest& e) { change(e.ticket, flows::Status::Diterima, "resubmit", e.due_at); }
    void operator()(const flows::CancelRequest& e) { change(e.ticket, flows::Status::Batal, "cancel", std::nullopt); }
    void operator()(const flows::DiscardAttachments& e) { storage::discard_attachments(db, e.files); }
    void operator()(const flows::CallOfficer& e) { storage::open_call(db, citizen, e.topic, e.said, now); }
    void operator()(const flows::TellOfficer& e) { storage::add_call_line(db, citizen, citizen_actor, e.said, now); }
    void operator()(const flows::EndOfficerTalk&) { storage::close_calls(db, citizen, now); }
};

}  // namespace

bool apply_effects(storage::Database& db, flows::CitizenId citizen, const std::vector<flows::Effect>& effects, flows::TimePoint now) {
    Apply apply{db, citizen, now};
    for (const flows::Effect& effect : effects) std::visit(apply, effect);
    return apply.attachments_due;
}

}  // namespace bot
