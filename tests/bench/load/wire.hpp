// HTTP/1.1 messages as far as the load needs them: a head, Content-Length, a body.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

struct Frame {
    std::string_view start_line;
    std::string_view body;
    std::size_t size = 0;  // of the whole message
    bool closes = false;

    int status() const;               // of an answer
    std::string_view method() const;  // of a request
    std::string_view target() const;
};

std::optional<Frame> first_frame(std::string_view bytes);  // nullopt: not whole yet

std::string http_answer(int status, std::string_view type, std::string_view body);

}  // namespace bench
