// A whole service inside the test: real sockets on loopback, a real database in a temporary directory, the stand-in as WhatsApp.
#pragma once
#include "bot/phone_payload.hpp"
#include "bot/service.hpp"
#include "bot/stand_in.hpp"
#include "bot/webhook_poster.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace system_tests {

class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// Asks again and again until it holds or the time is over.
bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds most = std::chrono::seconds(20));

// The nth invented citizen: 62812000xxxxx.
std::string phone(int n = 1);
std::string fresh_id();
bot::PhoneMessage message(const std::string& from, decltype(flows::Inbound::content) content, const std::string& id = fresh_id());

class Running {
public:
    using Adjust = std::function<void(bot::Service::Options&)>;
    explicit Running(Adjust adjust = {}, bot::StandIn::Settings whatsapp = {});
    ~Running();

    bot::Service& service() { return *service_; }
    bot::StandIn& whatsapp() { return whatsapp_; }
    const std::filesystem::path& data() const { return place_.path(); }
    bot::WebhookPoster poster() const;

    int deliver(const bot::PhoneMessage&);  // HTTP status
    int deliver(const std::string& body);
    int say(const std::string& from, const std::string& text);
    int send_photo(const std::string& from, const std::string& bytes, const std::string& caption = {});
    // Waits until the citizen has got so many messages; returns their texts.
    std::vector<std::string> heard(const std::string& by, std::size_t least = 1);
    std::string last_heard(const std::string& by);
    std::string ask(const std::string& from, const std::string& text);  // says it and waits for all that is answered
    bool wait_quiet();

    void stop();   // in good order
    void start();  // again, on the same data

private:
    void run();

    TemporaryDirectory place_;
    Adjust adjust_;
    bot::Clock clock_;  // the service's; citizens live in the same time
    bot::StandIn whatsapp_;
    std::unique_ptr<bot::Service> service_;
    std::unique_ptr<bot::WebhookPoster> poster_;
    std::thread thread_;
};

bot::Service::Options options_for(const bot::StandIn&, const std::filesystem::path& data);
std::string jpeg(int n = 0);  // small, real enough to be recognised; n makes it different

}  // namespace system_tests
