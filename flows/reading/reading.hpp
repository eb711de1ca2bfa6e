// Reads an answer as people write it. Pure. The rules are those of the office's practice: what is rejected, what is only doubted and
// confirmed, what is accepted as it is. Each kind has its own file: number, choice, nik, date, time, rupiah, phone, rt_rw, name.
#pragma once
#include "flows/answers.hpp"
#include "flows/catalog.hpp"
#include "flows/time.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace flows {

struct Reading {
    enum class Kind {
        Accepted,
        Doubtful,  // accepted if the citizen confirms: ask "Benar?" with `phrase`
        Rejected,  // ask again, saying `phrase`
    };
    Kind kind = Kind::Rejected;
    Answer answer;       // Accepted, Doubtful. A Doubtful answer lists its doubts.
    std::string phrase;  // key of the sentence that says what is wrong (reading_phrases), empty when Accepted
    std::map<std::string, std::string, std::less<>> details;  // placeholders of that sentence
};

struct ReadingContext {
    const Office& office;
    const Answers& answers;  // given so far, for comparisons between fields
    TimePoint now{};
};

Reading read_answer(const Field&, std::string_view text, const ReadingContext&);

// A number that picks one of `count` options: "1", "1.", "no 2", "pilih nomor 3", "satu", "ketiga", "yg ke 1", "1️⃣", "①", "angka 4
// pak". Range 1..count, and 0 when the text means zero ("0", "nol"). Never a digit out of a longer number, never one of several numbers.
std::optional<int> read_option_number(std::string_view text, int count);
// Several: "1 3 2", "1,3 dan 2". Empty: not a list of option numbers.
std::vector<int> read_option_numbers(std::string_view text, int count);
// A choice by number, by label, by alias, or by words that fit only one option. Index into options.
std::optional<std::size_t> read_option(std::string_view text, std::span<const FieldOption> options);

enum class YesNo { Yes, No, Neither };
YesNo read_yes_no(std::string_view text);  // ya, iya, y, ok, oke, betul, benar, sip, boleh, lanjut, nggih, yes, 👍 … / tidak, bukan, gak,
                                           // ndak, salah, no …
bool says_yes_in_words(std::string_view text);  // Yes without counting emoji: a consent

// Derived values for conditions: Field::age of dates. Returns answers plus derived ones ("umur_nikah" → "18").
Answers with_derived(const Service&, const Answers&, const Office&, TimePoint now);
bool holds(const When&, const Answers& with_derived);

}  // namespace flows
