#include "webhooks/handshake.hpp"

#include "webhooks/digest.hpp"
#include "webhooks/limits.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace webhooks {

namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

// nullopt: broken escapes, or a name that comes twice.
std::optional<Parameters> parameters_of(std::string_view query) {
    Parameters parameters;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = url_decoded(pair.substr(0, equals));
        const auto value = url_decoded(pair.substr(std::min(pair.size(), equals + 1)));
        if (!name || !value || !parameters.emplace(*name, *value).second) return std::nullopt;
    }
    return parameters;
}

std::string_view value_of(const Parameters& parameters, std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

// What could be taken for a page is refused as well, whatever the type of the answer says.
bool is_harmless(std::string_view challenge) {
    return !challenge.empty() && challenge.size() <= limits::challenge_bytes &&
           std::ranges::all_of(challenge, [](char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>'; });
}

}  // namespace

std::optional<std::string> url_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        unsigned char byte = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != 2 || failure != std::errc{} || end != digits.data() + 2) return std::nullopt;
        decoded += static_cast<char>(byte);
        i += 2;
    }
    return decoded;
}

Handshake answer_handshake(std::string_view query, std::string_view verify_token) {
    const auto parameters = parameters_of(query);
    if (!parameters) return {400, {}};
    const bool is_ours = !verify_token.empty() && equal_in_constant_time(value_of(*parameters, "hub.verify_token"), verify_token);
    if (!is_ours || value_of(*parameters, "hub.mode") != "subscribe") return {403, {}};
    const auto challenge = value_of(*parameters, "hub.challenge");
    if (!is_harmless(challenge)) return {400, {}};
    return {200, std::string(challenge)};
}

}  // namespace webhooks
