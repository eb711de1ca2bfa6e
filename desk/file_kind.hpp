// What a file is, by its content and never by its name: the office accepts JPEG, PNG and PDF.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace desk {

struct FileKind {
    std::string_view mime;
    std::string_view extension;  // without the dot
};
std::optional<FileKind> file_kind(std::string_view bytes);
std::string_view extension_of(std::string_view mime);  // "bin" for what we do not know

std::string sha256_hex(std::string_view bytes);

std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);  // nullopt: not base64

}  // namespace desk
