// What WhatsApp posts to a webhook, signed, as whole HTTP requests. The people are invented.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace bench {

inline constexpr std::string_view app_secret = "benchmark";
inline constexpr std::string_view verify_token = "benchmark";

// A citizen is a number below the population; it becomes a telephone number that nobody can have (15 digits).
std::string phone_of(std::uint64_t citizen);

class Payloads {
public:
    Payloads();

    // Every call makes a new message id; a redelivery is the same text again.
    std::string text(std::uint64_t citizen, std::string_view body);
    std::string photograph(std::uint64_t citizen, std::string_view media_id);
    // `opaque`: what our message carried as biz_opaque_callback_data.
    std::string status(std::string_view phone, std::string_view message_id, std::string_view opaque, std::string_view state);

private:
    struct FreeMac {
        void operator()(evp_mac_ctx_st*) const;
    };

    std::string message(std::uint64_t citizen, std::string_view content);
    std::string signed_request(std::string_view body);
    std::string next_id();

    std::unique_ptr<evp_mac_ctx_st, FreeMac> mac_;
    std::uint64_t run_;
    std::uint64_t serial_ = 0;
};

std::string handshake_request();  // GET /webhook?hub.mode=subscribe&…

// The photograph behind every media id: small, but a JPEG.
std::string_view photograph_bytes();

}  // namespace bench
