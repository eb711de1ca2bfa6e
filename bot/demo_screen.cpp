#include "bot/demo_screen.hpp"

#include <ostream>

namespace bot {
namespace {

constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

void Screen::echo(std::string_view line) {
    if (io_.in_is_terminal) return;
    const std::lock_guard lock(mutex_);
    io_.out << "> " << line << '\n' << std::flush;
}

void Screen::show(const StandIn::Bubble& bubble) {
    const std::lock_guard lock(mutex_);
    if (io_.in_is_terminal) io_.out << clear_line;
    for (std::size_t at = 0; at <= bubble.text.size();) {
        const std::size_t end = std::min(bubble.text.find('\n', at), bubble.text.size());
        const std::string_view line = std::string_view(bubble.text).substr(at, end - at);
        io_.out << (line.empty() ? "<" : "< ") << line << '\n';
        at = end + 1;
    }
    if (io_.in_is_terminal) io_.out << "> ";
    io_.out << std::flush;
}

void Screen::note(std::string_view text) {
    const std::lock_guard lock(mutex_);
    io_.err << text << '\n' << std::flush;
}

void Screen::prompt() {
    if (!io_.in_is_terminal) return;
    const std::lock_guard lock(mutex_);
    io_.out << clear_line << "> " << std::flush;
}

}  // namespace bot
