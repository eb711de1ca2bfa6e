#include "tests/support/world.hpp"

#include "flows/catalog_files.hpp"
#include "flows/notices.hpp"
#include "flows/office_time.hpp"
#include "flows/session_json.hpp"
#include "flows/ticket.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace support {

using namespace flows;

World::World(CatalogPtr catalog, TimePoint now) : catalog_(std::move(catalog)), now_(now) {}

Facts World::facts(bool unsent) const {
    Facts facts;
    facts.now = now_;
    const auto day = local_time(catalog_->office, now_).date;
    facts.next_ticket =
        make_ticket(catalog_->office.code, static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())), serial_);
    facts.next_attachment = next_attachment_;
    facts.requests = requests_;
    facts.prompt_unsent = unsent;
    facts.officer_talking = officer_talking_;
    return facts;
}

std::vector<std::string> World::event(const Event& event, bool unsent) {
    last_ = step(*catalog_, session_, event, facts(unsent));
    session_ = session_from_json(to_json(last_.session)).value();
    if (!(session_ == last_.session)) throw std::logic_error("a session changed on its way through JSON");
    std::vector<std::string> out;
    for (const Reply& reply : last_.replies) out.push_back(shown(reply));
    for (const Effect& effect : last_.effects) apply(effect, out);
    return out;
}

std::vector<std::string> World::text(std::string_view body, bool unsent) {
    return event(Inbound{fmt::format("wamid.{}", message_++), now_, "Siti Rahayu", Text{std::string(body)}}, unsent);
}

std::vector<std::string> World::tap(std::string_view id) {
    return event(Inbound{fmt::format("wamid.{}", message_++), now_, "Siti Rahayu", Choice{std::string(id), ""}});
}

std::vector<std::string> World::media(MediaKind kind, std::string_view caption, bool unsent) {
    Media media;
    media.kind = kind;
    media.media_id = fmt::format("media.{}", message_);
    media.caption = caption;
    return event(Inbound{fmt::format("wamid.{}", message_++), now_, "Siti Rahayu", media}, unsent);
}

namespace {

OwnRequest& find(std::vector<OwnRequest>& requests, std::string_view ticket) {
    const auto it = std::ranges::find(requests, ticket, &OwnRequest::ticket);
    if (it == requests.end()) throw std::logic_error(fmt::format("no request {}", ticket));
    return *it;
}

void move_to(OwnRequest& request, Status to) {
    if (!may_become(request.status, to)) throw std::logic_error(fmt::format("{} may not become {}", key(request.status), key(to)));
    request.status = to;
}

}  // namespace

void World::apply(const Effect& effect, std::vector<std::string>& out) {
    struct {
        World& world;
        std::vector<std::string>& out;
        void operator()(const FileRequest& e) const {
            std::string papers;
            for (const Paper& paper : e.papers) papers += fmt::format(" {}={}", paper.code, key(paper.state));
            out.push_back(fmt::format("! permohonan {} {} untuk {}:{}", e.ticket, e.service, e.subject, papers));
            world.requests_.insert(world.requests_.begin(),
                                   OwnRequest{e.ticket, e.service, Status::Diterima, e.subject, world.now_, e.due_at, {}, "", e.answers});
            ++world.serial_;
        }
        void operator()(const ExpectAttachment&) const { ++world.next_attachment_; }
        void operator()(const AttachToRequest& e) const {
            out.push_back(fmt::format("! berkas {} {}", e.ticket, e.document));
            std::erase_if(find(world.requests_, e.ticket).wanted, [&](const Wanted& w) { return w.code == e.document; });
        }
        void operator()(const AmendAnswer& e) const {
            out.push_back(fmt::format("! jawaban {} {}={}", e.ticket, e.field, e.answer.value));
            std::erase_if(find(world.requests_, e.ticket).wanted, [&](const Wanted& w) { return w.code == e.field; });
        }
        void operator()(const ResubmitRequest& e) const {
            out.push_back(fmt::format("! diajukan lagi {}", e.ticket));
            OwnRequest& request = find(world.requests_, e.ticket);
            move_to(request, Status::Diterima);
            request.due_at = e.due_at;
        }
        void operator()(const CancelRequest& e) const {
            out.push_back(fmt::format("! dibatalkan {}", e.ticket));
            move_to(find(world.requests_, e.ticket), Status::Batal);
        }
        void operator()(const DiscardAttachments& e) const { out.push_back(fmt::format("! {} foto dihapus", e.files.size())); }
        void operator()(const CallOfficer& e) const { out.push_back(fmt::format("! petugas dipanggil ({}): {}", e.topic, e.said)); }
        void operator()(const TellOfficer& e) const { out.push_back(fmt::format("! untuk petugas: {}", e.said)); }
        void operator()(const EndOfficerTalk&) const {
            out.push_back("! percakapan petugas selesai");
            world.officer_talking_ = false;
        }
    } handle{*this, out};
    std::visit(handle, effect);
}

std::vector<std::string> World::set_status(std::string_view status) {
    OwnRequest& request = requests_.at(0);
    move_to(request, status_from_key(status).value());
    return {shown(status_notice(*catalog_, request, now_))};
}

std::vector<std::string> World::give_back(std::string_view code, std::string_view reason) {
    OwnRequest& request = requests_.at(0);
    if (request.status != Status::PerluPerbaikan) move_to(request, Status::PerluPerbaikan);
    const Service* service = catalog_->service(request.service);
    request.wanted.push_back({std::string(code), service->field(code) != nullptr, std::string(reason), ""});
    request.due_at.reset();
    return {shown(status_notice(*catalog_, request, now_))};
}

std::string shown(const Reply& reply) {
    if (const auto* text = std::get_if<TextReply>(&reply.content)) return text->body;
    if (const auto* menu = std::get_if<Menu>(&reply.content)) return menu->body;
    const auto& pin = std::get<LocationPin>(reply.content);
    return fmt::format("[lokasi] {}, {}", pin.name, pin.address);
}

CatalogPtr shipped_catalog() {
    static const CatalogPtr catalog = [] {
        using namespace std::chrono;
        const auto loaded = load_catalog(SAPA_SOURCE_DIR "/flows", year_month_day{2026y / November / 22});
        for (const auto& mistake : loaded.mistakes) fmt::print(stderr, "{}\n", to_string(mistake));
        if (!loaded.catalog) throw std::runtime_error("the shipped files have mistakes");
        return loaded.catalog;
    }();
    return catalog;
}

}  // namespace support
