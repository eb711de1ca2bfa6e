#include "bot/fetch_policy.hpp"

#include <magic.h>

#include <algorithm>
#include <memory>

namespace bot {
namespace {

using namespace std::chrono_literals;
using Kind = webhooks::Downloaded::Kind;

constexpr int gone_attempts = 3;        // "not found" is sometimes said too early
constexpr int temporary_attempts = 45;  // with the waits below: about seven days
constexpr std::chrono::seconds wait_most = 4h;

FetchDecision later(int attempts) {
    std::chrono::seconds wait = 2s;
    for (int i = 1; i < attempts && wait < wait_most; ++i) wait *= 2;
    return {FetchDecision::Kind::Later, {}, std::min(wait, wait_most)};
}

FetchDecision refuse(std::string_view reason) { return {FetchDecision::Kind::Refuse, reason, 0s}; }

struct Known {
    std::string_view mime, extension;
};
constexpr Known kept[] = {
    {"image/jpeg", ".jpg"},  {"image/png", ".png"},   {"image/webp", ".webp"},
    {"image/heic", ".heic"}, {"image/heif", ".heif"}, {"application/pdf", ".pdf"},
};

}  // namespace

FetchDecision after_download(Kind kind, int attempts) {
    switch (kind) {
        case Kind::Ok:
            return {FetchDecision::Kind::Store, {}, 0s};
        case Kind::TooLarge:
            return refuse("ukuran");
        case Kind::Gone:
        case Kind::HashMismatch:
        case Kind::Forbidden:
            return attempts >= gone_attempts ? refuse("hilang") : later(attempts);
        case Kind::Temporary:
            break;
    }
    return attempts >= temporary_attempts ? refuse("hilang") : later(attempts);
}

FileType file_type(std::string_view bytes) {
    const std::unique_ptr<magic_set, decltype(&magic_close)> magic(magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR), &magic_close);
    if (!magic || magic_load(magic.get(), nullptr) != 0) return {};
    const char* mime = magic_buffer(magic.get(), bytes.data(), bytes.size());
    if (!mime) return {};
    const Known* known = std::ranges::find(kept, std::string_view(mime), &Known::mime);
    return {mime, known == std::end(kept) ? std::string_view{} : known->extension};
}

}  // namespace bot
