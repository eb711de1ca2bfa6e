// Consent, and the questions of a draft, one at a time.
#include "flows/conversation/draft.hpp"
#include "flows/conversation/review.hpp"
#include "flows/conversation/states.hpp"
#include "flows/intent.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace flows {

// --- consent ----------------------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::Consent&) {
    return {{fmt::format("agree:{}", turn.session.current), turn.phrase("pilihan.setuju"), ""}, menu_option(turn)};
}

void show(Turn& turn, const asked::Consent& state) {
    turn.ask(turn.phrase("privasi.ringkas", {{"kantor", turn.catalog.office.name}}), options(turn, state));
}

bool answer(Turn& turn, const asked::Consent& state, const Input& input) {
    Draft* draft = turn.draft();
    if (!draft) return false;
    const auto index = pick(input, options(turn, state));
    const bool bare_word = words(input.text).size() <= 3 && (" " + input.folded + " ").find(" setuju ") != std::string::npos;
    const bool refuses = !index && (read_yes_no(input.text) == YesNo::No || input.folded.starts_with("tidak") ||
                                    input.folded.find("tidak setuju") != std::string::npos);
    const bool agrees = !refuses && (index == 0 || says_yes_in_words(input.text) || bare_word);
    if (refuses) {
        drop_draft(turn, draft->number);
        turn.first(turn.phrase("privasi.menolak"));
        go(turn, asked::MainMenu{});
        return true;
    }
    if (agrees) {
        draft->agreed = turn.catalog.office.privacy_version;
        turn.session.agreed = draft->agreed;
        turn.session.agreed_at = turn.facts.now;
        advance(turn);
        return true;
    }
    if (index) {
        go(turn, asked::MainMenu{});
        return true;
    }
    return false;
}

// --- a question -------------------------------------------------------------------------------------------------------------------------

namespace {

// Placeholders of a question are the answers given so far: "Di mana {subjek_nama} lahir?"
std::string question_text(const Field& field, const Answers& answers) {
    std::vector<Placeholder> values;
    std::vector<std::string> shown;
    shown.reserve(answers.size());
    for (const auto& [code, given] : answers) values.push_back({code, shown.emplace_back(short_name(given.shown))});
    return fill(field.question, values);
}

std::string counter(const Turn& turn, const Field& field) {
    auto fields = chat_fields(turn, *turn.service(), turn.draft()->answers);
    if (turn.draft()->case_given) std::erase_if(fields, [&](const Field* f) { return f->code == turn.service()->case_field; });
    const auto it = std::ranges::find(fields, &field);
    if (it == fields.end()) return {};
    return turn.phrase("tanya.nomor", {{"ke", fmt::to_string(it - fields.begin() + 1)}, {"dari", fmt::to_string(fields.size())}}) + " ";
}

const Field* field_asked(const Turn& turn, std::string_view code) {
    const Service* service = turn.service();
    return service ? service->field(code) : nullptr;
}

// Words that at a free-text question are a call for help and no answer.
bool is_call(const Turn& turn, const Field& field, const Input& input) {
    if (input.picked || (field.type != FieldType::Name && field.type != FieldType::Text)) return false;
    const Intent intent = understand(turn.catalog, input.text);
    const auto count = words(input.text).size();
    for (const std::string_view code : {"human", "cancel", "back", "menu", "status"})
        if (intent.code == code) return count <= (field.type == FieldType::Name ? 8u : 3u);
    const auto says = [&](std::string_view word) { return input.folded.find(word) != std::string::npos; };
    if (intent.code == "thanks") return says("makasih") || says("terima kasih") || says("trims") || says("thanks");
    if (intent.code == "greet") return says("assalam") || input.folded.starts_with("halo") || input.folded.starts_with("selamat ");
    return field.type == FieldType::Name && intent.code.starts_with("info_") && count >= 3;
}

void store(Turn& turn, const Field& field, Answer given, bool changing) {
    turn.draft()->answers[field.code] = std::move(given);
    turn.session.misses = 0;
    if (changing) turn.first(turn.phrase("ubah.tersimpan"));
    advance(turn);
}

}  // namespace

