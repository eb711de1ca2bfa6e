// Money a month, as people say it. A range counts as its lower end, "di bawah X" as the largest amount below X, "di atas X" as the smallest
// above; what the citizen said stays in `shown`.
#include "flows/reading/amounts.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/money.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace flows::reading {
namespace {

constexpr double rupiah_most = 1e12;
constexpr double month_least = 10'000;  // less in a month is rather a slip: "1500"
constexpr double bare_least = 1000;     // "500" alone is 500 thousand as often as not

// What the words around the amounts say.
struct Said {
    std::vector<Amount> amounts;
    bool below = false, above = false, at_most = false, at_least = false, about = false, range = false;
    bool other_period = false, unknown = false;
};

bool has(const std::vector<std::string>& typed, std::initializer_list<std::string_view> set) {
    return std::ranges::any_of(typed, [&](const auto& word) { return one_of(word, set); });
}

bool is_around(std::string_view word) {
    return is_filler(word) || is_negation(word) ||
           one_of(word,
                  {"di",      "dari",   "per",      "bulan",    "perbulan", "sebulan", "sebulannya", "bln",         "perbln",     "tiap",
                   "setiap",  "tetap",  "tentu",    "menentu",  "nentu",    "pasti",   "gaji",       "penghasilan", "pendapatan", "omzet",
                   "omset",   "rata",   "ratarata", "gajinya",  "bersih",   "kotor",   "paling",     "banyak",      "sedikit",    "kadang",
                   "mungkin", "cuma",   "hanya",    "an",       "antara",   "dan",     "rp",         "kira",        "sekitar",    "lebih",
                   "kurang",  "sampai", "sampe",    "hingga",   "atau",     "sd",      "s",          "d",           "ke",         "bawah",
                   "dibawah", "atas",   "diatas",   "maksimal", "minimal",  "maks",    "max",        "min",         "sih",        "kurleb",
                   "kisaran", "rupiah", "nyampe",   "sampek",   "belum",    "blm",     "masih",      "lah"});
}

bool pair(const std::vector<std::string>& typed, std::string_view first, std::string_view second) {
    return std::ranges::adjacent_find(typed, [&](const auto& a, const auto& b) { return a == first && b == second; }) != typed.end();
}

bool negated(const std::vector<std::string>& typed, std::initializer_list<std::string_view> set) {
    const auto is_not = [](const auto& word) { return is_negation(word) || one_of(word, {"belum", "blm"}); };
    return std::ranges::adjacent_find(typed, [&](const auto& a, const auto& b) { return is_not(a) && one_of(b, set); }) != typed.end();
}

// "di bawah", "tidak sampai", "kurang lebih", "paling banyak"
Said comparisons(const std::vector<std::string>& typed) {
    Said said;
    const bool more_or_less = pair(typed, "kurang", "lebih") || pair(typed, "lebih", "kurang") || has(typed, {"kurleb"});
    const bool not_reached = negated(typed, {"sampai", "sampe", "nyampe", "sampek"});
    const bool not_more = negated(typed, {"lebih"});
    const bool not_less = negated(typed, {"kurang"});
    said.below = has(typed, {"bawah", "dibawah"}) || not_reached || (has(typed, {"kurang"}) && !more_or_less && !not_less);
    said.above = has(typed, {"atas", "diatas"}) || (has(typed, {"lebih"}) && !more_or_less && !not_more);
    said.at_most =
        pair(typed, "paling", "banyak") || pair(typed, "paling", "tinggi") || has(typed, {"maksimal", "maks", "max"}) || not_more;
    said.at_least = pair(typed, "paling", "sedikit") || pair(typed, "paling", "rendah") || has(typed, {"minimal"}) || not_less;
    said.about = more_or_less || has(typed, {"sekitar", "kira", "kisaran", "rata", "mungkin", "an", "kadang"});
    return said;
}

Said listen(std::string_view text) {
    std::vector<std::string> typed;
    for (auto& token : plain_tokens(text)) typed.push_back(std::move(token.text));
    auto said = comparisons(typed);
    said.other_period = has(typed, {"hari", "sehari", "perhari", "harian", "minggu", "seminggu", "perminggu", "mingguan", "tahun",
                                    "setahun", "pertahun", "thn", "hr", "jam", "kali", "trip"});
    MoneyReader reader{items_of(text)};
    while (!reader.done()) {
        if (const auto amount = reader.amount()) {
            said.amounts.push_back(*amount);
            continue;
        }
        const auto& item = reader.item();
        said.range = said.range || item.text == "-" || one_of(item.text, {"sampai", "sampe", "hingga", "sd", "s", "atau", "antara", "ke"});
        said.below = said.below || item.text == "<";
        said.above = said.above || item.text == ">";
        said.about = said.about || item.text == "~";
        said.unknown = said.unknown || (item.kind == Item::Kind::Number) || (item.kind == Item::Kind::Word && !is_around(item.text));
        reader.skip();
    }
    said.about =
        said.about || std::ranges::any_of(typed, [](const auto& w) { return w.size() > 2 && w.ends_with("an") && rupiah_unit(w) > 0; });
    return said;
}

bool says_irregular(const std::vector<std::string>& typed) {
    for (std::size_t i = 0; i + 1 < typed.size(); ++i)
        if (is_negation(typed[i]) &&
            one_of(typed[i + 1], {"tetap", "tentu", "menentu", "nentu", "pasti", "nentuin", "mesti", "tertentu", "tntu"}))
            return true;
    return has(typed, {"serabutan", "tergantung", "musiman", "gatentu", "gaktentu", "tidaktetap", "variasi", "bervariasi", "relatif"});
}

bool says_none(const std::vector<std::string>& typed) {
    for (std::size_t i = 0; i + 1 < typed.size(); ++i)
        if ((is_negation(typed[i]) || one_of(typed[i], {"belum", "blm"})) &&
            one_of(typed[i + 1], {"ada", "punya", "berpenghasilan", "bekerja", "kerja", "digaji"}))
            return true;
    return has(typed, {"nganggur", "menganggur", "pengangguran", "nihil"});
}

std::string show_rupiah(double value) { return "Rp" + show_grouped(std::llround(value)); }

Reading answer(const Field& field, double value, std::string shown) {
    if (field.least && value < *field.least) return rejected("baca.rupiah.kurang", {{"paling_sedikit", show_rupiah(*field.least)}});
    const double most = field.most.value_or(rupiah_most);
    if (value > most) return rejected("baca.rupiah.lebih", {{"paling_banyak", show_rupiah(most)}});
    auto reading = accepted(std::to_string(std::llround(value)), std::move(shown));
    if (value > 0 && value < month_least)
        doubt(reading, "rupiah_kecil", "baca.rupiah.kecil", {{"jumlah", show_rupiah(value)}, {"seribu_kali", show_rupiah(value * 1'000)}});
    return reading;
}

bool needs_unit(const Amount& a) { return a.unit == 0 && !a.exact && a.number != 0 && a.number < bare_least; }

Reading one(const Field& field, const Said& said, const Amount& amount) {
    if (needs_unit(amount)) return rejected("baca.rupiah.satuan", {{"angka", show_decimal(amount.number, ',')}});
    const double value = std::round(amount.value());
    const auto shown = show_rupiah(value);
    if (said.at_most) return answer(field, value, "paling banyak " + shown);
    if (said.at_least) return answer(field, value, "paling sedikit " + shown);
    if (said.below) return answer(field, std::max(value - 1, 0.0), "di bawah " + shown);
    if (said.above) return answer(field, value + 1, "di atas " + shown);
    return answer(field, value, said.about ? "sekitar " + shown : shown);
}

Reading range(const Field& field, Amount low, const Amount& high) {
    if (low.unit == 0 && !low.exact && low.number < bare_least) low.unit = high.unit;
    if (needs_unit(low) || needs_unit(high)) return rejected("baca.rupiah.satuan", {{"angka", show_decimal(low.number, ',')}});
    const auto [least, most] = std::minmax({std::round(low.value()), std::round(high.value())});
    if (least == most) return answer(field, least, show_rupiah(least));
    return answer(field, least, show_rupiah(least) + " sampai " + show_rupiah(most));
}

}  // namespace

Reading read_rupiah(const Field& field, std::string_view text) {
    const auto typed = words(text);
    const auto said = listen(text);
    const auto unreadable = rejected("baca.rupiah.tidak_terbaca", {example_of(field, "1.500.000 atau 1,5 juta")});
    if (said.amounts.empty()) {
        if (says_irregular(typed)) return accepted("tidak_tetap", "tidak tetap");
        if (says_none(typed)) return answer(field, 0, "Rp0");
        return unreadable;
    }
    if (said.other_period) return rejected("baca.rupiah.per_bulan");
    if (said.unknown || said.amounts.size() > 2) return unreadable;
    if (said.amounts.size() == 1) return one(field, said, said.amounts[0]);
    return said.range ? range(field, said.amounts[0], said.amounts[1]) : unreadable;
}

}  // namespace flows::reading
