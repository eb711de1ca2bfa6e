// A header is good for a body only when it is the one that the secret gives. Input: the header, a new line, the body.
#include "webhooks/signature.hpp"

#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <string>

namespace {

const std::string secret = "rahasia-contoh";

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view body = fuzz::bytes(data, size);
    const std::string_view header = fuzz::next_line(body);
    const std::string right = webhooks::sign(body, secret);
    const bool good = webhooks::check_signature(header, body, {secret}) == webhooks::Signature::Good;
    fuzz::promise(!good || lower(std::string(header)) == right, "only the right signature is good");
    fuzz::promise(webhooks::check_signature(right, body, {"lama", secret}) == webhooks::Signature::Good, "either secret is taken");
    fuzz::promise(webhooks::check_signature(right, body, {""}) != webhooks::Signature::Good, "an empty secret is none");
    return 0;
}
