#include "desk/request_json.hpp"

#include "desk/moments.hpp"
#include "desk/plain_text.hpp"
#include "flows/reading/reading.hpp"
#include "flows/text.hpp"
#include "storage/attachments.hpp"
#include "storage/outbox.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

json::value or_null(std::string text) { return text.empty() ? json::value(nullptr) : json::value(std::move(text)); }

json::value time_or_null(const Desk& desk, const std::optional<flows::TimePoint>& t) {
    return t ? json::value(rfc3339(desk.catalog.office, *t)) : json::value(nullptr);
}

std::string harmless(std::string_view text) { return without_identity_numbers(inert_lines(text)); }

json::array documents_json(const Desk& desk, const storage::Request& request) {
    const flows::Service* service = desk.catalog.service(request.service);
    json::array list;
    for (const flows::Paper& paper : request.papers) {
        const flows::Document* document = service == nullptr ? nullptr : service->document(paper.code);
        json::object item;
        item["code"] = paper.code;
        item["state"] = flows::key(paper.state);
        item["label"] = document == nullptr ? paper.code : document->label;
        item["optional"] = document != nullptr && document->optional;
        item["files"] = paper.files.size();
        item["lost"] = lost_files(desk, paper);
        item["reason"] = or_null(paper.reason);
        item["reason_label"] = or_null(reason_label(desk.catalog, paper.reason));
        list.push_back(std::move(item));
    }
    return list;
}

json::array wanted_json(const Desk& desk, const storage::Request& request) {
    json::array list;
    for (const flows::Wanted& wanted : request.wanted) {
        json::object item;
        item["code"] = wanted.code;
        item["kind"] = wanted.is_field ? "field" : "document";
        item["label"] = document_label(desk.catalog, request, wanted.code);
        item["reason"] = wanted.reason;
        item["reason_label"] = reason_label(desk.catalog, wanted.reason);
        item["note"] = or_null(harmless(wanted.note));
        list.push_back(std::move(item));
    }
    return list;
}

json::array undelivered_json(const Desk& desk, const storage::Request& request) {
    json::array list;
    if (!request.citizen) return list;
    for (const storage::Undelivered& row : storage::undelivered(desk.db, *request.citizen)) {
        json::object item;
        item["at"] = rfc3339(desk.catalog.office, row.at);
        item["text"] = harmless(row.text);
        item["error"] = or_null(harmless(row.error));
        list.push_back(std::move(item));
    }
    return list;
}

bool is_identity_number(const flows::Field& field) {
    return field.type == flows::FieldType::Nik || field.type == flows::FieldType::FamilyCard;
}

std::string masked(const flows::Field& field, std::string_view value) {
    return is_identity_number(field) && value.size() > 4 ? flows::mask_number(value) : std::string("••••");
}

json::object answer_json(const flows::Field* field, const flows::Answer& answer, bool in_full) {
    json::object item;
    const bool hidden = field != nullptr && is_masked(*field) && !in_full && !answer.value.empty();
    // What was shown to the citizen of an identity number is its last digits only.
    const bool value_itself = in_full && field != nullptr && is_identity_number(*field);
    const std::string& shown = value_itself ? answer.value : answer.shown;
    item["value"] = hidden ? masked(*field, answer.value) : in_full ? inert_lines(answer.value) : harmless(answer.value);
    item["shown"] = hidden ? masked(*field, answer.value) : shown.empty() ? "-" : in_full ? inert_lines(shown) : harmless(shown);
    json::array doubts;
    for (const std::string& doubt : answer.doubts) doubts.emplace_back(doubt);
    item["doubts"] = std::move(doubts);
    item["label"] = field == nullptr ? json::value(nullptr) : json::value(field->label);
    item["masked"] = hidden;
    return item;
}

// In the order of the service's questions, so that people read them as they were asked.
json::object answers_json(const Desk& desk, const storage::Request& request, const Revealed& revealed) {
    json::object answers;
    if (const flows::Service* service = desk.catalog.service(request.service))
        for (const flows::Field& field : service->fields)
            if (const auto found = request.answers.find(field.code); found != request.answers.end())
                answers[field.code] = answer_json(&field, found->second, revealed.contains(field.code));
    for (const auto& [code, answer] : request.answers)
        if (!answers.contains(code)) answers[code] = answer_json(nullptr, answer, revealed.contains(code));
    return answers;
}

json::array notes_of(const json::array& history) {
    json::array notes;
    for (const json::value& entry : history)
        if (entry.at("action") == "note") {
            json::object note;
            note["at"] = entry.at("at");
            note["actor"] = entry.at("actor");
            note["text"] = entry.at("note");
            notes.push_back(std::move(note));
        }
    return notes;
}

void add_claim(const Desk& desk, const storage::Request& request, json::object& item) {
    item["claimed_by"] = or_null(inert(request.claimed_by));
    item["claimed_until"] = request.claimed_by.empty() ? json::value(nullptr) : time_or_null(desk, request.claimed_until);
    item["mine"] = !request.claimed_by.empty() && request.claimed_by == desk.caller.name;
    item["claim_minutes_left"] = request.claimed_by.empty() || !request.claimed_until
                                     ? json::value(nullptr)
                                     : json::value(minutes_left(*request.claimed_until, desk.now));
}

}  // namespace

