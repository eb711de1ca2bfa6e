// A Listener on a port of its own, with its thread, that takes every delivery; for tests over real sockets.
#pragma once
#include "tests/webhooks/io_thread.hpp"
#include "webhooks/listener.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace webhooks_tests {

inline const std::string app_secret = "rahasia-uji-lurah";

inline webhooks::ListenerSettings listener_settings() {
    webhooks::ListenerSettings settings;
    settings.port = 0;
    settings.app_secrets = {"rahasia-lama", app_secret};
    settings.verify_token = "sandi";
    return settings;
}

class ServedListener {
public:
    using Listener = webhooks::Listener;
    using Reply = std::function<void(Listener::Answer)>;

    explicit ServedListener(webhooks::ListenerSettings settings = listener_settings()) {
        thread_.call([&] {
            listener_ = std::make_unique<Listener>(thread_.io, std::move(settings), [this](webhooks::Delivery delivery, Reply reply) {
                take(std::move(delivery), std::move(reply));
            });
        });
    }

    ~ServedListener() {
        thread_.call([&] { listener_.reset(); });
    }

    std::uint16_t port() {
        return thread_.call([&] { return listener_->port(); });
    }
    webhooks::ListenerCounters counters() {
        return thread_.call([&] { return listener_->counters(); });
    }

    void use_secrets(std::vector<std::string> app_secrets, std::string verify_token) {
        thread_.call([&] { listener_->use_secrets(std::move(app_secrets), std::move(verify_token)); });
    }

    void hold() { holds_ = true; }  // deliveries wait for release()
    std::size_t held() {
        return thread_.call([&] { return waiting_.size(); });
    }
    void release(Listener::Answer answer) {
        thread_.call([&] {
            for (const auto& reply : std::exchange(waiting_, {})) reply(answer);
        });
    }
    void answer_with(Listener::Answer answer) { answer_ = answer; }

    std::future<void> stop() {
        auto drained = std::make_shared<std::promise<void>>();
        auto future = drained->get_future();
        thread_.call([&] { listener_->stop([drained] { drained->set_value(); }); });
        return future;
    }

    std::vector<webhooks::Delivery> deliveries() {
        return thread_.call([&] { return deliveries_; });
    }

    IoThread& thread() { return thread_; }

private:
    void take(webhooks::Delivery delivery, Reply reply) {
        deliveries_.push_back(std::move(delivery));
        if (holds_) {
            waiting_.push_back(std::move(reply));
        } else {
            reply(answer_);
        }
    }

    IoThread thread_;
    std::unique_ptr<Listener> listener_;
    std::vector<webhooks::Delivery> deliveries_;
    std::vector<Reply> waiting_;
    std::atomic<bool> holds_{false};
    std::atomic<Listener::Answer> answer_{Listener::Answer::Accepted};
};

}  // namespace webhooks_tests
