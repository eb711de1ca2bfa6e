// A small stand-in for the Graph API on a loopback port: a script answers each request, and can fail in every way that matters.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ssl_ctx_st;

namespace webhooks_tests {

struct GraphRequest {
    int connection = 0;  // which connection brought it: 1, 2, …
    std::string method, target, head, body;
    bool has(std::string_view header_line) const;
    bool has_token() const { return head.find("\r\nAuthorization: Bearer ") != std::string::npos; }
};

struct GraphReply {
    enum class How {
        Whole,
        ThenClose,   // the answer, then the connection is closed without having announced it
        NoAnswer,    // the request is read, and the connection closed
        Half,        // half of the body
        Silence,     // nothing until the server ends
        UntilClose,  // no length: the end of the connection is the end of the body
        Raw,         // `body` is all that is sent
    };
    int status = 200;
    std::string body;
    std::string headers;  // whole lines
    How how = How::Whole;
};

class FakeGraph {
public:
    using Script = std::function<GraphReply(const GraphRequest&)>;

    explicit FakeGraph(Script, ssl_ctx_st* tls = nullptr);  // `tls` outlives the server
    ~FakeGraph();
    FakeGraph(const FakeGraph&) = delete;
    FakeGraph& operator=(const FakeGraph&) = delete;

    std::uint16_t port() const;
    std::string url(std::string_view path = "") const;  // http://127.0.0.1:PORT…
    std::vector<GraphRequest> requests() const;
    int connections() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

GraphReply accepted(std::string_view message_id);
GraphReply graph_error(int http_status, int code);

}  // namespace webhooks_tests
