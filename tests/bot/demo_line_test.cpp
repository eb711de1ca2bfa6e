#include "bot/demo_line.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

template <typename Kind>
Kind as(const Typed& typed) {
    REQUIRE(std::holds_alternative<Kind>(typed));
    return std::get<Kind>(typed);
}

}  // namespace

TEST_CASE("a line is a message, unless it is one of the few commands") {
    CHECK(as<typed::Say>(read_line("  halo min \r")).text == "halo min");
    CHECK(as<typed::Say>(read_line("/menu")).text == "/menu");
    as<typed::Nothing>(read_line("   "));
    as<typed::Leave>(read_line("/keluar"));
}

TEST_CASE("files with and without a caption") {
    const auto photo = as<typed::Send>(read_line("/foto a/ktp.jpg KTP saya"));
    CHECK(photo.path == "a/ktp.jpg");
    CHECK(photo.caption == "KTP saya");
    CHECK_FALSE(photo.as_document);
    const auto paper = as<typed::Send>(read_line("/dokumen \"Kartu Keluarga.pdf\" kk"));
    CHECK(paper.path == "Kartu Keluarga.pdf");
    CHECK(paper.caption == "kk");
    CHECK(paper.as_document);
    as<typed::Wrong>(read_line("/foto"));
}

TEST_CASE("places and taps") {
    const auto here = as<typed::Here>(read_line("/lokasi -0.49, 104.57"));
    CHECK(here.latitude == -0.49);
    CHECK(here.longitude == 104.57);
    as<typed::Wrong>(read_line("/lokasi 100,200"));
    as<typed::Wrong>(read_line("/lokasi sini"));
    CHECK(as<typed::Tap>(read_line("/pilih 3")).number == 3);
    as<typed::Wrong>(read_line("/pilih tiga"));
}
