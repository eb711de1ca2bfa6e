#include "flows/code_points.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace flows::reading {
namespace {

constexpr std::size_t international_least = 10;  // 628 and seven digits
constexpr std::size_t international_most = 14;

// Digits with nothing but punctuation and blanks between them; a word or a line end closes a run.
struct Run {
    std::string digits;
    std::vector<std::string> groups;
    bool plus = false;
};

std::vector<Run> runs_of(std::string_view text) {
    std::vector<Run> runs;
    bool open = false;
    bool glued = false;
    bool plus = false;
    for (const char32_t c : code_points(plain_digits(text))) {
        const auto digit = decimal_digit(c);
        if (digit) {
            if (!open || (plus && !glued)) runs.push_back({{}, {}, plus});
            if (runs.back().groups.empty() || !glued) runs.back().groups.emplace_back();
            runs.back().digits += *digit;
            runs.back().groups.back() += *digit;
            plus = false;
        } else {
            if (is_letter(c)) open = false;
            if (!is_blank(c)) plus = c == '+';
        }
        open = digit || (open && !is_letter(c));
        glued = digit.has_value();
    }
    return runs;
}

// As typed → 62…; nothing when it cannot be an Indonesian number.
std::optional<std::string> international(std::string digits, bool plus) {
    if (digits.starts_with("00")) digits.erase(0, 2);
    if (digits.starts_with("620")) return "62" + digits.substr(3);
    if (digits.starts_with("62")) return digits;
    if (plus) return std::nullopt;
    if (digits.starts_with('0')) return "62" + digits.substr(1);
    if (digits.starts_with('8')) return "62" + digits;
    return std::nullopt;
}

bool is_mobile(std::string_view number) {
    return number.starts_with("628") && number.size() >= international_least && number.size() <= international_most;
}

std::string shown(std::string_view number) {
    const auto local = "0" + std::string{number.substr(2)};
    return local.substr(0, 4) + "-" + local.substr(4, 4) + (local.size() > 8 ? "-" + local.substr(8) : "");
}

std::vector<std::string> whole_groups(const Run& run) {
    std::vector<std::string> whole;
    for (const auto& group : run.groups)
        if (const auto number = international(group, false); number && is_mobile(*number)) whole.push_back(*number);
    return whole;
}

bool holds_several(const Run& run) { return whole_groups(run).size() > 1; }

// "nomor 2: 081200000001"
std::optional<std::string> only_whole_group(const Run& run) {
    const auto whole = whole_groups(run);
    return whole.size() == 1 ? std::optional{whole[0]} : std::nullopt;
}

Reading refused(const Run& run, const std::optional<std::string>& number) {
    if (!number) return rejected(run.plus ? "baca.hp.luar_negeri" : "baca.hp.awalan");
    if (!number->starts_with("628")) return rejected("baca.hp.awalan");
    return rejected("baca.hp.jumlah", {{"jumlah", std::to_string(run.digits.size())}});
}

}  // namespace

Reading read_phone(const Field& field, std::string_view text) {
    const auto runs = runs_of(text);
    if (runs.empty()) return rejected("baca.hp.tanpa_angka", {example_of(field, "0812 0000 0001")});
    const auto number_of = [](const Run& run) { return international(run.digits, run.plus); };
    const auto whole = std::ranges::count_if(runs, [&](const Run& run) {
        const auto number = number_of(run);
        return number && is_mobile(*number);
    });
    if (whole > 1 || std::ranges::any_of(runs, holds_several)) return rejected("baca.hp.dua");
    const auto& longest = *std::ranges::max_element(runs, {}, [](const Run& run) { return run.digits.size(); });
    auto number = number_of(longest);
    if (!number || !is_mobile(*number)) number = only_whole_group(longest);
    if (!number) return refused(longest, number_of(longest));
    return accepted(*number, shown(*number));
}

}  // namespace flows::reading
