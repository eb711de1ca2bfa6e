#include "flows/reading/reading.hpp"

#include "flows/reading/kinds.hpp"
#include "flows/reading/results.hpp"
#include "flows/reading/tokens.hpp"
#include "flows/text.hpp"

#include <algorithm>

namespace flows {
namespace {

using namespace reading;

constexpr std::size_t skipping_bytes_most = 60;
constexpr std::size_t answer_bytes_most = 1'000;  // a number, a date, a choice: never a long text

std::vector<std::string> without_fillers(std::vector<std::string> all) {
    std::erase_if(all, [](const auto& word) { return is_filler(word); });
    return all;
}

bool skips(std::string_view word) {
    return one_of(word, {"lewati", "lewat", "lewatkan", "lewatin", "skip", "lanjut", "lompat", "lompati"});
}

bool forgets(const std::vector<std::string>& typed) {
    const bool knows = typed.size() == 2 && is_negation(typed[0]) &&
                       one_of(typed[1], {"tahu", "tau", "ingat", "inget", "hafal", "hapal", "paham", "ngerti"});
    return knows ||
           (typed.size() == 1 && one_of(typed[0], {"lupa", "lupe", "lali", "gatau", "gaktau", "gktau", "tidaktahu", "entah", "entahlah"}));
}

bool has_none(const std::vector<std::string>& typed) {
    if (typed.size() == 1) return one_of(typed[0], {"kosong", "nihil", "strip", "tiada", "gaada", "gakada", "takde", "takada"});
    const bool not_yet = typed.size() == 2 && one_of(typed[0], {"belum", "blm"});
    return typed.size() == 2 && (is_negation(typed[0]) || not_yet) && one_of(typed[1], {"ada", "ade", "punya", "pakai"});
}

bool is_only_dashes(std::string_view text) {
    auto plain = tidy(text);
    std::erase(plain, ' ');
    return !plain.empty() && plain.find_first_not_of("-.\xE2\x80\x93\x94") == std::string::npos;
}

// An answer that is none: "lewati", "lupa", or "tidak ada" (which can be the answer to a question that must be answered).
enum class Absence { Given, Skipped, Forgotten, None };

Absence absence_of(std::string_view text) {
    if (text.size() > skipping_bytes_most) return Absence::Given;
    if (is_only_dashes(text)) return Absence::None;
    const auto typed = without_fillers(words(text));
    if (typed.size() == 1 && skips(typed[0])) return Absence::Skipped;
    if (forgets(typed)) return Absence::Forgotten;
    return has_none(typed) ? Absence::None : Absence::Given;
}

bool is_free(const Field& field) { return field.type == FieldType::Text || field.type == FieldType::Name; }

Reading read_kind(const Field& field, std::string_view text, const ReadingContext& context) {
    switch (field.type) {
        case FieldType::Text:
            return read_text(field, text);
        case FieldType::Name:
            return read_name(field, text, context);
        case FieldType::Nik:
            return read_nik(field, text, context);
        case FieldType::FamilyCard:
            return read_family_card(field, text, context);
        case FieldType::Phone:
            return read_phone(field, text);
        case FieldType::Date:
            return read_date(field, text, context);
        case FieldType::Month:
            return read_month(field, text, context);
        case FieldType::Time:
            return read_time(field, text, context);
        case FieldType::Rupiah:
            return read_rupiah(field, text);
        case FieldType::Integer:
            return read_integer(field, text);
        case FieldType::Decimal:
            return read_decimal(field, text);
        case FieldType::Choice:
            return read_choice(field, text);
        case FieldType::RtRw:
            return read_rt_rw(field, text);
    }
    return rejected("baca.kosong");
}

}  // namespace

Reading read_answer(const Field& field, std::string_view text, const ReadingContext& context) {
    const auto absence = absence_of(text);
    const bool is_option = absence != Absence::Given && read_option(text, field.options).has_value();
    if (absence != Absence::Given && !is_option) {
        if (field.optional) return accepted("", "-");
        if (absence != Absence::None) return rejected("baca.wajib");
    }
    if (!is_free(field) && text.size() > answer_bytes_most) return rejected("baca.terlalu_panjang");
    if (!is_free(field) && tidy(text).empty()) return rejected("baca.kosong");
    return read_kind(field, text, context);
}

}  // namespace flows
