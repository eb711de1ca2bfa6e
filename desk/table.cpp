#include "desk/table.hpp"

#include "desk/plain_text.hpp"

#include <algorithm>
#include <numeric>

namespace desk {

namespace {

using Widths = std::vector<std::size_t>;

Widths natural(const std::vector<Column>& all, const std::vector<Row>& rows) {
    Widths widths;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t widest = columns(all[i].title);
        for (const Row& row : rows) widest = std::max(widest, columns(row[i]));
        widths.push_back(widest);
    }
    return widths;
}

std::size_t total(const Widths& widths, std::size_t gap) {
    return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + gap * (widths.size() - 1);
}

void shrink(const std::vector<Column>& all, Widths& widths, std::size_t gap, std::size_t width) {
    const int last = std::ranges::max(all, {}, &Column::turn).turn;
    for (int turn = 1; turn <= last; ++turn)
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::size_t needed = total(widths, gap);
            if (all[i].turn != turn || needed <= width || widths[i] <= all[i].shrinks_to) continue;
            widths[i] -= std::min(needed - width, widths[i] - all[i].shrinks_to);
        }
}

std::string line(const Row& cells, const Widths& widths, std::size_t gap) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i)
        out += pad_columns(cut_columns(cells[i], widths[i]), widths[i]) + (i + 1 < cells.size() ? std::string(gap, ' ') : std::string());
    out.erase(out.find_last_not_of(' ') + 1);
    return out + '\n';
}

}  // namespace

std::string table(const std::vector<Column>& all, const std::vector<Row>& rows, std::size_t width) {
    const std::size_t gap = width == 0 ? 2 : 1;
    Widths widths = natural(all, rows);
    if (width != 0) shrink(all, widths, gap, width);
    Row titles;
    for (const Column& column : all) titles.push_back(column.title);
    std::string out = line(titles, widths, gap);
    for (const Row& row : rows) out += line(row, widths, gap);
    return out;
}

}  // namespace desk
