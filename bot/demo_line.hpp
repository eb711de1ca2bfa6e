// What a line typed at the demo means. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bot {

namespace typed {
struct Nothing {};
struct Say {
    std::string text;
};
struct Send {
    std::string path, caption;
    bool as_document = false;
};
struct Here {
    double latitude = 0, longitude = 0;
};
struct Tap {
    int number = 0;
};
struct Leave {};
struct Wrong {
    std::string why;
};
}  // namespace typed

using Typed = std::variant<typed::Nothing, typed::Say, typed::Send, typed::Here, typed::Tap, typed::Leave, typed::Wrong>;

Typed read_line(std::string_view line);

}  // namespace bot
