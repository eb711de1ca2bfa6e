#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace flows::reading {
namespace {

// What was called by its name, and the numbers that stand alone.
struct Parts {
    std::array<std::vector<int>, 2> called;  // RT, RW
    std::vector<int> bare;
    bool unknown_words = false;
    bool too_large = false;
};

enum Which { Rt, Rw };

std::optional<Which> label(std::string_view word) {
    if (one_of(word, {"rt", "erte", "rtnya"})) return Rt;
    if (one_of(word, {"rw", "erwe", "rwnya"})) return Rw;
    return std::nullopt;
}

bool is_link(std::string_view word) {
    return is_filler(word) || is_picker(word) || one_of(word, {"dan", "nya", "di", "tinggal", "alamat"});
}

// Labels wait for the numbers that follow: "rt/rw 3/2" as well as "rt 3 rw 2".
Parts parts_of(const Tokens& all) {
    Parts parts;
    std::vector<Which> waiting;
    for (const auto& token : all) {
        if (const auto which = label(token.text)) {
            waiting.push_back(*which);
        } else if (token.number) {
            const auto value = token.text.size() > 3 ? std::nullopt : value_of(token);
            parts.too_large = parts.too_large || !value;
            auto& target = waiting.empty() ? parts.bare : parts.called[waiting.front()];
            if (!waiting.empty()) waiting.erase(waiting.begin());
            target.push_back(value.value_or(0));
        } else if (!is_link(token.text)) {
            parts.unknown_words = true;
            waiting.clear();
        }
    }
    return parts;
}

// "003002" and "0302": both numbers in one.
Tokens split_glued(Tokens all) {
    if (all.size() != 1 || !all[0].number) return all;
    const auto digits = all[0].text;
    const bool halves = digits.size() == 6 || (digits.size() == 4 && digits[0] == '0' && digits[2] == '0');
    if (!halves) return all;
    const auto half = digits.size() / 2;
    return {{digits.substr(0, half), true, false}, {digits.substr(half), true, false}};
}

// "tanpa rw", "rw tidak ada": small wards have none.
bool says_no_rw(const Tokens& all) {
    bool rw = false;
    bool none = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        rw = rw || label(all[i].text) == Rw;
        none = none || all[i].text == "tanpa" || all[i].text == "nihil" ||
               (is_negation(all[i].text) && i + 1 < all.size() && all[i + 1].text == "ada");
    }
    return rw && none;
}

Reading together(int rt, int rw) {
    if (rt < 1 || rw < 1) return rejected("baca.rt_rw.nol");
    return accepted(fmt::format("{:03}/{:03}", rt, rw), fmt::format("RT {:03}/RW {:03}", rt, rw));
}

Reading only_rt(int rt, const Tokens& all) {
    if (rt < 1) return rejected("baca.rt_rw.nol");
    if (!says_no_rw(all)) return rejected("baca.rt_rw.tanpa_rw", {{"rt", std::to_string(rt)}});
    auto reading = accepted(fmt::format("{:03}/000", rt), fmt::format("RT {:03}", rt));
    doubt(reading, "rw_tidak_ada", "baca.rt_rw.rw_tidak_ada", {{"rt", std::to_string(rt)}});
    return reading;
}

}  // namespace

Reading read_rt_rw(const Field& field, std::string_view text) {
    const auto all = split_glued(tokens(text));
    auto [called, bare, unknown_words, too_large] = parts_of(all);
    auto& [rt, rw] = called;
    const auto unreadable = rejected("baca.rt_rw.tidak_terbaca", {example_of(field, "RT 3 RW 2")});
    if (too_large || rt.size() > 1 || rw.size() > 1) return unreadable;
    if (rt.size() == 1 && rw.size() == 1) return together(rt[0], rw[0]);
    if (rt.size() == 1 && bare.size() == 1) return together(rt[0], bare[0]);
    if (rw.size() == 1 && bare.size() == 1 && !unknown_words) return together(bare[0], rw[0]);
    if (rt.size() == 1 && bare.empty()) return only_rt(rt[0], all);
    if (rw.size() == 1 && bare.empty()) return rejected("baca.rt_rw.tanpa_rt", {{"rw", std::to_string(rw[0])}});
    if (unknown_words || !rt.empty() || !rw.empty()) return unreadable;
    if (bare.size() == 2) return together(bare[0], bare[1]);
    if (bare.size() == 1) return only_rt(bare[0], all);
    return unreadable;
}

}  // namespace flows::reading
