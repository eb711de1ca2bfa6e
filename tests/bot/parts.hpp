// The parts of a service put together by hand: no sockets, and a WhatsApp that never answers.
#pragma once
#include "bot/catalog_store.hpp"
#include "bot/channel.hpp"
#include "bot/clock.hpp"
#include "bot/counters.hpp"
#include "bot/mailbox.hpp"
#include "bot/sender.hpp"
#include "bot/steady.hpp"
#include "storage/database.hpp"
#include "storage/writer.hpp"
#include "tests/system/running.hpp"
#include "webhooks/graph.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace bot_tests {

class SilentGraph final : public webhooks::Graph {
public:
    int sent = 0;

    void send(const std::string&, std::string, std::function<void(webhooks::SendOutcome)>) override { ++sent; }
    void send_quietly(const std::string&, std::string) override {}
    void get(const std::string&, std::function<void(int, std::string)>) override {}
};

struct Parts {
    explicit Parts(std::size_t queue_most = 4'096, std::function<void()> before_commit = {}) {
        storage::Writer::Options options;
        options.queue_most = queue_most;
        options.before_commit = std::move(before_commit);
        options.told = [this] { mailbox.ring(); };
        writer = std::make_unique<storage::Writer>(storage::Database::open(place.path(), "DABO"), std::move(options));
    }
    ~Parts() { writer->stop(); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    // Runs the network thread's work until something is so.
    template <class Holds>
    void until(Holds holds) {
        const auto awaited = boost::asio::make_work_guard(io);
        while (!holds()) io.run_one();
    }

    std::int64_t number(const char* select) {
        std::int64_t value = 0;
        writer->run([&](storage::Database& db) { value = db.connection().number(select); });
        return value;
    }

    system_tests::TemporaryDirectory place;
    boost::asio::io_context io;
    bot::Mailbox mailbox{io};
    bot::SystemSteady steady{io};
    SilentGraph graph;
    bot::Channel channel{"100000000000001", place.path()};
    bot::Counters counters;
    bot::CatalogStore catalogs{std::filesystem::path(SAPA_SOURCE_DIR) / "flows", {}};
    flows::LoadedCatalog loaded = catalogs.load(bot::system_now());
    std::unique_ptr<storage::Writer> writer;
};

}  // namespace bot_tests
