#include "bot/log_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

using namespace bot::log;

namespace {

boost::json::value parsed(const std::string& line) {
    boost::system::error_code failed;
    boost::json::value value = boost::json::parse("{" + as_json_members(line) + "}", failed);
    INFO(as_json_members(line));
    REQUIRE_FALSE(failed);
    return value;
}

}  // namespace

TEST_CASE("a line of the log as JSON") {
    const auto value = parsed("event=disk_low alarm=1 free_mib=300 note=\"two words\" host=127.0.0.1:80");
    CHECK(value.at("event") == "disk_low");
    CHECK(value.at("alarm") == 1);
    CHECK(value.at("free_mib") == 300);
    CHECK(value.at("note") == "two words");
    CHECK(value.at("host") == "127.0.0.1:80");
}

TEST_CASE("whatever stands in a value, the JSON can be read") {
    CHECK(parsed("error=\"he said \"no\" twice\" code=5").at("error") == "he said \"no\" twice");
    CHECK(parsed("error=\"open").at("error") == "\"open");
    CHECK(parsed("error=\"\" code=05").at("code") == "05");
    CHECK(parsed("error=\"a\nb\\c\"").at("error") == "a\nb\\c");
    CHECK(parsed("no key at all").at("note") == "no key at all");
    CHECK(parsed("big=123456789012345678901").at("big").is_string());
    CHECK(parsed("minus=- bad=\xff\xfe").at("minus") == "-");
    CHECK(parsed("").as_object().empty() == true);
}

TEST_CASE("a text from outside cannot begin a line of its own") {
    CHECK(in_one_line("error=\"a\nevent=fake\r\x1b[2J\"") == "error=\"a event=fake  [2J\"");
}
