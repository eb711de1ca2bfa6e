#include "tests/bench/load/wire.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <charconv>

namespace bench {
namespace {

constexpr std::string_view line_end = "\r\n";

// The value when `line` is this header.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
    if (line.size() <= name.size() || line[name.size()] != ':' || ::strncasecmp(line.data(), name.data(), name.size()) != 0)
        return std::nullopt;
    line.remove_prefix(name.size() + 1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return line;
}

std::string_view word(std::string_view line, int number) {
    for (; number > 0; --number) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    return line.substr(0, line.find(' '));
}

}  // namespace

int Frame::status() const {
    const std::string_view digits = word(start_line, 1);
    int status = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status;
}

std::string_view Frame::method() const { return word(start_line, 0); }
std::string_view Frame::target() const { return word(start_line, 1); }

std::optional<Frame> first_frame(std::string_view bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view head = bytes.substr(0, end);
    Frame frame;
    frame.start_line = head.substr(0, head.find(line_end));
    std::size_t length = 0;
    head.remove_prefix(frame.start_line.size());
    while (!head.empty()) {
        head.remove_prefix(line_end.size());
        const std::string_view line = head.substr(0, head.find(line_end));
        if (const auto digits = value_of(line, "Content-Length")) std::from_chars(digits->data(), digits->data() + digits->size(), length);
        if (const auto how = value_of(line, "Connection")) frame.closes = how->starts_with("close");
        head.remove_prefix(line.size());
    }
    const std::size_t body_at = end + 2 * line_end.size();
    if (bytes.size() - body_at < length) return std::nullopt;
    frame.body = bytes.substr(body_at, length);
    frame.size = body_at + length;
    return frame;
}

std::string http_answer(int status, std::string_view type, std::string_view body) {
    return fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", status, status == 200 ? "OK" : "Error", type,
                       body.size(), body);
}

}  // namespace bench
