#include "webhooks/url.hpp"

#include "webhooks/limits.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace webhooks {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool take_prefix(std::string_view& text, std::string_view prefix) {
    const bool same = text.size() >= prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, lower);
    if (same) text.remove_prefix(prefix.size());
    return same;
}

bool is_name(std::string_view host) {
    return !host.empty() && host.size() <= 253 &&
           std::ranges::all_of(host, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

// host, host:port, [v6], [v6]:port
bool read_authority(std::string_view authority, Origin& origin) {
    std::string_view rest;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return false;
        origin.host = authority.substr(1, close - 1);
        rest = authority.substr(close + 1);
        boost::system::error_code failure;
        boost::asio::ip::make_address_v6(origin.host, failure);
        if (failure) return false;
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        origin.host = authority.substr(0, colon);
        rest = authority.substr(colon);
        if (!is_name(origin.host)) return false;
    }
    std::ranges::transform(origin.host, origin.host.begin(), lower);
    if (rest.empty()) return true;
    const auto port = rest.starts_with(':') ? port_of(rest.substr(1)) : std::nullopt;
    if (port) origin.port = *port;
    return port.has_value();
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
    if (text.size() > limits::url_bytes || !std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; }))
        return std::nullopt;
    Url url;
    url.origin.is_tls = take_prefix(text, "https://");
    if (!url.origin.is_tls && !take_prefix(text, "http://")) return std::nullopt;
    url.origin.port = url.origin.is_tls ? 443 : 80;
    text = text.substr(0, text.find('#'));
    const auto end = std::min(text.find_first_of("/?"), text.size());
    if (!read_authority(text.substr(0, end), url.origin)) return std::nullopt;
    url.target = text.substr(end);
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    return url;
}

std::optional<Url> resolve_url(const Url& base, std::string_view location) {
    if (location.starts_with("//")) return parse_url((base.origin.is_tls ? "https:" : "http:") + std::string(location));
    if (!location.starts_with('/')) return parse_url(location);
    const std::string origin = (base.origin.is_tls ? "https://" : "http://") + host_header(base.origin);
    return parse_url(origin + std::string(location));
}

bool is_loopback(std::string_view host) {
    if (host == "localhost") return true;
    boost::system::error_code failure;
    const auto address = boost::asio::ip::make_address(host, failure);
    return !failure && address.is_loopback();
}

bool host_matches(std::string_view host, const std::vector<std::string>& hosts_or_suffixes) {
    return std::ranges::any_of(hosts_or_suffixes, [host](std::string_view allowed) {
        return allowed.starts_with('.') ? host.size() > allowed.size() && host.ends_with(allowed) : host == allowed;
    });
}

std::string host_header(const Origin& origin) {
    const bool is_v6 = origin.host.find(':') != std::string::npos;
    std::string text = is_v6 ? '[' + origin.host + ']' : origin.host;
    if (origin.port != (origin.is_tls ? 443 : 80)) text += fmt::format(":{}", origin.port);
    return text;
}

std::string encoded_segment(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~') {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

}  // namespace webhooks
