// A whole application, question after question, with any texts for answers: what is kept reads again as the same value, and later questions
// can rely on it. Input: a byte that picks the service, then a line for each question.
#include "flows/catalog_files.hpp"
#include "flows/reading/reading.hpp"
#include "flows/session_json.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/shipped.hpp"

#include <string>

namespace {

using Kind = flows::Reading::Kind;

// How a person would write what was kept: an option by its name, the rest as it is stored.
std::string written(const flows::Field& field, const flows::Answer& answer) {
    for (const flows::FieldOption& option : field.options)
        if (option.code == answer.value) return option.label;
    return answer.value;
}

void check(const flows::Field& field, const flows::Reading& reading, const flows::ReadingContext& context) {
    if (reading.kind == Kind::Rejected) {
        fuzz::promise(!reading.phrase.empty(), "a refusal has a sentence");
        return;
    }
    fuzz::promise(fuzz::is_text(reading.answer.value) && fuzz::is_text(reading.answer.shown), "what is kept is text");
    fuzz::promise(!reading.answer.shown.empty(), "what is kept can be shown");
    fuzz::promise(field.optional || !reading.answer.value.empty(), "what must be answered is answered");
    fuzz::promise((reading.kind == Kind::Doubtful) == !reading.answer.doubts.empty(), "a doubt has a name");
    if (reading.answer.value.empty()) return;
    const flows::Reading again = flows::read_answer(field, written(field, reading.answer), context);
    fuzz::promise(again.kind != Kind::Rejected, "what was kept can be read again");
    fuzz::promise(again.answer.value == reading.answer.value, "and means the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const flows::Catalog& catalog = fuzz::shipped_catalog();
    const flows::Service& service = catalog.services[input.below(catalog.services.size())];
    const flows::TimePoint now = flows::from_millis(1'795'300'000'000);
    flows::Answers answers;
    for (const flows::Field& field : service.fields) {
        if (input.empty()) break;
        if (!flows::holds(field.when, flows::with_derived(service, answers, catalog.office, now))) continue;
        const flows::ReadingContext context{catalog.office, answers, now};
        const flows::Reading reading = flows::read_answer(field, fuzz::as_text(input.text()), context);
        check(field, reading, context);
        if (reading.kind != Kind::Rejected) answers[field.code] = reading.answer;
    }
    fuzz::promise(flows::answers_from_json(flows::to_json(answers)) == answers, "answers survive storage");
    return 0;
}
