// The verification of the callback address: GET /webhook?hub.mode=subscribe&hub.verify_token=…&hub.challenge=… . Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

struct Handshake {
    int status = 403;
    std::string challenge;  // the body of the answer, only for 200
};

Handshake answer_handshake(std::string_view query, std::string_view verify_token);

// %XX and '+'; nullopt when an escape is broken.
std::optional<std::string> url_decoded(std::string_view);

}  // namespace webhooks
