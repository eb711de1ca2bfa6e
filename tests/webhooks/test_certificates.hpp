// Certificates made for one test: an authority, and servers' certificates signed by it or by themselves.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace webhooks_tests {

enum class Signer { Authority, Itself };

class TestCertificates {
public:
    TestCertificates();
    ~TestCertificates();  // removes the file
    TestCertificates(const TestCertificates&) = delete;
    TestCertificates& operator=(const TestCertificates&) = delete;

    std::filesystem::path ca_file() const;

    struct Server {
        std::string subject_alternative_name = "DNS:localhost,IP:127.0.0.1";
        Signer signer = Signer::Authority;
        long valid_days = 1;      // negative: expired
        int highest_version = 0;  // 0: any
    };
    std::shared_ptr<ssl_ctx_st> context(const Server&) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace webhooks_tests
