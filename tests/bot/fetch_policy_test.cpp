#include "bot/fetch_policy.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using namespace std::chrono_literals;
using Kind = webhooks::Downloaded::Kind;

TEST_CASE("what follows a download") {
    struct Row {
        Kind kind;
        int attempts;
        FetchDecision::Kind decision;
        std::string_view reason;
    };
    for (const Row& row : {Row{Kind::Ok, 1, FetchDecision::Kind::Store, ""},
                           {Kind::TooLarge, 1, FetchDecision::Kind::Refuse, "ukuran"},
                           {Kind::Gone, 1, FetchDecision::Kind::Later, ""},
                           {Kind::Gone, 3, FetchDecision::Kind::Refuse, "hilang"},
                           {Kind::HashMismatch, 3, FetchDecision::Kind::Refuse, "hilang"},
                           {Kind::Forbidden, 3, FetchDecision::Kind::Refuse, "hilang"},
                           {Kind::Temporary, 10, FetchDecision::Kind::Later, ""},
                           {Kind::Temporary, 45, FetchDecision::Kind::Refuse, "hilang"}}) {
        const FetchDecision decision = after_download(row.kind, row.attempts);
        CHECK(decision.kind == row.decision);
        CHECK(decision.reason == row.reason);
    }
}

TEST_CASE("a file is waited for as long as WhatsApp keeps it, and not much longer") {
    std::chrono::seconds waited{0};
    int attempts = 1;
    for (; after_download(Kind::Temporary, attempts).kind == FetchDecision::Kind::Later; ++attempts)
        waited += after_download(Kind::Temporary, attempts).wait;
    CHECK(waited > std::chrono::hours(5 * 24));
    CHECK(waited < std::chrono::hours(8 * 24));
}

TEST_CASE("the bytes tell what a file is") {
    const std::string jpeg("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20);
    const std::string png("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00", 29);
    CHECK(file_type(jpeg).extension == ".jpg");
    CHECK(file_type(png).extension == ".png");
    CHECK(file_type("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").extension == ".pdf");
    CHECK(file_type("MZ\x90 this is a program").extension.empty());
    CHECK(file_type("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>").extension.empty());
    CHECK(file_type("just text").extension.empty());
    CHECK(file_type("").extension.empty());
}
