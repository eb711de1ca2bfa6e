// Addresses of other servers, read strictly: the url of a media file comes from outside.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

struct Origin {
    bool is_tls = true;
    std::string host;  // lower case, without the brackets of IPv6
    std::uint16_t port = 443;

    bool operator==(const Origin&) const = default;
};

struct Url {
    Origin origin;
    std::string target;  // path and query, begins with '/'
};

std::optional<Url> parse_url(std::string_view);  // http and https only, no user names, no odd characters; the fragment is dropped
std::optional<Url> resolve_url(const Url& base, std::string_view location);  // what a redirect says: a whole url, //host/… or a path
bool is_loopback(std::string_view host);                                     // 127.0.0.0/8, ::1, localhost
bool host_matches(std::string_view host, const std::vector<std::string>& hosts_or_suffixes);
std::string host_header(const Origin&);
std::string encoded_segment(std::string_view);  // for a path or a query value

}  // namespace webhooks
