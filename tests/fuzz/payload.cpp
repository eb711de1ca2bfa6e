// Any body of a webhook gives a delivery whose texts are safe to store and to show; as one item of a batch it costs no neighbour.
#include "webhooks/payload.hpp"

#include "flows/limits.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "webhooks/json_fields.hpp"
#include "webhooks/limits.hpp"

#include <algorithm>
#include <string>

namespace {

const flows::TimePoint now = flows::from_millis(1'795'300'000'000);

void check_address(const flows::Address& address) {
    fuzz::promise(address.phone.size() <= webhooks::limits::phone_digits, "numbers are bounded");
    fuzz::promise(std::ranges::all_of(address.phone, [](char c) { return c >= '0' && c <= '9'; }), "numbers are digits");
    for (const std::string* id : {&address.user_id, &address.parent_user_id})
        fuzz::promise(id->size() <= webhooks::limits::id_bytes && fuzz::is_text(*id), "ids of users are bounded text");
}

struct CheckContent {
    void operator()(const flows::Text& text) const {
        fuzz::promise(fuzz::is_text(text.body) && text.body.size() <= flows::limits::text_bytes, "bodies are bounded text");
    }
    void operator()(const flows::Choice& tap) const {
        fuzz::promise(fuzz::is_text(tap.id) && tap.id.size() <= webhooks::limits::id_bytes, "ids of options are bounded text");
        fuzz::promise(fuzz::is_text(tap.title) && tap.title.size() <= flows::limits::text_bytes, "titles are bounded text");
    }
    void operator()(const flows::Media& media) const {
        fuzz::promise(!media.media_id.empty() && media.media_id.size() <= webhooks::limits::id_bytes, "a file has an id");
        fuzz::promise(fuzz::is_text(media.caption) && media.caption.size() <= flows::limits::text_bytes, "captions are bounded text");
        fuzz::promise(fuzz::is_text(media.filename) && media.filename.size() <= webhooks::limits::name_bytes, "names of files are bounded");
        fuzz::promise(media.sha256.empty() || media.sha256.size() == 64, "a hash is whole or missing");
        fuzz::promise(media.url.size() <= webhooks::limits::url_bytes, "addresses of files are bounded");
    }
    void operator()(const flows::Location& place) const {
        fuzz::promise(place.latitude >= -90 && place.latitude <= 90, "a place is on the earth");
        fuzz::promise(place.longitude >= -180 && place.longitude <= 180, "all around");
        fuzz::promise(fuzz::is_text(place.name) && fuzz::is_text(place.address), "names of places are text");
    }
    void operator()(const flows::Unsupported& thing) const { fuzz::promise(fuzz::is_text(thing.what), "what it was is text"); }
};

struct Check {
    void operator()(const webhooks::InboundMessage& inbound) const {
        const flows::Inbound& message = inbound.message;
        fuzz::promise(!message.message_id.empty() && message.message_id.size() <= webhooks::limits::id_bytes, "a message has an id");
        fuzz::promise(fuzz::is_text(message.message_id), "ids are text");
        fuzz::promise(fuzz::is_text(message.profile_name) && message.profile_name.size() <= webhooks::limits::name_bytes, "names are text");
        fuzz::promise(message.at <= now, "nothing comes from the future");
        fuzz::promise(!inbound.from.empty(), "somebody wrote it");
        check_address(inbound.from);
        std::visit(CheckContent{}, message.content);
    }
    void operator()(const webhooks::DeliveryStatus& status) const {
        fuzz::promise(!status.message_id.empty() || !status.opaque.empty(), "a status names its message");
        fuzz::promise(fuzz::is_text(status.message_id) && fuzz::is_text(status.opaque), "what is stored of a status is text");
        fuzz::promise(fuzz::is_text(status.error) && status.error.size() <= webhooks::limits::title_bytes, "errors are short");
    }
    void operator()(const webhooks::AddressChange& change) const {
        fuzz::promise(!change.message_id.empty(), "a change has an id");
        check_address(change.old_one);
        check_address(change.new_one);
    }
    void operator()(const webhooks::AccountAlert& alert) const { fuzz::promise(fuzz::is_text(alert.what), "alerts are text"); }
    void operator()(const webhooks::Unreadable& item) const { fuzz::promise(!item.reason.empty(), "what cannot be read says why"); }
};

std::string greeting(const std::string& id) {
    return R"({"from":"6281200000001","id":")" + id + R"(","timestamp":"1795300000","type":"text","text":{"body":"halo"}})";
}

bool has(const webhooks::Delivery& delivery, const std::string& id) {
    return std::ranges::any_of(delivery.events, [&](const webhooks::Event& event) {
        const auto* inbound = std::get_if<webhooks::InboundMessage>(&event);
        return inbound && inbound->message.message_id == id;
    });
}

// The input as one item between two good ones.
void check_neighbours(std::string_view item) {
    const std::string value(item);  // one JSON value, and no deeper than an item may be
    if (!webhooks::Document("{\"a\":" + value + "}").readable()) return;
    if (!webhooks::Document("{\"a\":[[[[[[[[" + value + "]]]]]]]]}").readable()) return;
    const std::string batch = R"({"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[)" +
                              greeting("wamid.satu") + "," + value + "," + greeting("wamid.dua") + "]}}]}]}";
    const webhooks::Delivery delivery = webhooks::read_delivery(batch, now);
    fuzz::promise(has(delivery, "wamid.satu") && has(delivery, "wamid.dua"), "a bad item never costs its neighbours");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const webhooks::Delivery delivery = webhooks::read_delivery(fuzz::bytes(data, size), now);
    fuzz::promise(delivery.events.size() + static_cast<std::size_t>(delivery.ignored) >= 1, "nothing vanishes");
    for (const webhooks::Event& event : delivery.events) std::visit(Check{}, event);
    check_neighbours(fuzz::bytes(data, size));
    return 0;
}
