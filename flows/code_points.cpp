#include "flows/code_points.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace flows {
namespace {

struct Range {
    char32_t first, last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
    const auto after = std::ranges::upper_bound(ranges, c, {}, &Range::first);
    return after != ranges.begin() && c <= std::prev(after)->last;
}

constexpr auto invisibles = std::to_array<Range>({{0xAD, 0xAD},
                                                  {0x34F, 0x34F},
                                                  {0x61C, 0x61C},
                                                  {0x115F, 0x1160},
                                                  {0x17B4, 0x17B5},
                                                  {0x180B, 0x180F},
                                                  {0x200B, 0x200F},
                                                  {0x202A, 0x202E},
                                                  {0x2060, 0x206F},
                                                  {0x3164, 0x3164},
                                                  {0xFE00, 0xFE0F},
                                                  {0xFEFF, 0xFEFF},
                                                  {0xFFA0, 0xFFA0},
                                                  {0xFFF0, 0xFFFB},
                                                  {0xFFFE, 0xFFFF},
                                                  {0xE0000, 0xE0FFF}});

constexpr auto marks =
    std::to_array<Range>({{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x5BF, 0x5BF},   {0x5C1, 0x5C2},    {0x5C4, 0x5C5},
                          {0x5C7, 0x5C7},   {0x610, 0x61A},   {0x64B, 0x65F},   {0x670, 0x670},   {0x6D6, 0x6DC},    {0x6DF, 0x6E4},
                          {0x6E7, 0x6E8},   {0x6EA, 0x6ED},   {0xE31, 0xE31},   {0xE34, 0xE3A},   {0xE47, 0xE4E},    {0xEB1, 0xEB1},
                          {0xEB4, 0xEBC},   {0xEC8, 0xECE},   {0x135D, 0x135F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},  {0x20D0, 0x20F0},
                          {0x2CEF, 0x2CF1}, {0x302A, 0x302F}, {0x3099, 0x309A}, {0xFE20, 0xFE2F}, {0x1D165, 0x1D169}});

constexpr auto letters = std::to_array<Range>(
    {{0xAA, 0xAA},     {0xB5, 0xB5},     {0xBA, 0xBA},     {0xC0, 0xD6},       {0xD8, 0xF6},       {0xF8, 0x2C1},      {0x370, 0x374},
     {0x376, 0x37D},   {0x37F, 0x37F},   {0x386, 0x386},   {0x388, 0x481},     {0x48A, 0x556},     {0x560, 0x588},     {0x5D0, 0x5F2},
     {0x620, 0x64A},   {0x66E, 0x6D3},   {0x6D5, 0x6D5},   {0x6EE, 0x6EF},     {0x6FA, 0x6FF},     {0x710, 0x7B1},     {0x7CA, 0x7F5},
     {0x800, 0x963},   {0x971, 0x9E3},   {0x9F0, 0xA65},   {0xA70, 0xAE5},     {0xAF9, 0xB65},     {0xB71, 0xBE5},     {0xC00, 0xC65},
     {0xC80, 0xCE5},   {0xCF1, 0xD65},   {0xD7A, 0xDE5},   {0xDF2, 0xE3A},     {0xE40, 0xE4E},     {0xE81, 0xECF},     {0xEDC, 0xF00},
     {0xF40, 0xFBC},   {0x1000, 0x103F}, {0x1050, 0x108F}, {0x109A, 0x10FA},   {0x10FC, 0x166C},   {0x166F, 0x1734},   {0x1740, 0x17D3},
     {0x1820, 0x1CFF}, {0x1D00, 0x1FBC}, {0x1FC2, 0x1FCC}, {0x1FD0, 0x1FDB},   {0x1FE0, 0x1FEC},   {0x1FF2, 0x1FFC},   {0x2C00, 0x2CE4},
     {0x2D00, 0x2DFF}, {0x3005, 0x3006}, {0x3031, 0x3035}, {0x3041, 0x30FA},   {0x30FC, 0x318E},   {0x31A0, 0x31BF},   {0x31F0, 0x31FF},
     {0x3400, 0x4DBF}, {0x4E00, 0xA48C}, {0xA4D0, 0xD7FB}, {0xF900, 0xFD3D},   {0xFD50, 0xFDC7},   {0xFDF0, 0xFDFB},   {0xFE70, 0xFEFC},
     {0xFF21, 0xFF3A}, {0xFF41, 0xFF5A}, {0xFF66, 0xFFDC}, {0x10000, 0x1CFFF}, {0x1D400, 0x1D7CB}, {0x1DA00, 0x1EEFF}, {0x20000, 0x3FFFF}});

// Where the ten digits of a script begin.
constexpr auto zeros = std::to_array<char32_t>(
    {0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,   0xDE6,   0xE50,
     0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,
     0x2080,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136,
     0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
     0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0});

struct Enclosed {
    char32_t first, last;
    int number;
};
constexpr auto enclosed = std::to_array<Enclosed>({{0x2460, 0x2473, 1},
                                                   {0x2474, 0x2487, 1},
                                                   {0x2488, 0x249B, 1},
                                                   {0x24EA, 0x24EA, 0},
                                                   {0x24EB, 0x24F4, 11},
                                                   {0x24F5, 0x24FE, 1},
                                                   {0x24FF, 0x24FF, 0},
                                                   {0x2776, 0x277F, 1},
                                                   {0x2780, 0x2789, 1},
                                                   {0x278A, 0x2793, 1},
                                                   {0x3251, 0x325F, 21},
                                                   {0x1F51F, 0x1F51F, 10}});

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz";

// Base letters of U+00C0..U+024F and U+1E00..U+1EFF; '.' where there is none.
constexpr std::string_view base_00c0 =
    "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll..llnn"
    "nnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs................................oo.............uu......................."
    ".....aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy......................."
    ".....";
constexpr std::string_view base_1e00 =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwww"
    "wwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

bool continues(std::string_view text, std::size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; }

struct Sequence {
    int more;
    char32_t bits, least;
};

Sequence sequence_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {1, lead & 0x1FU, 0x80};
    if (lead >= 0xE0 && lead <= 0xEF) return {2, lead & 0x0FU, 0x800};
    if (lead >= 0xF0 && lead <= 0xF4) return {3, lead & 0x07U, 0x10000};
    return {0, replacement_character, 0};
}

