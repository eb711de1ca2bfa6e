// NIK: PPKKCC DDMMYY SSSS, the day plus 40 for women. A family card's number is built alike, with the day of its recording and without
// the 40.
#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/sixteen_digits.hpp"
#include "flows/text.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace flows::reading {
namespace {

int number_at(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

struct Built {
    int day, month, year;  // the day as written, with its 40; two digits of the year
    bool serial_zero;
};
Built built_of(std::string_view digits) {
    return {number_at(digits, 6), number_at(digits, 8), number_at(digits, 10), digits.substr(12) == "0000"};
}

// The century is unknown: 29 February fits where the year can be a leap year in either.
bool is_calendar_day(int day, int month, int year) {
    using namespace std::chrono;
    if (day < 1 || month < 1) return false;
    const std::chrono::month m{static_cast<unsigned>(month)};
    const std::chrono::day d{static_cast<unsigned>(day)};
    return year_month_day{std::chrono::year{1900 + year}, m, d}.ok() || year_month_day{std::chrono::year{2000 + year}, m, d}.ok();
}

bool is_woman(const Built& b) { return b.day > 40; }
int real_day(const Built& b) { return is_woman(b) ? b.day - 40 : b.day; }

bool is_made_up(std::string_view digits) {
    return digits == "1234567890123456" || digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(separator, at), text.size());
        if (end > at) parts.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::string_view answer(const ReadingContext& context, std::string_view code) {
    const auto found = context.answers.find(code);
    return found == context.answers.end() ? std::string_view{} : std::string_view{found->second.value};
}

bool equals_one_of(const Field& field, std::string_view digits, const ReadingContext& context) {
    const auto codes = split(field.differs_from, ' ');
    return std::ranges::any_of(codes, [&](const auto& code) { return code != field.code && answer(context, code) == digits; });
}

// A NIK and a family card's number are never the same; by the office's naming a code says which of them it holds ("subjek_nik", "no_kk").
bool equals_other_kind(const Field& field, std::string_view digits, const ReadingContext& context, std::string_view kind) {
    return std::ranges::any_of(context.answers, [&](const auto& entry) {
        const auto parts = split(entry.first, '_');
        return entry.first != field.code && entry.second.value == digits && std::ranges::find(parts, kind) != parts.end();
    });
}

// By the office's naming the sex beside "subjek_nik" is "subjek_jk".
std::string_view sex_beside(const Field& field, const ReadingContext& context) {
    auto code = field.code;
    const auto at = code.rfind("nik");
    if (at == std::string::npos) return {};
    code.replace(at, 3, "jk");
    return answer(context, code);
}

bool differs_in_sex(const Field& field, const Built& b, const ReadingContext& context) {
    const auto sex = fold(sex_beside(field, context));
    const bool man = sex == "l" || sex.starts_with("laki");
    const bool woman = sex == "p" || sex.starts_with("perempuan");
    return (man && is_woman(b)) || (woman && !is_woman(b));
}

// `born` is YYYY-MM-DD.
bool differs_in_birth(const Built& b, std::string_view born) {
    if (born.size() != 10) return false;
    return real_day(b) != number_at(born, 8) || b.month != number_at(born, 5) || b.year != number_at(born, 2);
}

Reading not_sixteen(const SixteenDigits& found, const std::string& kind) {
    switch (found.kind) {
        case SixteenDigits::Kind::WrongCount:
            return rejected(kind + ".jumlah", {{"jumlah", std::to_string(found.count)}});
        case SixteenDigits::Kind::Several:
            return rejected(kind + ".dua");
        case SixteenDigits::Kind::Letter:
            if (found.digit.empty()) return rejected(kind + ".huruf", {{"huruf", found.letter}});
            return rejected(kind + ".huruf_mirip", {{"huruf", found.letter}, {"angka", found.digit}});
        default:
            return rejected(kind + ".tanpa_angka");
    }
}

}  // namespace

Reading read_nik(const Field& field, std::string_view text, const ReadingContext& context) {
    const auto found = find_sixteen_digits(text, Sought::Nik);
    if (found.kind != SixteenDigits::Kind::Found) return not_sixteen(found, "baca.nik");
    const auto& nik = found.digits;
    if (is_made_up(nik)) return rejected("baca.nik.contoh");
    if (nik.front() == '0') return rejected("baca.nik.awalan_nol");
    if (equals_one_of(field, nik, context)) return rejected("baca.nik.sama");
    if (equals_other_kind(field, nik, context, "kk")) return rejected("baca.nik.sama_kk");
    if (found.called_kk && !found.called_nik) return rejected("baca.nik.disebut_kk");
    auto reading = accepted(nik, mask_number(nik));
    const auto built = built_of(nik);
    const auto born = answer(context, field.born);
    if (!is_calendar_day(real_day(built), built.month, built.year))
        doubt(reading, "nik_tanggal", "baca.nik.tanggal");
    else if (differs_in_birth(built, born))
        doubt(reading, "nik_beda_tgl_lahir", "baca.nik.beda_tgl_lahir");
    if (differs_in_sex(field, built, context)) doubt(reading, "nik_beda_jk", "baca.nik.beda_jk");
    if (built.serial_zero) doubt(reading, "nik_nol", "baca.nik.nol");
    return reading;
}

Reading read_family_card(const Field& field, std::string_view text, const ReadingContext& context) {
    const auto found = find_sixteen_digits(text, Sought::FamilyCard);
    if (found.kind != SixteenDigits::Kind::Found) return not_sixteen(found, "baca.kk");
    const auto& number = found.digits;
    if (is_made_up(number)) return rejected("baca.kk.contoh");
    if (number.front() == '0') return rejected("baca.kk.awalan_nol");
    if (equals_one_of(field, number, context) || equals_other_kind(field, number, context, "nik")) return rejected("baca.kk.sama_nik");
    if (found.called_nik && !found.called_kk) return rejected("baca.kk.disebut_nik");
    auto reading = accepted(number, mask_number(number));
    const auto built = built_of(number);
    if (built.day >= 41 && built.day <= 71)
        doubt(reading, "kk_seperti_nik", "baca.kk.seperti_nik");
    else if (!is_calendar_day(built.day, built.month, built.year))
        doubt(reading, "kk_tanggal", "baca.kk.tanggal");
    if (built.serial_zero) doubt(reading, "kk_nol", "baca.kk.nol");
    return reading;
}

}  // namespace flows::reading
