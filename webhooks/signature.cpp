#include "webhooks/signature.hpp"

#include "webhooks/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>

namespace webhooks {

namespace {

constexpr std::string_view prefix = "sha256=";

struct FreeMac {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Mac = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Mac keyed(std::string_view secret) {
    EVP_MAC* algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    Mac mac{EVP_MAC_CTX_new(algorithm)};
    EVP_MAC_free(algorithm);
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end()};
    if (!mac || EVP_MAC_init(mac.get(), bytes_of(secret), secret.size(), parameters) != 1) {
        throw std::runtime_error("OpenSSL cannot set up HMAC-SHA256");
    }
    return mac;
}

Digest compute(EVP_MAC_CTX* mac, std::string_view body) {
    Digest digest{};
    std::size_t size = 0;
    // Without a key this starts again with the one given before: two thirds of the cost of a short HMAC are its keying.
    if (EVP_MAC_init(mac, nullptr, 0, nullptr) != 1 || EVP_MAC_update(mac, bytes_of(body), body.size()) != 1 ||
        EVP_MAC_final(mac, digest.data(), &size, digest.size()) != 1) {
        throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
    }
    return digest;
}

}  // namespace

struct SignatureChecker::Impl {
    std::vector<Mac> macs;
};

SignatureChecker::SignatureChecker(const std::vector<std::string>& app_secrets) : impl_(std::make_unique<Impl>()) {
    for (const auto& secret : app_secrets) {
        if (!secret.empty()) impl_->macs.push_back(keyed(secret));
    }
}

SignatureChecker::~SignatureChecker() = default;

Signature SignatureChecker::check(std::string_view header, std::string_view body) {
    if (header.empty()) return Signature::Missing;
    if (!header.starts_with(prefix)) return Signature::Malformed;
    const auto claimed = digest_from_hex(header.substr(prefix.size()));
    if (!claimed) return Signature::Malformed;
    bool good = false;
    for (const auto& mac : impl_->macs) good |= equal_in_constant_time(*claimed, compute(mac.get(), body));
    return good ? Signature::Good : Signature::Wrong;
}

Signature check_signature(std::string_view header, std::string_view body, const std::vector<std::string>& app_secrets) {
    return SignatureChecker(app_secrets).check(header, body);
}

std::string sign(std::string_view body, std::string_view app_secret) {
    const Mac mac = keyed(app_secret);
    return std::string(prefix) + to_hex(compute(mac.get(), body));
}

}  // namespace webhooks
