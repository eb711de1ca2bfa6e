#include "tests/webhooks/served_graph_client.hpp"
#include "webhooks/digest.hpp"
#include "webhooks/graph_client.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>

using namespace webhooks_tests;
using namespace std::chrono_literals;
using Kind = webhooks::Downloaded::Kind;
using How = GraphReply::How;

namespace {

const std::string bytes = std::string("\xFF\xD8\xFF\x00gambar", 10) + std::string(200'000, 'x');
const std::string hash = webhooks::to_hex(webhooks::sha256(bytes));

flows::Media media(const std::string& sha256 = hash, const std::string& url = "") {
    flows::Media one;
    one.media_id = "77/88";
    one.sha256 = sha256;
    one.url = url;
    return one;
}

GraphReply file(const std::string& content = bytes) { return {200, content, "Content-Type: image/jpeg\r\n", How::Whole}; }
GraphReply status(int code, const std::string& headers = "") { return {code, "", headers, How::Whole}; }

GraphReply details(const std::string& url, const std::string& sha256 = hash, const std::string& size = "\"200010\"") {
    return {200, fmt::format(R"({{"url":"{}","mime_type":"image/jpeg","sha256":"{}","file_size":{},"id":"77"}})", url, sha256, size), "",
            How::Whole};
}

// Details come from /v25.0/…, files from anywhere else; `$` in a url stands for the stand-in's own address.
struct Served {
    using Script = std::function<GraphReply(const GraphRequest&, const std::string& own_url)>;

    explicit Served(Script given, std::size_t most = 16u << 20)
        : script(std::move(given)), graph([this](const GraphRequest& request) { return script(request, own_url); }) {
        own_url = graph.url();
        auto settings = graph_settings(graph);
        settings.download_most = most;
        client = std::make_unique<ServedGraphClient>(settings);
    }

    webhooks::Downloaded download(const flows::Media& one) {
        auto future = client->download(one);
        return get(future);
    }

    Script script;
    std::string own_url;
    FakeGraph graph;
    std::unique_ptr<ServedGraphClient> client;
};

bool asks(const GraphRequest& request) { return request.target.starts_with("/v25.0/"); }

}  // namespace

TEST_CASE("a file in two steps", "[download]") {
    Served served(
        [](const GraphRequest& request, const std::string& own) { return asks(request) ? details(own + "/berkas?mid=77") : file(); });
    const auto downloaded = served.download(media());
    CHECK(downloaded.kind == Kind::Ok);
    CHECK(downloaded.bytes == bytes);
    CHECK(downloaded.error.empty());
    const auto requests = served.graph.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].target == "/v25.0/77%2F88?phone_number_id=109988776655443");
    CHECK(requests[1].target == "/berkas?mid=77");
    for (const auto& request : requests) {
        CHECK(request.method == "GET");
        CHECK(request.has("Authorization: Bearer TOKEN-UJI"));
        CHECK(request.head.find("\r\nUser-Agent: ") != std::string::npos);
    }
}

TEST_CASE("the url of the webhook saves a step, when it is allowed and works", "[download]") {
    Served served([](const GraphRequest& request, const std::string& own) {
        if (asks(request)) return details(own + "/baru");
        return request.target == "/rusak" ? status(500) : request.target == "/lama" ? status(404) : file();
    });
    CHECK(served.download(media(hash, served.own_url + "/langsung")).kind == Kind::Ok);
    CHECK(served.graph.requests().size() == 1);
    CHECK(served.download(media(hash, served.own_url + "/lama")).kind == Kind::Ok);
    CHECK(served.graph.requests().size() == 4);
    CHECK(served.download(media(hash, served.own_url + "/rusak")).kind == Kind::Ok);
    CHECK(served.download(media(hash, "https://evil.example/x")).kind == Kind::Ok);
    CHECK(served.download(media(hash, "file:///etc/passwd")).kind == Kind::Ok);
}

