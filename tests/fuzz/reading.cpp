// Any text as the answer to any kind of question: it is taken, doubted or refused, and what is kept is safe to show.
#include "flows/reading/reading.hpp"

#include "flows/text.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

constexpr flows::FieldType types[] = {
    flows::FieldType::Text,    flows::FieldType::Name,       flows::FieldType::Nik,    flows::FieldType::Phone,   flows::FieldType::Date,
    flows::FieldType::Month,   flows::FieldType::Time,       flows::FieldType::Rupiah, flows::FieldType::Integer, flows::FieldType::Choice,
    flows::FieldType::Decimal, flows::FieldType::FamilyCard, flows::FieldType::RtRw};

void check_text(std::string_view text) {
    fuzz::promise(fuzz::is_text(flows::fold(text)), "folded text is text");
    fuzz::promise(flows::fold(flows::fold(text)) == flows::fold(text), "folding twice is folding once");
    fuzz::promise(fuzz::is_text(flows::tidy(text)), "tidied text is text");
    fuzz::promise(flows::tidy(flows::tidy(text)) == flows::tidy(text), "tidying twice is tidying once");
    const std::string cut = flows::cut_units(text, 24);
    fuzz::promise(fuzz::is_text(cut) || !fuzz::is_text(text), "a cut text is text");
    fuzz::promise(flows::utf16_units(cut) <= 24, "a cut text fits");
    const auto number = flows::read_option_number(text, 9);
    fuzz::promise(!number || (*number >= 0 && *number <= 9), "an option number is in range");
    for (const int picked : flows::read_option_numbers(text, 5)) fuzz::promise(picked >= 1 && picked <= 5, "picked numbers are in range");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::bytes(data, size);
    check_text(text);
    static const flows::Office office{};
    const flows::Answers none;
    const flows::TimePoint now = flows::from_millis(1'795'300'000'000);
    for (const flows::FieldType type : types) {
        flows::Field field;
        field.code = "isian";
        field.type = type;
        field.options = {{"ya_betul", "Ya, betul", {"iya"}}, {"tidak", "Tidak", {"bukan"}}};
        const flows::Reading reading = flows::read_answer(field, text, {office, none, now});
        const bool taken = reading.kind != flows::Reading::Kind::Rejected;
        fuzz::promise(!taken || fuzz::is_text(reading.answer.value), "what is kept is text");
        fuzz::promise(!taken || !reading.answer.value.empty(), "what is kept is not empty");
        fuzz::promise(reading.kind == flows::Reading::Kind::Accepted || !reading.phrase.empty(), "a doubt or a refusal has a sentence");
    }
    return 0;
}
