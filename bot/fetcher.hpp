// Downloads the files that citizens sent, two at once, as soon as their message is committed: WhatsApp keeps them for days only. Looks at
// what they really are, writes them on a small thread of its own, and tells the conversation when one cannot be used. Lives on the io
// thread.
#pragma once
#include "bot/catalog_store.hpp"
#include "bot/channel.hpp"
#include "bot/clock.hpp"
#include "bot/counters.hpp"
#include "bot/fetch_policy.hpp"
#include "bot/mailbox.hpp"
#include "bot/sender.hpp"
#include "storage/attachments.hpp"
#include "storage/writer.hpp"
#include "webhooks/graph_client.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace bot {

class Fetcher {
public:
    struct Settings {
        std::filesystem::path directory;  // of the data
        std::size_t at_once = 2;
        std::function<bool()> has_room;  // false: nothing is fetched for now; may be empty
    };
    Fetcher(boost::asio::io_context&, storage::Writer&, Mailbox&, webhooks::GraphClient&, Channel&, CatalogStore&, Sender&, Counters&,
            Clock, Settings);
    ~Fetcher();

    void wake();  // files may be due
    void stop();  // starts nothing more; waits for the file being written
    bool idle() const { return in_hand_.empty() && !looking_; }

private:
    struct Look;
    void look_when_due(flows::TimePoint due);  // the earliest wins
    void look_failed();
    void on_look(const Look&);
    void download(storage::Attachment);
    void downloaded(const storage::Attachment&, webhooks::Downloaded);
    void keep(const storage::Attachment&, std::shared_ptr<std::string> bytes);
    void stored(const storage::Attachment&, std::string path, std::string mime, std::string sha256, std::int64_t size);
    void refuse(const storage::Attachment&, std::string_view reason);
    void postpone(const storage::Attachment&, std::chrono::seconds wait, std::string error);
    void record(const storage::Attachment&, std::function<void(storage::Database&)> run, std::function<void()> committed);
    void finished(flows::AttachmentId);
    void not_recorded(flows::AttachmentId);

    boost::asio::steady_timer timer_;
    storage::Writer& writer_;
    Mailbox& mailbox_;
    webhooks::GraphClient& graph_;
    Channel& channel_;
    CatalogStore& catalogs_;
    Sender& sender_;
    Counters& counters_;
    Clock clock_;
    Settings settings_;
    boost::asio::thread_pool disk_{1};
    std::set<flows::AttachmentId> in_hand_;
    std::optional<std::chrono::steady_clock::time_point> armed_for_;
    bool looking_ = false, look_again_ = false, stopping_ = false;
};

}  // namespace bot
