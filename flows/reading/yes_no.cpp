#include "flows/code_points.hpp"
#include "flows/reading/reading.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flows {
namespace {

using reading::one_of;

constexpr std::size_t bytes_most = 200;
constexpr std::size_t words_most = 10;

// "iyaaa" → "iya", "nggak" → "ngak": stretched letters say nothing. The sets below are written in this form.
std::string squeezed(std::string_view word) {
    std::string result;
    for (const char c : word)
        if (result.empty() || result.back() != c) result += c;
    return result;
}

bool is_yes(std::string_view w) {
    return one_of(w, {"ya",      "iya",       "y",        "yo",      "iyo",      "iye",      "ye",     "yes",   "yep",   "yup",    "yeah",
                      "yoi",     "yoa",       "ok",       "oke",     "okey",     "okay",     "oki",    "okeh",  "siap",  "siip",   "sip",
                      "lanjut",  "lanjutkan", "lanjutin", "lnjt",    "gas",      "gasken",   "ngih",   "ingih", "injih", "engih",  "muhun",
                      "sumuhun", "iyek",      "yakin",    "silakan", "silahkan", "bersedia", "deal",   "sure",  "right", "corect", "yaudah",
                      "yasudah", "yawes",     "monggo",   "baik",    "baiklah",  "mangga",   "sampun", "yalah", "yelah"});
}

// Yes by themselves, no behind a negation: "tidak benar", "belum sesuai".
bool is_good(std::string_view w) {
    return one_of(w, {"benar",  "bener", "bnr",   "btul",  "betul", "btl",  "boleh", "bole", "blh",   "setuju", "stuju", "sesuai",
                      "sesuay", "cocok", "pas",   "tepat", "sudah", "udah", "sdh",   "udh",  "dah",   "suda",   "uda",   "jadi",
                      "mau",    "nak",   "leres", "bener", "perlu", "jd",   "jdi",   "ada",  "paham", "ngerti"});
}

bool is_no(std::string_view w) {
    const bool squeezed_negation = one_of(w, {"ngak", "nga", "engak", "enga", "ngk", "gak", "nehi", "nda", "emoh", "moh", "embung"});
    return squeezed_negation || reading::is_negation(w) || one_of(w, {"n", "belum", "blm", "blum", "bloem", "durung", "wrong"});
}

bool is_wrong(std::string_view w) { return one_of(w, {"salah", "keliru", "kliru", "slh", "beda", "tertukar"}); }

bool says_nothing(std::string_view w) {
    return reading::is_filler(w) || one_of(w, {"semua", "semuanya", "sekali", "banget", "bgt",  "datanya", "sudah", "begitu", "gitu",
                                               "dah",   "nya",      "tu",     "tuh",    "kan",  "kirim",   "data",  "pun",    "juga",
                                               "usah",  "memang",   "emang",  "masih",  "lagi", "ah",      "gpp",   "gapapa"});
}

YesNo emoji_meaning(std::string_view text) {
    bool yes = false;
    bool no = false;
    for (const char32_t c : code_points(text)) {
        yes = yes ||
              std::u32string_view{U"\U0001F44D\U0001F44C\u2705\u2611\u2714\U0001F197\U0001F646\U0001F4AF\U0001F44F\U0001F91D"}.contains(c);
        no = no || std::u32string_view{U"\U0001F44E\u274C\u274E\u2716\U0001F645\U0001F6AB\u26D4\u2612"}.contains(c);
    }
    if (yes == no) return YesNo::Neither;
    return yes ? YesNo::Yes : YesNo::No;
}

// Nothing where a word is unknown or two contradict each other; Neither where no word says anything.
std::optional<YesNo> words_meaning(const std::vector<std::string>& all, bool one_clause) {
    bool yes = false;
    bool no = false;
    bool negated = false;   // a negation waits for what it negates: "tidak pak benar"
    bool adjacent = false;  // … and stands right before this word
    for (const auto& raw : all) {
        const auto word = squeezed(raw);
        const bool right_before = std::exchange(adjacent, false);
        if (is_no(word) || is_no(raw)) {
            no = negated = adjacent = true;
        } else if (is_wrong(word)) {
            const bool not_wrong = right_before && one_clause;  // "tidak salah", but "tidak, salah" and "tidak pak salah" are no
            yes = yes || not_wrong;
            no = !not_wrong;
        } else if (is_good(word)) {
            if (!negated) yes = true;
            negated = false;
        } else if (is_yes(word)) {
            yes = true;
        } else if (!says_nothing(raw) && !says_nothing(word)) {
            return std::nullopt;
        }
    }
    if (yes && no) return std::nullopt;
    if (!yes && !no) return YesNo::Neither;
    return yes ? YesNo::Yes : YesNo::No;
}

std::optional<YesNo> spoken_meaning(std::string_view text) {
    const auto all = words(text);
    if (text.size() > bytes_most || all.size() > words_most) return std::nullopt;
    return words_meaning(all, text.find_first_of(",.;!\n") == std::string_view::npos);
}

}  // namespace

YesNo read_yes_no(std::string_view text) {
    const auto spoken = spoken_meaning(text);
    if (!spoken) return YesNo::Neither;
    const auto emoji = emoji_meaning(text);
    if (*spoken == YesNo::Neither || emoji == YesNo::Neither) return *spoken == YesNo::Neither ? emoji : *spoken;
    return emoji == *spoken ? emoji : YesNo::Neither;
}

bool says_yes_in_words(std::string_view text) { return read_yes_no(text) == YesNo::Yes && spoken_meaning(text) == YesNo::Yes; }

}  // namespace flows
