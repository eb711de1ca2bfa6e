// SHA-256, hexadecimal and base64 as WhatsApp uses them, comparison in constant time.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);
std::string to_hex(const Digest&);                           // lower case
std::optional<Digest> digest_from_hex(std::string_view);     // exactly 64 digits, either case
std::optional<Digest> digest_from_base64(std::string_view);  // 44 characters, or 43 without padding; also the URL alphabet
bool equal_in_constant_time(const Digest&, const Digest&);
bool equal_in_constant_time(std::string_view, std::string_view);  // of any lengths; reveals neither

}  // namespace webhooks
