#include "flows/reading/sixteen_digits.hpp"

#include "flows/code_points.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

namespace flows::reading {
namespace {

constexpr std::size_t sought_digits = 16;

struct Look {
    char32_t letter;
    char digit;
};
constexpr auto look_alikes = std::to_array<Look>({{'O', '0'},
                                                  {'o', '0'},
                                                  {0x41E, '0'},
                                                  {0x43E, '0'},
                                                  {0x39F, '0'},
                                                  {0x3BF, '0'},
                                                  {'l', '1'},
                                                  {'I', '1'},
                                                  {'i', '1'},
                                                  {0x406, '1'},
                                                  {0x456, '1'},
                                                  {0x399, '1'},
                                                  {0x4C0, '1'},
                                                  {'S', '5'},
                                                  {'s', '5'},
                                                  {'B', '8'},
                                                  {'Z', '2'},
                                                  {'z', '2'}});

std::optional<char> look_alike(char32_t c) {
    const auto found = std::ranges::find(look_alikes, c, &Look::letter);
    if (found == look_alikes.end()) return std::nullopt;
    return found->digit;
}

// Unbroken digits or unbroken letters. `glued`: nothing stands between this piece and the one before.
struct Piece {
    std::u32string text;
    bool digits = false;
    bool glued = false;
};

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    bool broken = true;
    for (const char32_t c : code_points(plain_digits(text))) {
        const bool digit = decimal_digit(c).has_value();
        if (!digit && !is_letter(c)) {
            broken = broken || !is_mark(c);
            continue;
        }
        if (broken || pieces.back().digits != digit) pieces.push_back({{}, digit, !broken});
        pieces.back().text += c;
        broken = false;
    }
    return pieces;
}

// Letters that were meant as digits or slipped between them, rather than a word beside the number.
bool is_slip(const std::vector<Piece>& pieces, std::size_t at) {
    const auto& piece = pieces[at];
    const bool after = at > 0 && pieces[at - 1].digits;
    const bool before = at + 1 < pieces.size() && pieces[at + 1].digits;
    const bool glued_left = after && piece.glued;
    const bool glued_right = before && pieces[at + 1].glued;
    if (glued_left && glued_right) return true;
    if ((glued_left || glued_right) && piece.text.size() == 1) return true;
    const bool all_alike = std::ranges::all_of(piece.text, [](char32_t c) { return look_alike(c).has_value(); });
    const bool bare_alike = std::ranges::all_of(piece.text, [](char32_t c) { return look_alike(c) == '0' || look_alike(c) == '1'; });
    return (all_alike && (glued_left || glued_right)) || (bare_alike && after && (before || piece.text.size() > 1));
}

// Digits with nothing but separators between them.
struct Run {
    std::vector<std::string> groups;
    std::size_t count = 0;
    char32_t slip = 0;
    std::string label;  // the folded words before it
};

std::vector<Run> runs_of(const std::vector<Piece>& pieces) {
    std::vector<Run> runs;
    std::string label;
    bool open = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& piece = pieces[i];
        if (!piece.digits && !is_slip(pieces, i)) {
            std::string word;
            for (const char32_t c : piece.text) append_code_point(word, c);
            label += fold(word) + ' ';
            open = false;
            continue;
        }
        if (!open) runs.push_back({{}, 0, 0, std::exchange(label, std::string{})});
        open = true;
        auto& run = runs.back();
        run.count += piece.text.size();
        if (!piece.digits && run.slip == 0) run.slip = piece.text.front();
        if (piece.digits) run.groups.emplace_back(piece.text.begin(), piece.text.end());
    }
    return runs;
}

struct Candidate {
    std::string digits;
    bool called_nik, called_kk;
};

std::vector<Candidate> candidates_of(const std::vector<Run>& runs) {
    std::vector<Candidate> result;
    for (const auto& run : runs) {
        if (run.slip != 0) continue;
        const bool nik = run.label.contains("nik ") || run.label.contains("ktp ") || run.label.contains("induk ");
        const bool kk = run.label.contains("kk ") || run.label.contains("kartu keluarga ");
        const auto add = [&](std::string digits) {
            if (std::ranges::find(result, digits, &Candidate::digits) == result.end()) result.push_back({std::move(digits), nik, kk});
        };
        if (run.count == sought_digits) {
            std::string all;
            for (const auto& group : run.groups) all += group;
            add(all);
        } else {
            for (const auto& group : run.groups)
                if (group.size() == sought_digits) add(group);
        }
    }
    return result;
}

SixteenDigits nothing_fits(const std::vector<Run>& runs) {
    SixteenDigits result;
    if (const auto slipped = std::ranges::find_if(runs, [](const Run& r) { return r.slip != 0; }); slipped != runs.end()) {
        result.kind = SixteenDigits::Kind::Letter;
        append_code_point(result.letter, slipped->slip);
        if (const auto digit = look_alike(slipped->slip)) result.digit = *digit;
    } else if (!runs.empty()) {
        result.kind = SixteenDigits::Kind::WrongCount;
        result.count = std::ranges::max(runs | std::views::transform(&Run::count));
    }
    return result;
}

}  // namespace

SixteenDigits find_sixteen_digits(std::string_view text, Sought sought) {
    const auto runs = runs_of(pieces_of(text));
    const auto candidates = candidates_of(runs);
    if (candidates.empty()) return nothing_fits(runs);
    const auto called = sought == Sought::Nik ? &Candidate::called_nik : &Candidate::called_kk;
    const auto is_sought = [&](const Candidate& c) { return candidates.size() == 1 || c.*called; };
    const auto chosen = std::ranges::find_if(candidates, is_sought);
    SixteenDigits several;
    several.kind = SixteenDigits::Kind::Several;
    if (chosen == candidates.end() || std::any_of(std::next(chosen), candidates.end(), is_sought)) return several;
    return {SixteenDigits::Kind::Found, chosen->digits, sought_digits, {}, {}, chosen->called_nik, chosen->called_kk};
}

}  // namespace flows::reading
