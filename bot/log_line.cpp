#include "bot/log_line.hpp"

#include "storage/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

namespace bot::log {
namespace {

bool is_key(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// The length of `key=` at the beginning; 0: there is none.
std::size_t key_at(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_key(text[end])) ++end;
    return end > 0 && end < text.size() && text[end] == '=' ? end + 1 : 0;
}

std::size_t end_of_quoted(std::string_view text) {
    for (std::size_t at = text.find('"', 1); at != text.npos; at = text.find('"', at + 1)) {
        const std::string_view rest = text.substr(at + 1);
        if (rest.empty() || (rest.front() == ' ' && key_at(rest.substr(1)) > 0)) return at;
    }
    return text.npos;
}

bool is_number(std::string_view text) {
    constexpr std::size_t digits_most = 18;
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool leading_zero = text.size() > 1 && text.front() == '0';
    return !text.empty() && text.size() <= digits_most && !leading_zero &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string quoted(std::string_view text) { return boost::json::serialize(boost::json::string(storage::made_storable(text))); }

class Members {
public:
    void add(std::string_view key, std::string_view value, bool as_text) {
        if (!text_.empty()) text_ += ',';
        text_ += quoted(key) + ':' + (!as_text && is_number(value) ? std::string(value) : quoted(value));
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

}  // namespace

std::string in_one_line(std::string_view line) {
    std::string one(line);
    std::ranges::replace_if(
        one, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return one;
}

std::string as_json_members(std::string_view line) {
    Members members;
    while (!line.empty()) {
        const std::size_t start = key_at(line);
        if (start == 0) {
            members.add("note", line, true);
            break;
        }
        const std::string_view key = line.substr(0, start - 1);
        line.remove_prefix(start);
        const std::size_t closing = line.starts_with('"') ? end_of_quoted(line) : line.npos;
        const std::size_t end = closing != line.npos ? closing + 1 : std::min(line.find(' '), line.size());
        if (closing != line.npos)
            members.add(key, line.substr(1, closing - 1), true);
        else
            members.add(key, line.substr(0, end), false);
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return std::move(members).text();
}

}  // namespace bot::log
