#include "desk/streams.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace desk {

namespace {

std::size_t width_of_screen() {
    if (const char* columns = std::getenv("COLUMNS"); columns != nullptr) {
        const long wanted = std::strtol(columns, nullptr, 10);
        if (wanted > 0) return static_cast<std::size_t>(wanted);
    }
    if (::isatty(STDOUT_FILENO) == 0) return 0;
    constexpr std::size_t usual = 80;
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

}  // namespace

Streams standard_streams() { return {std::cin, std::cout, std::cerr, ::isatty(STDIN_FILENO) == 1, width_of_screen()}; }

}  // namespace desk
