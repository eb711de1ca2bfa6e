// X-Hub-Signature-256 over the raw bytes of the body.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

enum class Signature { Good, Missing, Malformed, Wrong };

// Any of the secrets may match (rotation). Constant time. The expected value never leaves this function.
Signature check_signature(std::string_view header, std::string_view body, const std::vector<std::string>& app_secrets);

// The same for many requests: the secrets are keyed once. One thread at a time.
class SignatureChecker {
public:
    explicit SignatureChecker(const std::vector<std::string>& app_secrets);  // empty secrets never match
    ~SignatureChecker();
    SignatureChecker(const SignatureChecker&) = delete;
    SignatureChecker& operator=(const SignatureChecker&) = delete;
    Signature check(std::string_view header, std::string_view body);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// For stand-ins and tests: "sha256=" + hex.
std::string sign(std::string_view body, std::string_view app_secret);

}  // namespace webhooks
