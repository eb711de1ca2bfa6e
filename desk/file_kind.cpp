#include "desk/file_kind.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cstddef>

namespace desk {

namespace {
using namespace std::string_view_literals;

struct Signature {
    std::string_view start;
    FileKind kind;
};
constexpr std::array signatures{
    Signature{"\xFF\xD8\xFF"sv, {"image/jpeg", "jpg"}},
    Signature{"\x89PNG\r\n\x1A\n"sv, {"image/png", "png"}},
    Signature{"%PDF-"sv, {"application/pdf", "pdf"}},
};
}  // namespace

std::optional<FileKind> file_kind(std::string_view bytes) {
    for (const Signature& signature : signatures)
        if (bytes.starts_with(signature.start)) return signature.kind;
    return std::nullopt;
}

std::string_view extension_of(std::string_view mime) {
    for (const Signature& signature : signatures)
        if (signature.kind.mime == mime) return signature.kind.extension;
    return mime == "image/webp" ? "webp" : "bin";
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return {};
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '\0');
    const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                        static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int written = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()));
    if (written < 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    bytes.resize(static_cast<std::size_t>(written) - padding);
    return bytes;
}

}  // namespace desk
