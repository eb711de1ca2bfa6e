// A name stays as it was written; it is only tidied.
#include "flows/code_points.hpp"
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <vector>

namespace flows::reading {
namespace {

constexpr int name_characters_most = 100;
constexpr std::size_t introduced_name_characters_most = 1'000;  // with "nama lengkap ibu saya adalah", marks and signs
constexpr int marks_of_a_letter_most = 2;
constexpr std::size_t full_stop_word_letters = 5;

std::string encoded(std::u32string_view text) {
    std::string result;
    for (const char32_t c : text) append_code_point(result, c);
    return result;
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2B9 || c == 0x2BB || c == 0x2BC || c == 0x2BE || c == 0x2BF || c == 0x2018 ||
           c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0xFF07;
}

bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

char32_t plain_sign(char32_t c) {
    if (is_apostrophe(c)) return '\'';
    return is_dash(c) ? U'-' : c;
}

bool is_name_sign(char32_t c) { return c == ' ' || c == '.' || c == ',' || c == '\'' || c == '-'; }
// As identity cards have them: A-Z with or without accents, no letters of other scripts or styles.
bool is_name_letter(char32_t c) {
    const bool latin = c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF);
    return is_mark(c) || (latin && is_letter(c));
}
bool is_digit(char32_t c) { return decimal_digit(c).has_value(); }

std::u32string without_ends(std::u32string text) {
    const auto keeps_start = [](char32_t c) { return is_letter(c) || is_digit(c) || c == '\''; };
    const auto keeps_end = [](char32_t c) { return is_letter(c) || is_mark(c) || is_digit(c) || c == '.' || c == '\''; };
    text.erase(text.begin(), std::ranges::find_if(text, keeps_start));
    while (!text.empty() && !keeps_end(text.back())) text.pop_back();
    return text;
}

// The full stop of a sentence, not of "S.Pd." or "M.".
std::u32string without_full_stop(std::u32string text) {
    if (!text.ends_with(U'.')) return text;
    const auto word = text.substr(text.find_last_of(' ') + 1);
    if (word.size() > full_stop_word_letters && word.find('.') == word.size() - 1) text.pop_back();
    return text;
}

std::vector<std::string> words_of_codes(const std::string& codes) {
    std::istringstream all{codes};
    return {std::istream_iterator<std::string>{all}, {}};
}

bool is_owner(std::string_view word) {
    return one_of(word,
                  {"lengkap", "lengkapnya", "ibu",    "bapak", "ayah", "anak", "suami", "istri", "beliau", "dia",  "pasangan", "pemohon",
                   "saksi",   "bayi",       "adalah", "ialah", "itu",  "nya",  "aku",   "sy",    "saya",   "kami", "kandung",  "calon"});
}

// How much of the text only introduces the name: "nama lengkap ibu saya adalah", "ibu saya namanya", "almarhum". A capital begins a name:
// "nama saya Anak Agung".
std::size_t introduction(std::u32string_view text) {
    std::size_t end = 0;
    bool named = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto stop = std::min(text.find_first_of(U" :=()", at), text.size());
        const auto word = fold(encoded(text.substr(at, stop - at)));
        const bool small = text[at] >= 'a' && text[at] <= 'z';
        const bool deceased = one_of(word, {"alm", "almh", "almarhum", "almarhumah"});
        const bool on_behalf = (word == "a n" && small) || (word == "atas" && fold(encoded(text.substr(stop))).starts_with("nama"));
        const bool opens = on_behalf || one_of(word, {"nama", "namanya", "namaku", "nm", "saya", "bernama"});
        const bool owner = is_owner(word) && (small || !named);
        if (!word.empty() && !opens && !deceased && !owner) return end;
        named = named || opens;
        at = stop + (stop < text.size() ? 1 : 0);
        if (named || deceased) end = at;
    }
    return 0;
}

// "maimunah pak": a word to the reader, not part of the name.
std::u32string without_address(std::u32string text) {
    for (const std::u32string_view word : {U" pak", U" ya pak", U" ya"})
        if (text.size() > word.size() && text.ends_with(word)) text.resize(text.size() - word.size());
    return text;
}

std::u32string without_late_title(std::u32string text) {
    for (const std::u32string_view ending : {U"(alm)", U"(almh)", U"(alm.)", U"(almh.)", U"(almarhum)", U"(almarhumah)"})
        if (text.size() > ending.size() && fold(encoded(text.substr(text.size() - ending.size()))) == fold(encoded(ending)) &&
            text.ends_with(U')'))
            text.resize(text.size() - ending.size());
    return text;
}

