// Posts signed webhooks to a service on loopback and waits for the answer. One connection, kept alive. For the stand-in and for tests.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

namespace bot {

class WebhookPoster {
public:
    WebhookPoster(std::uint16_t port, std::string app_secret);
    ~WebhookPoster();

    int post(const std::string& body);  // the HTTP status; 0 when there was no answer
    int post_with(const std::string& body, const std::string& signature);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bot
