// One HTTP answer, byte by byte. No sockets, no time.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace webhooks {

struct Answer {
    int status = 0;
    std::string body;
    std::string location;         // of a redirect
    std::string date;             // the server's clock, as it wrote it
    int retry_after_seconds = 0;  // 0: none, or a date
    bool keep_alive = false;
};

class ResponseParser {
public:
    enum class Progress { NeedsMore, Done, Malformed, TooLarge };

    ResponseParser();
    ~ResponseParser();
    ResponseParser(const ResponseParser&) = delete;
    ResponseParser& operator=(const ResponseParser&) = delete;

    void reset(std::size_t body_most);
    Progress feed(std::string_view bytes, std::size_t& used);  // as RequestParser::feed
    Progress feed_end();                                       // the other side has closed
    Answer& answer();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace webhooks