bool is_masked(const flows::Field& field) { return field.sensitive || is_identity_number(field); }

std::string document_label(const flows::Catalog& catalog, const storage::Request& request, std::string_view code) {
    if (const flows::Service* service = catalog.service(request.service)) {
        if (const flows::Document* document = service->document(code)) return document->label;
        if (const flows::Field* field = service->field(code)) return field->label;
    }
    return std::string(code);
}

std::string reason_label(const flows::Catalog& catalog, std::string_view code) {
    const flows::Reason* reason = catalog.reason(code);
    return reason == nullptr ? std::string(code) : reason->label;
}

std::size_t lost_files(const Desk& desk, const flows::Paper& paper) {
    return static_cast<std::size_t>(std::ranges::count_if(paper.files, [&desk](flows::AttachmentId id) {
        const std::optional<storage::Attachment> file = storage::attachment(desk.db, id);
        return file && file->state == "refused";
    }));
}

OpenPapers open_papers(const Desk& desk, const storage::Request& request) {
    OpenPapers open;
    const flows::Service* service = desk.catalog.service(request.service);
    for (const flows::Paper& paper : request.papers) {
        const flows::Document* document = service == nullptr ? nullptr : service->document(paper.code);
        const std::string label = document == nullptr ? paper.code : document->label;
        if (paper.state == flows::PaperState::Bawa)
            open.brought.push_back(label);
        else if (paper.state != flows::PaperState::Diterima && (document == nullptr || !document->optional))
            open.missing.push_back(label);
        else if (lost_files(desk, paper) > 0)
            open.lost.push_back(label);
    }
    return open;
}

std::vector<const flows::Field*> fields_to_fill(const Desk& desk, const storage::Request& request) {
    std::vector<const flows::Field*> fields;
    const flows::Service* service = desk.catalog.service(request.service);
    if (service == nullptr) return fields;
    const flows::Answers known = flows::with_derived(*service, request.answers, desk.catalog.office, desk.now);
    for (const flows::Field& field : service->fields)
        if (field.by_clerk && !request.answers.contains(field.code) && flows::holds(field.when, known)) fields.push_back(&field);
    return fields;
}

json::object summary_json(const Desk& desk, const storage::Request& request) {
    const flows::Office& office = desk.catalog.office;
    json::object item;
    item["ticket"] = request.ticket;
    item["service"] = request.service;
    item["status"] = flows::key(request.status);
    item["subject"] = or_null(harmless(request.subject));
    item["applicant"] = or_null(harmless(request.applicant));
    item["phone"] = or_null(inert(request.phone));
    item["channel"] = request.channel;
    item["submitted_at"] = rfc3339(office, request.submitted_at);
    item["due_at"] = time_or_null(desk, request.due_at);
    item["due_shown"] = request.due_at ? json::value(short_moment(office, *request.due_at, desk.now)) : json::value(nullptr);
    item["urgency"] = or_null(std::string(key(urgency(request.due_at, desk.now))));
    add_claim(desk, request, item);
    item["documents"] = documents_json(desk, request);
    item["wanted"] = wanted_json(desk, request);
    item["undelivered"] = undelivered_json(desk, request);
    return item;
}

json::object detail_json(const Desk& desk, const storage::Request& request, const Revealed& revealed) {
    json::object item = summary_json(desk, request);
    const flows::Service* service = desk.catalog.service(request.service);
    item["service_name"] = service == nullptr ? request.service : service->name;
    item["status_shown"] = flows::shown(request.status);
    item["submitted_shown"] = short_moment(desk.catalog.office, request.submitted_at, desk.now);
    item["claimed_until_shown"] =
        request.claimed_until ? json::value(clock(desk.catalog.office, *request.claimed_until)) : json::value(nullptr);
    item["reason"] = or_null(request.reason);
    item["reason_label"] = or_null(reason_label(desk.catalog, request.reason));
    item["answers"] = answers_json(desk, request, revealed);
    json::array to_fill;
    for (const flows::Field* field : fields_to_fill(desk, request)) {
        json::object row;
        row["code"] = field->code;
        row["label"] = field->label;
        to_fill.push_back(std::move(row));
    }
    item["to_fill"] = std::move(to_fill);
    json::array entries = history_json(desk, request.id);
    item["notes"] = notes_of(entries);
    item["history"] = std::move(entries);
    return item;
}

json::array history_json(const Desk& desk, storage::RequestId id) {
    json::array list;
    for (const storage::HistoryEntry& entry : storage::history(desk.db, id)) {
        json::object item;
        item["at"] = rfc3339(desk.catalog.office, entry.at);
        item["actor"] = inert(entry.actor);
        item["action"] = entry.action;
        item["from"] = or_null(entry.from);
        item["to"] = or_null(entry.to);
        item["note"] = or_null(harmless(entry.note));
        item["at_shown"] = short_moment(desk.catalog.office, entry.at, desk.now);
        list.push_back(std::move(item));
    }
    return list;
}

}  // namespace desk
