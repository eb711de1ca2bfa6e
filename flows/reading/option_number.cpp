#include "flows/reading/reading.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>

namespace flows {
namespace {

using reading::Token;

constexpr std::size_t bytes_most = 200;  // longer is a sentence, not a choice

// "2" or "02"; never "002" or "00": those are RTs and telephone numbers.
std::optional<int> option_value(const Token& token) {
    if (token.text.size() > 2 || (token.text.size() == 2 && token.text == "00")) return std::nullopt;
    return reading::value_of(token);
}

bool joins(std::string_view word) {
    return reading::one_of(word, {"dan", "dn", "sama", "serta", "lalu", "terus", "trus", "kemudian", "ngan", "and"});
}

// "1-3" may be a range or two numbers; only where both mean the same it is read.
bool is_doubtful_range(std::string_view text, const std::vector<int>& numbers) {
    if (numbers.size() != 2 || numbers[1] == numbers[0] + 1) return false;
    auto plain = plain_digits(text);
    std::erase(plain, ' ');
    const auto dash = plain.find_first_of("-\xE2");
    return dash != std::string::npos && dash > 0 && plain[dash - 1] >= '0' && plain[dash - 1] <= '9';
}

}  // namespace

std::optional<int> read_option_number(std::string_view text, int count) {
    if (text.size() > bytes_most) return std::nullopt;
    std::vector<Token> numbers;
    for (auto& token : reading::tokens(text)) {
        if (token.number)
            numbers.push_back(std::move(token));
        else if (!reading::is_filler(token.text) && !reading::is_picker(token.text))
            return std::nullopt;
    }
    const bool twice_the_same = numbers.size() == 2 && numbers[0].spelled != numbers[1].spelled && numbers[0].text == numbers[1].text;
    if (numbers.size() != 1 && !twice_the_same) return std::nullopt;
    const auto value = option_value(numbers[0]);
    if (!value || *value > count) return std::nullopt;
    return value;
}

std::vector<int> read_option_numbers(std::string_view text, int count) {
    if (text.size() > bytes_most) return {};
    std::vector<int> result;
    for (const auto& token : reading::tokens(text)) {
        if (token.number) {
            const auto value = option_value(token);
            if (!value || *value < 1 || *value > count) return {};
            result.push_back(*value);
        } else if (!reading::is_filler(token.text) && !reading::is_picker(token.text) && !joins(token.text)) {
            return {};
        }
    }
    if (is_doubtful_range(text, result)) return {};
    return result;
}

}  // namespace flows