TEST_CASE("an expired url is asked for again, once", "[download]") {
    for (const int expired : {401, 403, 404, 410}) {
        std::atomic<int> fetched{0};
        Served served([&](const GraphRequest& request, const std::string& own) {
            if (asks(request)) return details(own + "/berkas");
            return ++fetched == 1 ? status(expired) : file();
        });
        CHECK(served.download(media()).kind == Kind::Ok);
        CHECK(served.graph.requests().size() == 4);
        Served never([&](const GraphRequest& request, const std::string& own) {
            return asks(request) ? details(own + "/berkas") : status(expired);
        });
        CHECK(never.download(media()).kind == (expired < 404 ? Kind::Forbidden : Kind::Gone));
        CHECK(never.graph.requests().size() == 4);
    }
}

TEST_CASE("redirects within reach are followed, three at most", "[download]") {
    Served served([](const GraphRequest& request, const std::string& own) {
        if (asks(request)) return details(own + "/1");
        if (request.target == "/1") return status(302, "Location: /2\r\n");
        if (request.target == "/2") return status(307, "Location: " + own + "/3\r\n");
        if (request.target == "/3") return status(301, "Location: /4\r\n");
        return file();
    });
    CHECK(served.download(media()).kind == Kind::Ok);
    CHECK(served.graph.requests().back().has_token());
    Served endless([](const GraphRequest& request, const std::string& own) {
        return asks(request) ? details(own + "/1") : status(302, "Location: /1\r\n");
    });
    CHECK(endless.download(media()).kind == Kind::Forbidden);
    CHECK(endless.graph.requests().size() == 5);
}

TEST_CASE("the token stays behind when a redirect leaves the host", "[download]") {
    FakeGraph other([](const GraphRequest&) { return file(); });
    Served served([&](const GraphRequest& request, const std::string& own) {
        return asks(request) ? details(own + "/1") : status(302, "Location: " + other.url("/x") + "\r\n");
    });
    CHECK(served.download(media()).kind == Kind::Ok);
    REQUIRE(other.requests().size() == 1);
    CHECK_FALSE(other.requests()[0].has_token());
}

TEST_CASE("nothing is fetched from hosts that are not allowed", "[download]") {
    for (const auto* url :
         {"http://169.254.169.254/latest/meta-data", "https://evil.example/x", "https://fbsbx.com.evil.example/x", "file:///etc/passwd",
          "https://lookaside.fbsbx.com:8443/x", "http://lookaside.fbsbx.com/x", "https://user@lookaside.fbsbx.com/", "", "/x",
          "http://localhost.evil.example/", "https://127.0.0.1/x", "http://10.0.0.1/"}) {
        INFO(url);
        Served first([&](const GraphRequest&, const std::string&) { return details(url); });
        CHECK(first.download(media()).kind == Kind::Forbidden);
        CHECK(first.graph.requests().size() == 1);
        Served second([&](const GraphRequest& request, const std::string& own) {
            return asks(request) ? details(own + "/1") : status(302, "Location: " + std::string(url) + "\r\n");
        });
        const std::string target = url;
        if (target.starts_with('/')) continue;  // a path stays on its host
        CHECK(second.download(media()).kind == Kind::Forbidden);
        CHECK(second.graph.requests().size() == 2);
    }
}

TEST_CASE("files that are too large are not loaded", "[download]") {
    Served announced([](const GraphRequest&, const std::string& own) { return details(own + "/x", hash, "1000001"); }, 1'000'000);
    CHECK(announced.download(media()).kind == Kind::TooLarge);
    CHECK(announced.graph.requests().size() == 1);
    for (const How how : {How::Whole, How::UntilClose}) {
        Served lying(
            [how](const GraphRequest& request, const std::string& own) {
                if (asks(request)) return details(own + "/x", hash, "10");
                GraphReply reply = file(std::string(1'000'001, 'x'));
                reply.how = how;
                return reply;
            },
            1'000'000);
        CHECK(lying.download(media()).kind == Kind::TooLarge);
    }
    Served exact([](const GraphRequest& request, const std::string& own) { return asks(request) ? details(own + "/x") : file(); },
                 bytes.size());
    CHECK(exact.download(media()).kind == Kind::Ok);
}