std::vector<Option> options(const Turn& turn, const asked::Question& state) {
    std::vector<Option> out;
    if (const Field* field = field_asked(turn, state.field))
        for (const FieldOption& option : field->options)
            out.push_back({fmt::format("a:{}:{}:{}", turn.session.current, field->code, option.code), option.label, ""});
    return out;
}

void show(Turn& turn, const asked::Question& state) {
    const Field* field = field_asked(turn, state.field);
    if (!field) return advance(turn);
    std::string body = state.changing ? "" : counter(turn, *field);
    body += question_text(*field, turn.draft()->answers);
    const auto choices = options(turn, state);
    if (!choices.empty()) body += "\n" + lines_of(choices);
    const bool shape_helps = choices.empty() && field->type != FieldType::Name && field->type != FieldType::Nik && !field->example.empty();
    if (shape_helps) body += "\n" + turn.phrase("tanya.contoh", {{"contoh", field->example}});
    if (field->optional) body += "\n" + turn.phrase("tanya.boleh_lewati");
    if (choices.empty())
        turn.tell(std::move(body));
    else
        turn.ask(std::move(body), choices);
}

bool answer(Turn& turn, const asked::Question& state, const Input& input) {
    const Field* field = field_asked(turn, state.field);
    if (!field) {
        advance(turn);
        return true;
    }
    if (is_call(turn, *field, input)) return false;
    const Draft& draft = *turn.draft();
    const std::string text =
        input.picked && *input.picked < field->options.size() ? field->options[*input.picked].label : std::string(input.text);
    const ReadingContext context{turn.catalog.office, draft.answers, turn.facts.now};
    Reading reading = read_answer(*field, text, context);
    switch (reading.kind) {
        case Reading::Kind::Accepted:
            store(turn, *field, std::move(reading.answer), state.changing);
            return true;
        case Reading::Kind::Doubtful: {
            std::vector<Placeholder> details;
            for (const auto& [name, value] : reading.details) details.push_back({name, value});
            turn.first(turn.phrase(reading.phrase, details));
            if (!field->warning.empty()) turn.first(field->warning);
            go(turn, asked::ConfirmAnswer{field->code, std::move(reading.answer), state.changing});
            return true;
        }
        case Reading::Kind::Rejected: {
            std::vector<Placeholder> details;
            for (const auto& [name, value] : reading.details) details.push_back({name, value});
            turn.problem = turn.phrase(reading.phrase, details);
            return false;
        }
    }
    return false;
}

// --- a doubtful answer ------------------------------------------------------------------------------------------------------------------

std::vector<Option> options(const Turn& turn, const asked::ConfirmAnswer& state) {
    return {{fmt::format("sure:{}:{}", turn.session.current, state.field), turn.phrase("pilihan.ya_benar"), ""},
            {fmt::format("again:{}:{}", turn.session.current, state.field), turn.phrase("pilihan.tulis_ulang"), ""}};
}

void show(Turn& turn, const asked::ConfirmAnswer& state) {
    const Field* field = field_asked(turn, state.field);
    if (!field) return advance(turn);
    const auto choices = options(turn, state);
    const bool number = field->type == FieldType::Nik || field->type == FieldType::FamilyCard;
    const std::string shown = number ? mask_number(state.answer.value) : short_name(state.answer.shown);
    turn.ask(turn.phrase("tanya.benarkah", {{"label", field->label}, {"isi", shown}, {"pilihan", inline_of(choices)}}), choices);
}

bool answer(Turn& turn, const asked::ConfirmAnswer& state, const Input& input) {
    const Field* field = field_asked(turn, state.field);
    if (!field) {
        advance(turn);
        return true;
    }
    auto index = pick(input, options(turn, state));
    if (!index) {
        const YesNo said = read_yes_no(input.text);
        if (said == YesNo::Yes) index = 0;
        if (said == YesNo::No) index = 1;
    }
    if (index == 0) {
        store(turn, *field, state.answer, state.changing);
        return true;
    }
    const asked::Question question{state.field, state.changing};
    if (index) {
        go(turn, question);
        return true;
    }
    // Whoever simply writes the answer again need not say "2" first.
    turn.session.asked = question;
    return answer(turn, question, input);
}

}  // namespace flows
