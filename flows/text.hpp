// UTF-8 text as people type it. Pure functions; any bytes are accepted (invalid sequences read as U+FFFD).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

// For comparing: lower case, full-width, circled, keycap, Arabic-Indic and superscript digits → 0-9, diacritics dropped, zero-width and
// variation characters dropped, punctuation and other symbols → one blank, white space collapsed and trimmed. "Ｎo. 1️⃣!" → "no 1"
std::string fold(std::string_view);
std::vector<std::string> words(std::string_view);  // of fold(text)

// Digits of every script and style → ASCII, invisible characters dropped, everything else (case, punctuation) kept; trimmed.
std::string plain_digits(std::string_view);

std::size_t utf16_units(std::string_view);
std::size_t characters(std::string_view);                         // code points
std::string cut_units(std::string_view, std::size_t units_most);  // ends in "…" when cut; never inside a code point

// For stored and displayed personal text (names, places): NFC-like tidy-up without a library: control, bidi and zero-width characters
// dropped, at most 4 combining marks in a row, white space collapsed and trimmed. Letters stay as the citizen wrote them.
std::string tidy(std::string_view);
// Makes untrusted text harmless inside a WhatsApp message: * _ ~ ` lose their meaning.
std::string unmarked(std::string_view);

std::string mask_number(std::string_view digits);  // "••••••••••••0007": last 4 only
bool has_letters(std::string_view);

// Replaces {name} by its value; unknown names stay.
struct Placeholder {
    std::string_view name;
    std::string_view value;
};
std::string fill(std::string_view text, const std::vector<Placeholder>&);

// Small edit distance for typos, by code points; stops at `most + 1`.
int distance(std::string_view, std::string_view, int most);

}  // namespace flows
