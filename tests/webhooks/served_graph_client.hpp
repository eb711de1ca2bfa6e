// A GraphClient with its thread; every call gives a future.
#pragma once
#include "tests/webhooks/fake_graph.hpp"
#include "tests/webhooks/io_thread.hpp"
#include "webhooks/graph_client.hpp"

#include <future>
#include <memory>
#include <string>
#include <utility>

namespace webhooks_tests {

inline webhooks::GraphSettings graph_settings(const FakeGraph& graph) {
    webhooks::GraphSettings settings;
    settings.url = graph.url();
    settings.phone_number_id = "109988776655443";
    return settings;
}

class ServedGraphClient {
public:
    explicit ServedGraphClient(webhooks::GraphSettings settings, std::string token = "TOKEN-UJI\n") {
        thread_.call(
            [&] { client_ = std::make_unique<webhooks::GraphClient>(thread_.io, std::move(settings), [token] { return token; }); });
    }
    ~ServedGraphClient() {
        thread_.call([&] { client_.reset(); });
    }

    std::future<webhooks::SendOutcome> send(const std::string& json = "{}") {
        return start<webhooks::SendOutcome>([&](auto done) { client_->send("109988776655443", json, done); });
    }
    std::future<webhooks::Downloaded> download(const flows::Media& media) {
        return start<webhooks::Downloaded>([&](auto done) { client_->download(media, "109988776655443", done); });
    }
    void send_quietly(const std::string& json) {
        thread_.call([&] { client_->send_quietly("109988776655443", json); });
    }
    std::pair<int, std::string> get(const std::string& path) {
        auto promise = std::make_shared<std::promise<std::pair<int, std::string>>>();
        auto future = promise->get_future();
        thread_.call([&] {
            client_->get(path, [promise](int status, std::string body) { promise->set_value({status, std::move(body)}); });
        });
        return webhooks_tests::get(future);
    }
    std::size_t in_flight() {
        return thread_.call([&] { return client_->in_flight(); });
    }
    void stop() {
        thread_.call([&] { client_->stop(); });
    }
    void drop() {
        thread_.call([&] { client_.reset(); });
    }

private:
    template <class Value, class Begin>
    std::future<Value> start(Begin begin) {
        auto promise = std::make_shared<std::promise<Value>>();
        auto future = promise->get_future();
        thread_.call([&] { begin([promise](Value value) { promise->set_value(std::move(value)); }); });
        return future;
    }

    IoThread thread_;
    std::unique_ptr<webhooks::GraphClient> client_;
};

}  // namespace webhooks_tests