bool is_no_name(std::string_view folded) {
    return one_of(folded, {"ya",
                           "iya",
                           "tidak",
                           "ok",
                           "oke",
                           "lanjut",
                           "halo",
                           "hai",
                           "p",
                           "siap",
                           "sama",
                           "sama saja",
                           "nama",
                           "nama saya",
                           "namanya",
                           "saya",
                           "saya sendiri",
                           "ibu",
                           "bapak",
                           "diri sendiri",
                           "tes",
                           "test",
                           "tidak ada",
                           "belum ada",
                           "ga ada",
                           "gak ada",
                           "tak ada",
                           "belum punya nama",
                           "assalamualaikum",
                           "selamat pagi",
                           "selamat siang",
                           "selamat sore",
                           "selamat malam",
                           "terima kasih",
                           "makasih",
                           "contoh",
                           "nanti",
                           "nanti dulu",
                           "nanti saja",
                           "selesai",
                           "sudah",
                           "belum",
                           "batal",
                           "perempuan",
                           "laki laki",
                           "pria",
                           "wanita"});
}

// Questions, chat and the office's own words, wherever they stand: "syaratnya apa", "waduh, ok pak". No name has them as a whole word.
bool is_talk(std::string_view folded) {
    return std::ranges::any_of(words(folded), [](std::string_view word) {
        if (word.ends_with("nya") && word != "tanya" && word != "nanya") word.remove_suffix(3);
        return one_of(word, {"apa",    "apakah",   "kenapa", "mengapa", "bagaimana", "gimana",  "gmn",       "dimana", "kapan", "berapa",
                             "surat",  "syarat",   "ktp",    "kk",      "nik",       "rsud",    "puskesmas", "kantor", "lurah", "formulir",
                             "foto",   "waduh",    "aduh",   "tanya",   "nanya",     "buka",    "tutup",     "gratis", "bayar", "besok",
                             "bentar", "sebentar", "tolol",  "goblok",  "ok",        "saja",    "kok",       "dong",   "bisa",  "gak",
                             "nggak",  "tolong",   "sudah",  "belum",   "terima",    "makasih", "bot"});
    });
}

// The folded name stands already in another question that must be answered with somebody else.
bool names_the_same(const Field& field, std::string_view name, const ReadingContext& context) {
    const auto folded = fold(name);
    const auto others = words_of_codes(field.differs_from);
    return std::ranges::any_of(others, [&](const auto& code) {
        const auto found = context.answers.find(code);
        return code != field.code && found != context.answers.end() && fold(found->second.value) == folded;
    });
}

bool is_stacked(std::u32string_view text) {
    int marks = 0;
    for (const char32_t c : text) {
        marks = is_mark(c) ? marks + 1 : 0;
        if (marks > marks_of_a_letter_most) return true;
    }
    return false;
}

Reading too_long(std::size_t count, int most) {
    return rejected("baca.nama.panjang", {{"jumlah", std::to_string(count)}, {"paling", std::to_string(most)}});
}

std::u32string bare_name(std::string_view text) {
    auto name = code_points(tidy(text));
    std::ranges::transform(name, name.begin(), plain_sign);
    name = without_late_title(std::move(name));
    name.erase(0, introduction(name));
    return without_address(without_full_stop(without_ends(std::move(name))));
}

}  // namespace

Reading read_name(const Field& field, std::string_view text, const ReadingContext& context) {
    const int most = std::min(field.length_most, name_characters_most);
    if (const auto count = characters(text); count > introduced_name_characters_most) return too_long(count, most);
    const auto name = bare_name(text);
    const auto shown = tidy(encoded(name));
    if (!has_letters(shown) && std::ranges::none_of(name, is_digit)) return rejected("baca.nama.kosong");
    if (std::ranges::any_of(name, is_digit)) return rejected("baca.nama.angka");
    if (is_no_name(fold(shown)) || is_no_name(fold(text)) || is_talk(fold(shown))) return rejected("baca.nama.bukan_nama");
    if (is_stacked(code_points(text)) || std::ranges::any_of(name, [](char32_t c) { return is_letter(c) && !is_name_letter(c); }))
        return rejected("baca.nama.huruf");
    if (!std::ranges::all_of(name, [](char32_t c) { return is_name_letter(c) || is_name_sign(c); })) return rejected("baca.nama.tanda");
    if (name.size() > static_cast<std::size_t>(most)) return too_long(name.size(), most);
    if (names_the_same(field, shown, context)) return rejected("baca.nama.sama", {{"nama", shown}});
    auto reading = accepted(shown, shown);
    if (std::ranges::count_if(name, is_letter) == 1) doubt(reading, "nama_pendek", "baca.nama.pendek", {{"nama", shown}});
    if (field.least && static_cast<double>(words(shown).size()) < *field.least)
        doubt(reading, "nama_satu_kata", "baca.nama.satu_kata", {{"nama", shown}});
    return reading;
}

}  // namespace flows::reading
