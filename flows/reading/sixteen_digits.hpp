// Finds the sixteen digits of a NIK or of a family card's number in what was typed. Never maps a letter to a digit.
#pragma once
#include <string>
#include <string_view>

namespace flows::reading {

struct SixteenDigits {
    enum class Kind {
        Found,
        Nothing,     // no digit at all
        WrongCount,  // `count` digits
        Letter,      // `letter` stands between the digits; `digit` is what it resembles, if anything
        Several,     // two different numbers of sixteen digits
    };
    Kind kind = Kind::Nothing;
    std::string digits;
    std::size_t count = 0;
    std::string letter, digit;
    bool called_nik = false;  // the words before the number call it NIK or KTP
    bool called_kk = false;   // … or KK
};

enum class Sought { Nik, FamilyCard };
SixteenDigits find_sixteen_digits(std::string_view text, Sought);

}  // namespace flows::reading
