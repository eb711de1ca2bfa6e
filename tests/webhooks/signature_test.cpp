#include "webhooks/signature.hpp"

#include "webhooks/digest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>

using webhooks::Signature;

namespace {

const std::string secret = "rahasia-uji-lurah";
const std::string escaped_body = R"({"nama":"Caf\u00e9 \ud83d\ude4f","url":"https:\/\/contoh.go.id\/a"})";
const std::string utf8_body = R"({"nama":"Café 🙏","url":"https://contoh.go.id/a"})";
const std::string escaped_hex = "09f26a55a53d9c9ed6f815634cbdddbe46ae67fd35a4190059d8520eef110303";
const std::string utf8_hex = "8d21a1eeb4bc785cf84f7668d4ead1bac73d51ab385d458709b8dbc9e2470698";

}  // namespace

TEST_CASE("the signature is made over the bytes as they came", "[signature]") {
    CHECK(escaped_body.size() == 67);
    CHECK(utf8_body.size() == 52);
    CHECK(webhooks::sign(escaped_body, secret) == "sha256=" + escaped_hex);
    CHECK(webhooks::sign(utf8_body, secret) == "sha256=" + utf8_hex);
    CHECK(webhooks::check_signature("sha256=" + escaped_hex, escaped_body, {secret}) == Signature::Good);
    CHECK(webhooks::check_signature("sha256=" + utf8_hex, utf8_body, {secret}) == Signature::Good);
    CHECK(webhooks::check_signature("sha256=" + utf8_hex, escaped_body, {secret}) == Signature::Wrong);
    CHECK(webhooks::check_signature("sha256=" + escaped_hex, utf8_body, {secret}) == Signature::Wrong);
}

TEST_CASE("signatures that are not quite right", "[signature]") {
    const auto check = [](std::string_view header) { return webhooks::check_signature(header, escaped_body, {secret}); };
    std::string upper = escaped_hex;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    CHECK(check("sha256=" + upper) == Signature::Good);
    CHECK(check("") == Signature::Missing);
    CHECK(check(escaped_hex) == Signature::Malformed);
    CHECK(check("sha1=" + escaped_hex) == Signature::Malformed);
    CHECK(check("SHA256=" + escaped_hex) == Signature::Malformed);
    CHECK(check("sha256=" + escaped_hex.substr(1)) == Signature::Malformed);
    CHECK(check("sha256=" + escaped_hex + "0") == Signature::Malformed);
    CHECK(check("sha256= " + escaped_hex.substr(1)) == Signature::Malformed);
    CHECK(check("sha256=g" + escaped_hex.substr(1)) == Signature::Malformed);
    CHECK(check("sha256=1" + escaped_hex.substr(1)) == Signature::Wrong);
    CHECK(check("sha256=" + escaped_hex.substr(0, 63) + "4") == Signature::Wrong);
}

TEST_CASE("every flipped bit of the body breaks the signature", "[signature]") {
    const std::string header = webhooks::sign(escaped_body, secret);
    webhooks::SignatureChecker checker({secret});
    for (std::size_t i = 0; i < escaped_body.size(); ++i) {
        std::string changed = escaped_body;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK(checker.check(header, changed) == Signature::Wrong);
    }
    CHECK(checker.check(header, escaped_body + "\n") == Signature::Wrong);
    CHECK(checker.check(header, escaped_body) == Signature::Good);
}

TEST_CASE("secrets rotate", "[signature]") {
    const std::string header = webhooks::sign(utf8_body, secret);
    CHECK(webhooks::check_signature(header, utf8_body, {"yang-baru", secret}) == Signature::Good);
    CHECK(webhooks::check_signature(header, utf8_body, {secret, "yang-baru"}) == Signature::Good);
    CHECK(webhooks::check_signature(header, utf8_body, {"yang-baru"}) == Signature::Wrong);
    CHECK(webhooks::check_signature(header, utf8_body, {}) == Signature::Wrong);
    CHECK(webhooks::check_signature(webhooks::sign("", "x"), "", {""}) == Signature::Wrong);
    CHECK(webhooks::check_signature(webhooks::sign("", "x"), "", {"x"}) == Signature::Good);
}

TEST_CASE("a checker that is used again starts afresh", "[signature]") {
    webhooks::SignatureChecker checker({secret, "kedua"});
    for (const std::size_t length : {0u, 1u, 63u, 64u, 65u, 100'000u}) {
        const std::string body(length, 'x');
        CHECK(checker.check(webhooks::sign(body, secret), body) == Signature::Good);
        CHECK(checker.check(webhooks::sign(body, "kedua"), body) == Signature::Good);
        CHECK(checker.check(webhooks::sign(body, "ketiga"), body) == Signature::Wrong);
    }
}

TEST_CASE("digests in both notations", "[signature]") {
    const auto digest = webhooks::sha256("abc");
    const std::string hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(webhooks::to_hex(digest) == hex);
    CHECK(webhooks::digest_from_hex(hex) == digest);
    CHECK(webhooks::digest_from_base64("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=") == digest);
    CHECK(webhooks::digest_from_base64("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0") == digest);
    CHECK_FALSE(webhooks::digest_from_base64("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa"));
    CHECK_FALSE(webhooks::digest_from_base64("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAF!0="));
    CHECK_FALSE(webhooks::digest_from_hex(hex.substr(2)));
}
