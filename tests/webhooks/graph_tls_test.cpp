#include "tests/webhooks/served_graph_client.hpp"
#include "tests/webhooks/test_certificates.hpp"
#include "webhooks/graph_client.hpp"

#include <openssl/ssl.h>
#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>

#include <chrono>

using namespace webhooks_tests;
using namespace std::chrono_literals;
using Kind = webhooks::SendOutcome::Kind;

namespace {

webhooks::GraphSettings tls_settings(const FakeGraph& graph, const std::string& host, const std::string& ca_file) {
    auto settings = graph_settings(graph);
    settings.url = "https://" + host + ":" + std::to_string(graph.port());
    settings.ca_file = ca_file;
    return settings;
}

struct Attempt {
    TestCertificates::Server server;
    std::string host = "localhost";
    bool trusts_authority = true;
};

webhooks::SendOutcome attempt(const Attempt& how) {
    const TestCertificates certificates;
    const auto context = certificates.context(how.server);
    FakeGraph graph([](const GraphRequest&) { return accepted("wamid.1"); }, context.get());
    ServedGraphClient client(tls_settings(graph, how.host, how.trusts_authority ? certificates.ca_file().string() : ""));
    auto future = client.send();
    const auto outcome = get(future);
    CHECK(graph.requests().size() == (outcome.kind == Kind::Accepted ? 1 : 0));
    return outcome;
}

}  // namespace

TEST_CASE("a server with a good certificate is trusted, by name and by address", "[tls]") {
    CHECK(attempt({}).kind == Kind::Accepted);
    CHECK(attempt({{}, "127.0.0.1", true}).kind == Kind::Accepted);
    Attempt older;
    older.server.highest_version = TLS1_2_VERSION;
    CHECK(attempt(older).kind == Kind::Accepted);
}

TEST_CASE("other servers get nothing, not even the token", "[tls]") {
    Attempt self_signed;
    self_signed.server.signer = Signer::Itself;
    CHECK(attempt(self_signed).kind == Kind::NotSent);
    Attempt unknown_authority;
    unknown_authority.trusts_authority = false;
    CHECK(attempt(unknown_authority).kind == Kind::NotSent);
    Attempt wrong_host;
    wrong_host.server.subject_alternative_name = "DNS:graph.contoh.go.id";
    CHECK(attempt(wrong_host).kind == Kind::NotSent);
    Attempt wrong_address;
    wrong_address.server.subject_alternative_name = "DNS:localhost,IP:127.0.0.2";
    wrong_address.host = "127.0.0.1";
    CHECK(attempt(wrong_address).kind == Kind::NotSent);
    Attempt expired;
    expired.server.valid_days = -1;
    CHECK(attempt(expired).kind == Kind::NotSent);
    Attempt ancient;
    ancient.server.highest_version = TLS1_1_VERSION;
    const auto outcome = attempt(ancient);
    CHECK(outcome.kind == Kind::NotSent);
    CHECK(outcome.error.starts_with("TLS: "));
}

TEST_CASE("TLS connections are kept, and renewed when they were closed", "[tls]") {
    const TestCertificates certificates;
    const auto context = certificates.context({});
    FakeGraph graph(
        [](const GraphRequest& request) {
            GraphReply reply = accepted("wamid.1");
            if (request.body == "akhir") reply.how = GraphReply::How::ThenClose;
            return reply;
        },
        context.get());
    ServedGraphClient client(tls_settings(graph, "localhost", certificates.ca_file().string()));
    for (const auto* body : {"1", "2", "akhir", "3", "4"}) {
        auto outcome = client.send(body);
        CHECK(get(outcome).kind == Kind::Accepted);
    }
    CHECK(graph.connections() == 2);
    CHECK(graph.requests().size() == 5);
}

TEST_CASE("an answer without a length needs a proper end of TLS", "[tls]") {
    const TestCertificates certificates;
    const auto context = certificates.context({});
    FakeGraph graph(
        [](const GraphRequest&) {
            GraphReply reply = accepted("wamid.1");
            reply.how = GraphReply::How::UntilClose;  // the stand-in closes without saying goodbye
            return reply;
        },
        context.get());
    ServedGraphClient client(tls_settings(graph, "localhost", certificates.ca_file().string()));
    auto outcome = client.send();
    CHECK(get(outcome).kind == Kind::Unknown);
}

TEST_CASE("a server that speaks no TLS, or nothing", "[tls]") {
    FakeGraph plain([](const GraphRequest&) { return accepted("wamid.1"); });
    auto settings = tls_settings(plain, "localhost", "");
    settings.deadlines.handshake = 150ms;
    ServedGraphClient client(settings);
    auto outcome = client.send();  // the stand-in waits for the end of a header that never comes
    const auto value = get(outcome);
    CHECK(value.kind == Kind::NotSent);
    CHECK(value.error == "no TLS handshake in time");
}

TEST_CASE("a file of authorities that cannot be read is an error with a reason", "[tls]") {
    boost::asio::io_context io;
    webhooks::GraphSettings settings;
    settings.ca_file = "/tidak/ada.pem";
    CHECK_THROWS_AS(webhooks::GraphClient(io, settings, [] { return std::string(); }), boost::system::system_error);
}
