#include "webhooks/http_answer.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace webhooks {

namespace {

std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        default:
            return "Error";
    }
}

std::string head(int status, bool keep_alive) {
    std::string text = fmt::format("HTTP/1.1 {} {}\r\n", status, reason(status));
    if (status == 405) text += "Allow: GET, POST\r\n";
    if (status == 503) text += fmt::format("Retry-After: {}\r\n", limits::retry_after_seconds);
    if (!keep_alive) text += "Connection: close\r\n";
    return text;
}

using Answers = std::map<std::pair<int, bool>, std::string>;

Answers all_bare_answers() {
    Answers answers;
    for (const int status : {200, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431, 503}) {
        for (const bool keep_alive : {false, true}) answers[{status, keep_alive}] = head(status, keep_alive) + "Content-Length: 0\r\n\r\n";
    }
    return answers;
}

}  // namespace

std::string_view bare_answer(int status, bool keep_alive) {
    static const Answers answers = all_bare_answers();
    return answers.at({status, keep_alive});
}

std::string answer_with_body(const Response& response, bool keep_alive) {
    std::string text = head(response.status, keep_alive);
    // What is shown may have been chosen by a stranger: it must never become a page.
    text += fmt::format("Content-Type: {}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n",
                        response.type, response.body.size());
    text += response.body;
    return text;
}

}  // namespace webhooks
