#include "webhooks/graph_request.hpp"

#include <algorithm>

namespace webhooks {

namespace {

constexpr std::size_t headers_bytes = 512;

std::string begin(std::string_view method, const Url& url, std::string_view token, std::size_t body_bytes) {
    std::string request;
    request.reserve(headers_bytes + url.target.size() + token.size() + body_bytes);
    request += method;
    request += ' ';
    request += url.target;
    request += " HTTP/1.1\r\nHost: ";
    request += host_header(url.origin);
    request += "\r\nUser-Agent: sapa/" SAPA_VERSION
               "\r\nAccept: */*\r\nAccept-Encoding: identity\r\n";  // media hosts refuse requests without a user agent
    if (!token.empty()) {
        request += "Authorization: Bearer ";
        request += token;
        request += "\r\n";
    }
    return request;
}

}  // namespace

std::optional<std::string> usable_token(std::string_view token) {
    const auto last = token.find_last_not_of(" \t\r\n");
    token = token.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (!std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7F; })) return std::nullopt;
    return std::string(token);
}

std::string get_request(const Url& url, std::string_view token) { return begin("GET", url, token, 0) + "\r\n"; }

std::string post_request(const Url& url, std::string_view token, std::string_view json) {
    std::string request = begin("POST", url, token, json.size());
    request += "Content-Type: application/json\r\nContent-Length: ";
    request += std::to_string(json.size());
    request += "\r\n\r\n";
    request += json;
    return request;
}

}  // namespace webhooks