std::string_view base_from(std::string_view table, std::size_t index) {
    if (index >= table.size() || table[index] == '.') return {};
    return table.substr(index, 1);
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const auto sequence = sequence_of(lead);
    char32_t c = sequence.bits;
    for (int i = 0; i < sequence.more; ++i) {
        if (!continues(text, at + static_cast<std::size_t>(i))) return replacement_character;
        c = (c << 6) | (static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]) & 0x3FU);
    }
    if (c < sequence.least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return replacement_character;
    at += static_cast<std::size_t>(sequence.more);
    return c;
}

void append_code_point(std::string& text, char32_t c) {
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::u32string code_points(std::string_view text) {
    std::u32string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) result += next_code_point(text, at);
    return result;
}

bool is_blank(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_control(char32_t c) { return (c < 0x20 || (c >= 0x7F && c <= 0x9F)) && !is_blank(c); }
bool is_invisible(char32_t c) { return c >= 0xAD && within(invisibles, c); }
bool is_mark(char32_t c) { return c >= 0x300 && within(marks, c); }
bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return within(letters, c) && !is_mark(c) && !decimal_digit(c);
}

std::optional<char> decimal_digit(char32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9' ? std::optional{static_cast<char>(c)} : std::nullopt;
    if (c == 0xB9) return '1';
    if (c == 0xB2 || c == 0xB3) return static_cast<char>('2' + (c - 0xB2));
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return static_cast<char>('0' + (c - 0x2070));
    const auto after = std::ranges::upper_bound(zeros, c);
    if (after == zeros.begin() || c - *std::prev(after) > 9) return std::nullopt;
    return static_cast<char>('0' + (c - *std::prev(after)));
}

std::optional<int> enclosed_number(char32_t c) {
    if (c < enclosed.front().first) return std::nullopt;
    const auto found = std::ranges::find_if(enclosed, [&](const Enclosed& e) { return c >= e.first && c <= e.last; });
    if (found == enclosed.end()) return std::nullopt;
    return found->number + static_cast<int>(c - found->first);
}

std::string_view latin_base(char32_t c) {
    if (c >= 'A' && c <= 'Z') return alphabet.substr(c - 'A', 1);
    if (c >= 'a' && c <= 'z') return alphabet.substr(c - 'a', 1);
    if (c == 0xDF || c == 0x1E9E) return "ss";
    if (c == 0xC6 || c == 0xE6) return "ae";
    if (c == 0x152 || c == 0x153) return "oe";
    if (c >= 0xC0 && c <= 0x24F) return base_from(base_00c0, c - 0xC0);
    if (c >= 0x1E00 && c <= 0x1EFF) return base_from(base_1e00, c - 0x1E00);
    if (c >= 0xFF21 && c <= 0xFF3A) return alphabet.substr(c - 0xFF21, 1);
    if (c >= 0xFF41 && c <= 0xFF5A) return alphabet.substr(c - 0xFF41, 1);
    if (c >= 0x24B6 && c <= 0x24E9) return alphabet.substr((c - 0x24B6) % 26, 1);
    if (c >= 0x1D400 && c <= 0x1D6A3) return alphabet.substr((c - 0x1D400) % 26, 1);
    return {};
}

char32_t lower_other(char32_t c) {
    if (c >= 0x410 && c <= 0x42F) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
    return c;
}

}  // namespace flows
