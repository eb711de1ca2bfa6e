// One HTTP request, byte by byte. Beast reads the syntax; what it lets pass and we do not (doubled lengths, odd transfer codings, trailers,
// missing hosts, …) is refused here. No sockets, no time.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace webhooks {

class SignatureChecker;

struct Request {
    enum class Method { Get, Post, Other };
    Method method = Method::Other;
    std::string target;         // origin form, printable ASCII
    std::string signature;      // X-Hub-Signature-256
    int signatures = 0;         // how many of them there were
    std::size_t announced = 0;  // bytes of the body by Content-Length; when chunked: the most that may come
    bool expects_continue = false;
    bool expects_something_else = false;
    bool is_encoded = false;  // Content-Encoding other than identity
    bool keep_alive = false;
    std::shared_ptr<SignatureChecker> checker;  // the secrets that were good when the header came; the site puts it here
    std::string body;

    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
    std::string_view query() const {
        const auto mark = target.find('?');
        return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
    }
};

class RequestParser {
public:
    enum class Progress { NeedsMore, HeaderDone, Done, Refused };

    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    void reset();  // for the next request of the connection
    // Takes from the front of `bytes`; `used` says how many. What is not used must come again, with more behind it.
    // HeaderDone comes once; then go on feeding, even nothing.
    Progress feed(std::string_view bytes, std::size_t& used);
    int refusal() const;  // the HTTP status for Refused
    Request& request();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace webhooks
