#include "webhooks/compose.hpp"

#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <string>

namespace json = boost::json;
using webhooks::compose;

namespace {

const flows::Address phone{"6281200000001", "", ""};

json::object object_of(const std::string& text) {
    INFO(text);
    boost::system::error_code failure;
    const json::value value = json::parse(text, failure);
    REQUIRE_FALSE(failure);
    return value.as_object();
}

using Content = decltype(flows::Reply::content);

flows::Reply reply_of(Content content) {
    flows::Reply reply;
    reply.content = std::move(content);
    return reply;
}

json::object composed(Content content, const flows::Address& to = phone) {
    return object_of(compose(reply_of(std::move(content)), to, "8812"));
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

flows::Menu menu_of(std::size_t options, const std::string& label = "Pilihan ") {
    flows::Menu menu;
    menu.body = "Pilih salah satu";
    menu.button = "Lihat";
    for (std::size_t i = 1; i <= options; ++i) menu.options.push_back({"id:" + std::to_string(i), label + std::to_string(i), ""});
    return menu;
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string whole;
    while (times-- > 0) whole += part;
    return whole;
}

}  // namespace

TEST_CASE("a text", "[compose]") {
    CHECK(compose(reply_of(flows::TextReply{"Permohonan *SKD-0521* sudah kami terima."}), phone, "8812") ==
          R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"+6281200000001","biz_opaque_callback_data":"8812",)"
          R"("type":"text","text":{"preview_url":false,"body":"Permohonan *SKD-0521* sudah kami terima."}})");
}

TEST_CASE("whatever a text holds comes out as it went in", "[compose]") {
    std::string all;
    for (int c = 1; c < 0x80; ++c) all += static_cast<char>(c);
    all += "é 🙏 \u2028 \\u0041 </script>";
    CHECK(text(composed({flows::TextReply{all}}).at("text").at("body")) == all);
    CHECK(text(composed({flows::TextReply{"a\xFF"
                                          "b\xED\xA0\xBD"
                                          "c\xF0\x9F"}})
                   .at("text")
                   .at("body")) == "a\uFFFDb\uFFFD\uFFFD\uFFFDc\uFFFD\uFFFD");
    CHECK(text(composed({flows::TextReply{std::string("a\0b", 3)}}).at("text").at("body")) == std::string("a\0b", 3));
}

