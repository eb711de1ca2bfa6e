#include "desk/arguments.hpp"

#include "desk/plain_text.hpp"
#include "flows/text.hpp"

#include <boost/json.hpp>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {
constexpr std::size_t words_units_most = 2'000;  // leaves room for the officer's name within one WhatsApp message

std::string text_of(const json::value& value) { return value.is_string() ? std::string(value.as_string()) : std::string(); }
}  // namespace

std::string text_argument(const Args& args, std::string_view name) {
    const json::value* found = args.if_contains(name);
    return found == nullptr ? std::string() : text_of(*found);
}

std::string clean_argument(const Args& args, std::string_view name) {
    std::string text = inert_lines(text_argument(args, name));
    const std::size_t first = text.find_first_not_of(" \n");
    if (first == std::string::npos) return {};
    text = text.substr(first, text.find_last_not_of(" \n") - first + 1);
    return flows::cut_units(text, words_units_most);
}

std::vector<std::string> texts_argument(const Args& args, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* found = args.if_contains(name);
    if (found == nullptr) return texts;
    if (found->is_string()) texts.push_back(text_of(*found));
    if (found->is_array())
        for (const json::value& item : found->as_array())
            if (item.is_string()) texts.push_back(text_of(item));
    return texts;
}

bool flag_argument(const Args& args, std::string_view name) {
    const json::value* found = args.if_contains(name);
    return found != nullptr && found->is_bool() && found->as_bool();
}

int number_argument(const Args& args, std::string_view name, int otherwise) {
    const json::value* found = args.if_contains(name);
    return found != nullptr && found->is_int64() && found->as_int64() >= 0 && found->as_int64() < 1'000'000
               ? static_cast<int>(found->as_int64())
               : otherwise;
}

Refusal usage(std::string message) { return {Code::Usage, std::move(message)}; }

}  // namespace desk
