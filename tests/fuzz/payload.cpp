// Any body of a webhook gives a delivery whose texts are safe to store and to show.
#include "webhooks/payload.hpp"

#include "flows/limits.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "webhooks/limits.hpp"

namespace {

const flows::TimePoint now = flows::from_millis(1'795'300'000'000);

struct Check {
    void operator()(const webhooks::InboundMessage& inbound) const {
        fuzz::promise(!inbound.message.message_id.empty(), "a message has an id");
        fuzz::promise(inbound.message.message_id.size() <= webhooks::limits::id_bytes, "ids are bounded");
        fuzz::promise(fuzz::is_text(inbound.message.profile_name), "names are text");
        fuzz::promise(inbound.message.at <= now, "nothing comes from the future");
        if (const auto* text = std::get_if<flows::Text>(&inbound.message.content)) {
            fuzz::promise(fuzz::is_text(text->body), "bodies are text");
            fuzz::promise(text->body.size() <= flows::limits::text_bytes, "bodies are bounded");
        }
    }
    void operator()(const webhooks::DeliveryStatus& status) const {
        fuzz::promise(!status.message_id.empty(), "a status names its message");
    }
    void operator()(const webhooks::AddressChange& change) const { fuzz::promise(!change.message_id.empty(), "a change has an id"); }
    void operator()(const webhooks::AccountAlert& alert) const { fuzz::promise(fuzz::is_text(alert.what), "alerts are text"); }
    void operator()(const webhooks::Unreadable& item) const { fuzz::promise(!item.reason.empty(), "what cannot be read says why"); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const webhooks::Delivery delivery = webhooks::read_delivery(fuzz::bytes(data, size), now);
    for (const webhooks::Event& event : delivery.events) std::visit(Check{}, event);
    return 0;
}
