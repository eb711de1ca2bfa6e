#include "tests/webhooks/test_certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace webhooks_tests {

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    if (!extension) throw std::runtime_error("cannot make the extension " + value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// `issuer` null: signs itself.
Certificate make(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, long days, int extension,
                 const std::string& value) {
    static long serial = 9'000;
    constexpr long day = 24 * 3'600;
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -10 * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * day);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : subject);
    extend(certificate.get(), issuer ? issuer : certificate.get(), extension, value);
    if (X509_sign(certificate.get(), issuer_key, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
    return certificate;
}

}  // namespace

struct TestCertificates::Impl {
    Key key{EVP_EC_gen("P-256")};
    Certificate authority = make("Otoritas Uji", key.get(), nullptr, key.get(), 1, NID_basic_constraints, "critical,CA:TRUE");
    std::filesystem::path file;
};

TestCertificates::TestCertificates() : impl_(std::make_unique<Impl>()) {
    std::string name = (std::filesystem::temp_directory_path() / "sapa-ca-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
    if (!file) throw std::runtime_error("cannot write the authority's certificate");
    PEM_write_X509(file, impl_->authority.get());
    std::fclose(file);
    impl_->file = name;
}

TestCertificates::~TestCertificates() { std::filesystem::remove(impl_->file); }

std::filesystem::path TestCertificates::ca_file() const { return impl_->file; }

std::shared_ptr<ssl_ctx_st> TestCertificates::context(const Server& server) const {
    const Key key{EVP_EC_gen("P-256")};
    const bool by_authority = server.signer == Signer::Authority;
    const Certificate certificate =
        make("server", key.get(), by_authority ? impl_->authority.get() : nullptr, by_authority ? impl_->key.get() : key.get(),
             server.valid_days, NID_subject_alt_name, server.subject_alternative_name);
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_use_certificate(context.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), key.get());
    if (server.highest_version != 0) {
        SSL_CTX_set_security_level(context.get(), 0);
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), server.highest_version);
    }
    return context;
}

}  // namespace webhooks_tests
