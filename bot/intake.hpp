// From the listener to the writer and back: every event of a delivery becomes a job, and the delivery is answered only when all of them are
// on disk. An event that cannot be handled is set aside, at no cost to its neighbours. Lives on the io thread.
#pragma once
#include "bot/catalog_store.hpp"
#include "bot/channel.hpp"
#include "bot/clock.hpp"
#include "bot/counters.hpp"
#include "bot/mailbox.hpp"
#include "bot/sender.hpp"
#include "bot/turn.hpp"
#include "storage/writer.hpp"
#include "webhooks/event.hpp"
#include "webhooks/graph.hpp"
#include "webhooks/listener.hpp"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace bot {

class Recorder;

class Intake {
public:
    using Answer = std::function<void(webhooks::Listener::Answer)>;
    struct Parts {
        storage::Writer& writer;
        Mailbox& mailbox;
        webhooks::Graph& graph;
        Channel& channel;
        CatalogStore& catalogs;
        Sender& sender;
        Counters& counters;
        Clock clock;
        std::function<void()> attachments_due;  // there are files to download
        Recorder* recorder = nullptr;
    };
    explicit Intake(Parts parts) : parts_(std::move(parts)) {}

    void deliver(webhooks::Delivery, Answer);

private:
    struct Open;
    struct Work;
    void sort_out(webhooks::Event&&, std::vector<std::shared_ptr<Work>>&, std::vector<webhooks::DeliveryStatus>&);
    bool submit(const std::shared_ptr<Open>&, const std::shared_ptr<Work>&);
    void finish(const std::shared_ptr<Open>&, const std::shared_ptr<Work>&, storage::Outcome);
    void pass_on(Work&);
    void record(const Work&) const;
    static void close(const std::shared_ptr<Open>&);

    Parts parts_;
};

}  // namespace bot