TEST_CASE("a text of more than 4,096 units is cut between characters", "[compose]") {
    CHECK(text(composed({flows::TextReply{repeated("x", 4'096)}}).at("text").at("body")) == repeated("x", 4'096));
    CHECK(text(composed({flows::TextReply{repeated("🙏", 2'048)}}).at("text").at("body")) == repeated("🙏", 2'048));
    for (const auto* part : {"x", "é", "🙏", "x🙏"}) {
        const std::string body = text(composed({flows::TextReply{repeated(part, 4'097)}}).at("text").at("body"));
        CHECK(flows::utf16_units(body) <= 4'096);
        CHECK(flows::utf16_units(body) >= 4'094);
        CHECK(body.find("\uFFFD") == std::string::npos);
    }
}

TEST_CASE("who gets it", "[compose]") {
    const Content reply = flows::TextReply{"x"};
    const auto both = composed(reply, {"6281200000001", "ID.4081", ""});
    CHECK(text(both.at("to")) == "+6281200000001");
    CHECK_FALSE(both.contains("recipient"));
    const auto plus = composed(reply, {"+6281200000001", "", ""});
    CHECK(text(plus.at("to")) == "+6281200000001");
    const auto hidden = composed(reply, {"", "ID.4081", "ID.ENT.77"});
    CHECK(text(hidden.at("recipient")) == "ID.4081");
    CHECK_FALSE(hidden.contains("to"));
    CHECK(text(composed(reply, {"", "", "ID.ENT.77"}).at("recipient")) == "ID.ENT.77");
    CHECK_FALSE(object_of(compose(reply_of(reply), phone, "")).contains("biz_opaque_callback_data"));
    CHECK(text(object_of(compose(reply_of(reply), phone, std::string(600, 'x'))).at("biz_opaque_callback_data")).size() == 512);
}

TEST_CASE("up to three options become buttons", "[compose]") {
    for (std::size_t count = 1; count <= 3; ++count) {
        const auto interactive = composed({menu_of(count)}).at("interactive").as_object();
        CHECK(text(interactive.at("type")) == "button");
        CHECK(text(interactive.at("body").at("text")) == "Pilih salah satu");
        const auto& buttons = interactive.at("action").at("buttons").as_array();
        REQUIRE(buttons.size() == count);
        CHECK(text(buttons[0].at("type")) == "reply");
        CHECK(text(buttons[0].at("reply").at("id")) == "id:1");
        CHECK(text(buttons[0].at("reply").at("title")) == "Pilihan 1");
    }
}

TEST_CASE("four to ten options, or labels no button can hold, become a list", "[compose]") {
    for (std::size_t count = 4; count <= 10; ++count) {
        const auto interactive = composed({menu_of(count)}).at("interactive").as_object();
        CHECK(text(interactive.at("type")) == "list");
        CHECK(text(interactive.at("action").at("button")) == "Lihat");
        const auto& sections = interactive.at("action").at("sections").as_array();
        REQUIRE(sections.size() == 1);
        CHECK_FALSE(sections[0].as_object().contains("title"));
        CHECK(sections[0].at("rows").as_array().size() == count);
        CHECK_FALSE(sections[0].at("rows").as_array()[0].as_object().contains("description"));
    }
    CHECK(text(composed({menu_of(2, "Surat Keterangan Dom ")}).at("interactive").at("type")) == "list");
    CHECK(text(composed({menu_of(2, "Surat Keterangan Do")}).at("interactive").at("type")) == "button");
    CHECK(text(composed({menu_of(2, repeated("🙏", 9) + " ")}).at("interactive").at("type")) == "button");
    CHECK(text(composed({menu_of(2, repeated("🙏", 10) + " ")}).at("interactive").at("type")) == "list");
    flows::Menu same = menu_of(2);
    same.options[0].label = same.options[1].label = "Ya";
    CHECK(text(composed({same}).at("interactive").at("type")) == "list");
}

TEST_CASE("labels and descriptions keep their limits", "[compose]") {
    flows::Menu menu = menu_of(4);
    menu.button = repeated("🙏", 30);
    menu.options[0].label = repeated("🙏", 30);
    menu.options[0].description = repeated("é🙏", 60);
    menu.options[1].label = " Dua\nbaris\t ";
    menu.options[1].description = " \n";
    const auto action = composed({menu}).at("interactive").at("action").as_object();
    const auto& rows = action.at("sections").as_array()[0].at("rows").as_array();
    CHECK(flows::utf16_units(text(action.at("button"))) <= 20);
    CHECK(flows::utf16_units(text(rows[0].at("title"))) <= 24);
    CHECK(flows::utf16_units(text(rows[0].at("title"))) >= 22);
    CHECK(flows::utf16_units(text(rows[0].at("description"))) <= 72);
    CHECK(text(rows[1].at("title")) == "Dua baris");
    CHECK_FALSE(rows[1].as_object().contains("description"));
    menu.button = "";
    CHECK(text(composed({menu}).at("interactive").at("action").at("button")) == "Pilih");
}

TEST_CASE("what cannot be interactive goes as text", "[compose]") {
    const auto type_of = [](const flows::Menu& menu) { return text(composed({menu}).at("type")); };
    CHECK(type_of(menu_of(0)) == "text");
    CHECK(type_of(menu_of(10)) == "interactive");
    CHECK(type_of(menu_of(11)) == "text");
    flows::Menu menu = menu_of(3);
    menu.body = repeated("x", 1'024);
    CHECK(type_of(menu) == "interactive");
    menu.body += "x";
    CHECK(type_of(menu) == "text");
    CHECK(text(composed({menu}).at("text").at("body")) == menu.body);
    menu.body = repeated("🙏", 512);
    CHECK(type_of(menu) == "interactive");
    menu.body += "🙏";
    CHECK(type_of(menu) == "text");
    for (const std::string& id : {std::string(), std::string(201, 'x'), std::string(" x"), std::string("x "), std::string("id:2")}) {
        menu = menu_of(3);
        menu.options[0].id = id;
        CHECK(type_of(menu) == "text");
    }
    menu = menu_of(3);
    menu.options[0].id = std::string(200, 'x');
    CHECK(type_of(menu) == "interactive");
    menu.options[0].label = " \n ";
    CHECK(type_of(menu) == "text");
}

TEST_CASE("a place", "[compose]") {
    const auto full = composed({flows::LocationPin{-0.5, 104.123456, "Kantor Lurah \"Dabo\"", "Jl. Contoh 1"}}).at("location").as_object();
    CHECK(text(full.at("latitude")) == "-0.500000");
    CHECK(text(full.at("longitude")) == "104.123456");
    CHECK(text(full.at("name")) == "Kantor Lurah \"Dabo\"");
    CHECK(text(full.at("address")) == "Jl. Contoh 1");
    const auto bare = composed({flows::LocationPin{1e-7, 104, "", ""}}).at("location").as_object();
    CHECK(text(bare.at("latitude")) == "0.000000");
    CHECK_FALSE(bare.contains("name"));
    CHECK_FALSE(bare.contains("address"));
}

TEST_CASE("a template", "[compose]") {
    const auto message =
        object_of(webhooks::compose_template({"SKD-0521", "selesai\n\tdan     siap\r\ndiambil "}, phone, "status_permohonan", "id", "77"));
    CHECK(text(message.at("type")) == "template");
    CHECK(text(message.at("biz_opaque_callback_data")) == "77");
    const auto& parts = message.at("template").as_object();
    CHECK(text(parts.at("name")) == "status_permohonan");
    CHECK(text(parts.at("language").at("code")) == "id");
    const auto& body = parts.at("components").as_array()[0].as_object();
    CHECK(text(body.at("type")) == "body");
    const auto& parameters = body.at("parameters").as_array();
    REQUIRE(parameters.size() == 2);
    CHECK(text(parameters[0].at("text")) == "SKD-0521");
    CHECK(text(parameters[1].at("text")) == "selesai dan siap diambil");
    const auto empty = object_of(webhooks::compose_template({"", ""}, phone, "x", "id", ""));
    CHECK(text(empty.at("template").at("components").as_array()[0].at("parameters").as_array()[0].at("text")) == "-");
}

TEST_CASE("a read receipt", "[compose]") {
    CHECK(webhooks::compose_read_receipt("wamid.T1", false) ==
          R"({"messaging_product":"whatsapp","status":"read","message_id":"wamid.T1"})");
    const auto typing = object_of(webhooks::compose_read_receipt("wamid.\"T1", true));
    CHECK(text(typing.at("message_id")) == "wamid.\"T1");
    CHECK(text(typing.at("typing_indicator").at("type")) == "text");
}
