// Columns that fit the screen: the ones that may shrink give way in their order, nothing else is cut.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace desk {

struct Column {
    std::string title;
    std::size_t shrinks_to = 0;  // 0: never shortened
    int turn = 0;                // who gives way first
};

using Row = std::vector<std::string>;

// One blank between columns on a screen, two where the width is unlimited (0). No line ends in blanks.
std::string table(const std::vector<Column>&, const std::vector<Row>&, std::size_t width);

}  // namespace desk
