#include "tests/bench/load/payload.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::string_view envelope =
    R"({{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"value":{{"messaging_product":"whatsapp",)"
    R"("metadata":{{"display_phone_number":"62812000000","phone_number_id":"106540352242922"}},{}}},"field":"messages"}}]}}]}})";

std::int64_t unix_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// A bijection on 64 bits: ids look random, as WhatsApp's do, so that they fall everywhere into an index.
std::uint64_t scattered(std::uint64_t value) {
    value = (value ^ (value >> 31)) * 0x7FB5D329728EA185u;
    value = (value ^ (value >> 27)) * 0x81DADEF4BC2DD44Du;
    return value ^ (value >> 33);
}

}  // namespace

std::string phone_of(std::uint64_t citizen) { return fmt::format("62812000{:07}", citizen); }

void Payloads::FreeMac::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

Payloads::Payloads() : run_(static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count())) {
    EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    mac_.reset(EVP_MAC_CTX_new(hmac));
    EVP_MAC_free(hmac);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
    if (EVP_MAC_init(mac_.get(), reinterpret_cast<const unsigned char*>(app_secret.data()), app_secret.size(), parameters) != 1)
        throw std::runtime_error("HMAC cannot be keyed");
}

std::string Payloads::next_id() {
    ++serial_;
    return fmt::format("wamid.HBgP{:016X}{:08X}", scattered(run_ + serial_), serial_);
}

std::string Payloads::message(std::uint64_t citizen, std::string_view content) {
    const std::string phone = phone_of(citizen);
    const std::string value = fmt::format(R"("contacts":[{{"profile":{{"name":"Warga {0}"}},"wa_id":"{1}"}}],)"
                                          R"("messages":[{{"from":"{1}","id":"{2}","timestamp":"{3}",{4}}}])",
                                          citizen, phone, next_id(), unix_seconds(), content);
    return signed_request(fmt::format(envelope, value));
}

std::string Payloads::text(std::uint64_t citizen, std::string_view body) {
    return message(citizen, fmt::format(R"("type":"text","text":{{"body":"{}"}})", body));
}

std::string Payloads::photograph(std::uint64_t citizen, std::string_view media_id) {
    return message(citizen, fmt::format(R"("type":"image","image":{{"id":"{}","mime_type":"image/jpeg"}})", media_id));
}

std::string Payloads::status(std::string_view phone, std::string_view message_id, std::string_view opaque, std::string_view state) {
    const std::string value =
        fmt::format(R"("statuses":[{{"id":"{}","status":"{}","timestamp":"{}","recipient_id":"{}","biz_opaque_callback_data":"{}",)"
                    R"("conversation":{{"id":"9c1a0f2e7d","origin":{{"type":"service"}}}},)"
                    R"("pricing":{{"billable":false,"pricing_model":"PMP","category":"service"}}}}])",
                    message_id, state, unix_seconds(), phone, opaque);
    return signed_request(fmt::format(envelope, value));
}

std::string Payloads::signed_request(std::string_view body) {
    std::array<unsigned char, 32> digest;
    std::size_t size = 0;
    EVP_MAC_init(mac_.get(), nullptr, 0, nullptr);  // the same key again
    EVP_MAC_update(mac_.get(), reinterpret_cast<const unsigned char*>(body.data()), body.size());
    EVP_MAC_final(mac_.get(), digest.data(), &size, digest.size());
    return fmt::format(
        "POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\n"
        "Content-Type: application/json\r\nX-Hub-Signature-256: sha256={:02x}\r\nContent-Length: {}\r\n\r\n{}",
        fmt::join(digest, ""), body.size(), body);
}

std::string handshake_request() {
    return fmt::format("GET /webhook?hub.mode=subscribe&hub.verify_token={}&hub.challenge=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                       verify_token);
}

std::string_view photograph_bytes() {
    static const std::string bytes =
        std::string("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20) + std::string(60'000, 'x') + "\xFF\xD9";
    return bytes;
}

}  // namespace bench
