// Where a command reads and writes; tests give their own.
#pragma once
#include <cstddef>
#include <iosfwd>

namespace desk {

struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool in_is_terminal = false;
    std::size_t width = 0;  // columns of the screen; 0: a pipe, nothing is shortened
};

// Standard input and output; the width of the terminal, or COLUMNS where that is set.
Streams standard_streams();

}  // namespace desk