TEST_CASE("the content must have the hash of the webhook and of the details", "[download]") {
    const std::string wrong(64, 'a');
    const auto result = [](const std::string& of_webhook, const std::string& of_details) {
        Served served(
            [&](const GraphRequest& request, const std::string& own) { return asks(request) ? details(own + "/x", of_details) : file(); });
        const auto downloaded = served.download(media(of_webhook));
        CHECK((downloaded.kind == Kind::Ok) == !downloaded.bytes.empty());
        return downloaded.kind;
    };
    CHECK(result(hash, hash) == Kind::Ok);
    CHECK(result("", hash) == Kind::Ok);
    CHECK(result(hash, "") == Kind::Ok);
    CHECK(result("", "") == Kind::Ok);
    CHECK(result(wrong, hash) == Kind::HashMismatch);
    CHECK(result(hash, wrong) == Kind::HashMismatch);
    CHECK(result("", wrong) == Kind::HashMismatch);
}

TEST_CASE("a file that ends early is tried again later", "[download]") {
    for (const How how : {How::Half, How::NoAnswer}) {
        Served served([how](const GraphRequest& request, const std::string& own) {
            if (asks(request)) return details(own + "/x");
            GraphReply reply = file();
            reply.how = how;
            return reply;
        });
        CHECK(served.download(media()).kind == Kind::Temporary);
    }
}

TEST_CASE("what the details may answer", "[download]") {
    const auto result = [](GraphReply reply) {
        Served served([&](const GraphRequest&, const std::string&) { return reply; });
        return served.download(media()).kind;
    };
    CHECK(result(graph_error(400, 100)) == Kind::Gone);
    CHECK(result(graph_error(400, 33)) == Kind::Gone);
    CHECK(result(graph_error(400, 131052)) == Kind::Gone);
    CHECK(result(status(404)) == Kind::Gone);
    CHECK(result(status(410)) == Kind::Gone);
    CHECK(result(graph_error(401, 190)) == Kind::Forbidden);
    CHECK(result(graph_error(403, 10)) == Kind::Forbidden);
    CHECK(result(status(401)) == Kind::Forbidden);
    CHECK(result(status(403)) == Kind::Forbidden);
    CHECK(result(graph_error(500, 131000)) == Kind::Temporary);
    CHECK(result(graph_error(400, 80007)) == Kind::Temporary);
    CHECK(result(status(503)) == Kind::Temporary);
    CHECK(result(status(429)) == Kind::Temporary);
    CHECK(result(file("bukan json")) == Kind::Temporary);
    CHECK(result(file("{}")) == Kind::Forbidden);
    CHECK(result(file(R"({"error":{"code":190}})")) == Kind::Forbidden);
}

TEST_CASE("errors never show urls or tokens", "[download]") {
    Served served([](const GraphRequest& request, const std::string& own) {
        return asks(request) ? details(own + "/rahasia?hash=AT1") : status(500);
    });
    const auto downloaded = served.download(media());
    CHECK(downloaded.kind == Kind::Temporary);
    CHECK(downloaded.error == "fetching the file: HTTP 500");
}

TEST_CASE("a download ends when the client stops", "[download]") {
    Served served([](const GraphRequest& request, const std::string& own) {
        GraphReply reply = details(own + "/x");
        if (!asks(request)) reply.how = How::Silence;
        return reply;
    });
    auto one = served.client->download(media());
    REQUIRE(eventually([&] { return served.graph.requests().size() == 2; }));
    served.client->stop();
    CHECK(get(one).kind == Kind::Temporary);
    auto late = served.client->download(media(hash, served.own_url + "/langsung"));
    CHECK(get(late).kind == Kind::Temporary);
}
