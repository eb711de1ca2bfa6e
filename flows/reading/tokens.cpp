#include "flows/reading/tokens.hpp"

#include "flows/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace flows::reading {
namespace {

constexpr auto units = std::to_array<std::pair<std::string_view, int>>({{"satu", 1},
                                                                        {"dua", 2},
                                                                        {"due", 2},
                                                                        {"tiga", 3},
                                                                        {"tige", 3},
                                                                        {"empat", 4},
                                                                        {"ampat", 4},
                                                                        {"lima", 5},
                                                                        {"lime", 5},
                                                                        {"enam", 6},
                                                                        {"tujuh", 7},
                                                                        {"tujoh", 7},
                                                                        {"delapan", 8},
                                                                        {"lapan", 8},
                                                                        {"dlapan", 8},
                                                                        {"sembilan", 9},
                                                                        {"smbilan", 9},
                                                                        {"semilan", 9}});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<int> unit(std::string_view word) {
    const auto found = std::ranges::find(units, word, &std::pair<std::string_view, int>::first);
    if (found == units.end()) return std::nullopt;
    return found->second;
}

std::string_view word_at(std::span<const std::string> words, std::size_t at) {
    return at < words.size() ? std::string_view{words[at]} : std::string_view{};
}

int read_tens(std::span<const std::string> words, std::size_t& at) {
    if (word_at(words, at) == "sepuluh") return ++at, 10;
    if (word_at(words, at) == "sebelas") return ++at, 11;
    const auto first = unit(word_at(words, at));
    if (!first) return 0;
    ++at;
    if (word_at(words, at) == "belas") return ++at, 10 + *first;
    if (word_at(words, at) != "puluh") return *first;
    ++at;
    const auto second = unit(word_at(words, at));
    if (!second) return *first * 10;
    return ++at, *first * 10 + *second;
}

int read_hundreds(std::span<const std::string> words, std::size_t& at) {
    if (word_at(words, at) == "seratus") return ++at, 100;
    const auto first = unit(word_at(words, at));
    if (!first || word_at(words, at + 1) != "ratus") return 0;
    at += 2;
    return *first * 100;
}

// Up to the years of a date: "seribu sembilan ratus delapan puluh lima".
std::optional<int> read_spelled(std::span<const std::string> words, std::size_t& at) {
    if (word_at(words, at) == "nol") return ++at, 0;
    if (word_at(words, at) == "seribu") {
        ++at;
        return 1000 + read_below_thousand(words, at).value_or(0);
    }
    const auto first = read_below_thousand(words, at);
    if (!first || word_at(words, at) != "ribu") return first;
    ++at;
    return *first * 1000 + read_below_thousand(words, at).value_or(0);
}

// "ketiga", "kesebelas", "pertama"; a longer ordinal ("kedua belas") only loses its "ke".
std::string without_ordinal(std::string_view word) {
    if (word == "pertama") return "satu";
    if (!word.starts_with("ke")) return std::string{word};
    const auto rest = word.substr(2);
    if (unit(rest) || rest == "sepuluh" || rest == "sebelas") return std::string{rest};
    return std::string{word};
}

}  // namespace

Tokens plain_tokens(std::string_view text) {
    Tokens result;
    for (const auto& word : words(text)) {
        for (std::size_t at = 0; at < word.size();) {
            const bool number = is_digit(word[at]);
            const auto start = at;
            while (at < word.size() && is_digit(word[at]) == number) ++at;
            result.push_back({word.substr(start, at - start), number, false});
        }
    }
    return result;
}

Tokens tokens(std::string_view text) {
    const auto plain = plain_tokens(text);
    std::vector<std::string> spelled;
    spelled.reserve(plain.size());
    for (const auto& token : plain) spelled.push_back(token.number ? std::string{} : without_ordinal(token.text));
    Tokens result;
    for (std::size_t at = 0; at < plain.size();) {
        const auto start = at;
        if (const auto number = read_spelled(spelled, at)) {
            result.push_back({std::to_string(*number), true, true});
        } else {
            result.push_back(plain[start]);
            at = start + 1;
        }
    }
    return result;
}

std::optional<int> value_of(const Token& token) {
    if (!token.number || token.text.size() > 9) return std::nullopt;
    int value = 0;
    std::from_chars(token.text.data(), token.text.data() + token.text.size(), value);
    return value;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> set) { return std::ranges::find(set, word) != set.end(); }

std::optional<int> read_below_thousand(std::span<const std::string> words, std::size_t& at) {
    const auto start = at;
    const int hundreds = read_hundreds(words, at);
    const int value = hundreds + read_tens(words, at);
    if (at == start) return std::nullopt;
    return value;
}

bool is_filler(std::string_view word) {
    return one_of(
        word, {"yang",   "yg",    "yng",    "ya",    "yaa",   "yah",     "iya",    "pak", "bu",         "bapak",       "ibuk",   "buk",
               "min",    "admin", "kak",    "kakak", "bang",  "mas",     "mbak",   "mba", "om",         "aja",         "saja",   "aj",
               "sja",    "ajah",  "je",     "jak",   "dulu",  "dong",    "deh",    "lah", "kok",        "sih",         "nih",    "tolong",
               "mohon",  "maaf",  "terima", "kasih", "trims", "makasih", "mksh",   "tks", "trimakasih", "terimakasih", "thanks", "thx",
               "please", "plis",  "bos",    "boss",  "eh",    "oh",      "ni",     "tu",  "tuh",        "la",          "ok",     "oke",
               "baik",   "untuk", "utk",    "buat",  "bwt",   "itu",     "ini",    "mau", "nak",        "ingin",       "ambil",  "adalah",
               "saya",   "sy",    "sya",    "aku",   "kami",  "jadi",    "dengan", "dgn"});
}

bool is_picker(std::string_view word) {
    return one_of(word, {"no", "nomor", "nomer", "nmr", "nmer", "nomr", "pilih", "pilihan", "pilihannya", "opsi", "angka", "menu", "ke",
                         "ketik", "jawab", "jawaban", "jawabannya", "jawabnya", "layanan"});
}

bool is_negation(std::string_view word) {
    return one_of(word,
                  {"tidak", "tdk",  "tidk", "tak", "bukan", "bkn",   "gak",    "ga",  "gk", "g",    "nggak", "ngga",   "nggk", "enggak",
                   "engga", "ngak", "ndak", "ndk", "dak",   "indak", "jangan", "jgn", "no", "nope", "ora",   "mboten", "teu",  "henteu"});
}

}  // namespace flows::reading
