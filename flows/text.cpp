#include "flows/text.hpp"

#include "flows/code_points.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace flows {
namespace {

constexpr int marks_in_a_row_most = 4;

std::size_t units_of(char32_t c) { return c > 0xFFFF ? 2 : 1; }

// Collects output with single blanks between words and none at the ends.
class Words {
public:
    explicit Words(std::size_t size) { text_.reserve(size); }

    void gap() { gap_ = true; }
    void add(std::string_view part) {
        close_gap();
        text_ += part;
    }
    void add(char32_t c) {
        close_gap();
        append_code_point(text_, c);
    }
    std::string take() { return std::move(text_); }

private:
    void close_gap() {
        if (gap_ && !text_.empty()) text_ += ' ';
        gap_ = false;
    }

    std::string text_;
    bool gap_ = false;
};

void add_number(Words& result, int number) {
    result.gap();
    result.add(std::to_string(number));
    result.gap();
}

// ¼ ½ ¾ are two numbers, never one of them.
void add_fraction(Words& result, char32_t c) {
    add_number(result, c == 0xBE ? 3 : 1);
    add_number(result, c == 0xBD ? 2 : 4);
}

void fold_plain(Words& result, char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    kept ? result.add(std::string_view(&c, 1)) : result.gap();
}

void fold_one(Words& result, char32_t c) {
    if (is_invisible(c) || is_mark(c)) return;
    if (const auto digit = decimal_digit(c)) return result.add(std::string_view{&*digit, 1});
    if (const auto number = enclosed_number(c)) return add_number(result, *number);
    if (const auto base = latin_base(c); !base.empty()) return result.add(base);
    if (c == 0x2116) return result.add("no");
    if (c >= 0xBC && c <= 0xBE) return add_fraction(result, c);
    if (is_letter(c)) return result.add(lower_other(c));
    result.gap();
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(' ') - first + 1)};
}

char32_t without_meaning(char32_t c) {
    switch (c) {
        case '*':
            return 0x2217;
        case '_':
            return 0x02CD;
        case '~':
            return 0x223C;
        case '`':
            return 0x02CB;
        default:
            return c;
    }
}

}  // namespace

std::string fold(std::string_view text) {
    Words result{text.size()};
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80)
            fold_plain(result, text[at++]);
        else
            fold_one(result, next_code_point(text, at));
    }
    return result.take();
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    const auto folded = fold(text);
    for (std::size_t at = 0; at < folded.size();) {
        const auto end = std::min(folded.find(' ', at), folded.size());
        result.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    return result;
}

std::string plain_digits(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto c = next_code_point(text, at);
        if (is_invisible(c) || is_control(c) || (c >= 0x20D0 && c <= 0x20F0)) continue;
        if (const auto digit = decimal_digit(c))
            result += *digit;
        else if (const auto number = enclosed_number(c))
            result += std::to_string(*number);
        else
            append_code_point(result, is_blank(c) ? U' ' : c);
    }
    return trimmed(result);
}

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) units += units_of(next_code_point(text, at));
    return units;
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

std::string cut_units(std::string_view text, std::size_t units_most) {
    if (utf16_units(text) <= units_most) return std::string{text};
    if (units_most == 0) return {};
    std::string result;
    std::size_t units = 1;  // the ellipsis
    for (std::size_t at = 0; at < text.size();) {
        const auto c = next_code_point(text, at);
        units += units_of(c);
        if (units > units_most) break;
        append_code_point(result, c);
    }
    result.resize(result.find_last_not_of(' ') + 1);
    return result + "…";
}

std::string tidy(std::string_view text) {
    Words result{text.size()};
    int marks = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = next_code_point(text, at);
        if (is_invisible(c) || is_control(c)) continue;
        marks = is_mark(c) ? marks + 1 : 0;
        if (marks > marks_in_a_row_most) continue;
        is_blank(c) ? result.gap() : result.add(c);
    }
    return result.take();
}

std::string unmarked(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto c = next_code_point(text, at);
        const bool reorders = c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (!is_control(c) && !reorders) append_code_point(result, without_meaning(c));
    }
    return result;
}

std::string mask_number(std::string_view digits) {
    const std::size_t shown = digits.size() > 4 ? 4 : 0;
    std::string result;
    for (std::size_t i = 0; i + shown < digits.size(); ++i) result += "•";
    return result.append(digits.substr(digits.size() - shown));
}

bool has_letters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (is_letter(next_code_point(text, at))) return true;
    return false;
}

std::string fill(std::string_view text, const std::vector<Placeholder>& placeholders) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto open = std::min(text.find('{', at), text.size());
        result += text.substr(at, open - at);
        at = open;
        if (open == text.size()) break;
        const auto close = text.find('}', open);
        const auto name = close == std::string_view::npos ? std::string_view{} : text.substr(open + 1, close - open - 1);
        const auto found = std::ranges::find(placeholders, name, &Placeholder::name);
        if (name.empty() || found == placeholders.end()) {
            result += '{';
            ++at;
        } else {
            result += found->value;
            at = close + 1;
        }
    }
    return result;
}

int distance(std::string_view left, std::string_view right, int most) {
    const auto a = code_points(left);
    const auto b = code_points(right);
    const auto rows = static_cast<int>(a.size());
    const auto columns = static_cast<int>(b.size());
    if (std::abs(rows - columns) > most) return most + 1;
    const auto width = static_cast<std::size_t>(columns) + 1;
    std::array<std::vector<int>, 3> line;  // this row, the one before, and the one before that (for two swapped letters)
    for (auto& row : line) row.assign(width, most + 1);
    for (int j = 0; j <= std::min(columns, most); ++j) line[0][static_cast<std::size_t>(j)] = j;
    for (int i = 1; i <= rows; ++i) {
        std::rotate(line.begin(), line.begin() + 2, line.end());
        const int from = std::max(1, i - most);
        const int to = std::min(columns, i + most);
        line[0][static_cast<std::size_t>(from - 1)] = from == 1 ? std::min(i, most + 1) : most + 1;
        for (int j = from; j <= to; ++j) {
            const auto x = static_cast<std::size_t>(i), y = static_cast<std::size_t>(j);
            int cost = std::min(line[1][y - 1] + (a[x - 1] == b[y - 1] ? 0 : 1), std::min(line[0][y - 1], line[1][y]) + 1);
            if (i > 1 && j > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1]) cost = std::min(cost, line[2][y - 2] + 1);
            line[0][y] = std::min(cost, most + 1);
        }
        if (to < columns) line[0][static_cast<std::size_t>(to) + 1] = most + 1;
    }
    return line[0][static_cast<std::size_t>(columns)];
}

}  // namespace flows
