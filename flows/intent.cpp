#include "flows/intent.hpp"

#include "flows/intent_topics.hpp"
#include "flows/reading/reading.hpp"

#include <algorithm>
#include <climits>

namespace flows {

namespace {

// Everything that was heard in one message.
struct Heard {
    const Catalog& catalog;
    const IntentIndex& index;
    Sentence sentence;
    std::vector<Match> matches;
    Topics topics;

    bool has(Role role) const { return find(role, false); }
    bool hints(Role role) const { return find(role, true); }
    bool empty() const { return sentence.words.empty(); }

private:
    bool find(Role role, bool hint) const {
        return std::ranges::any_of(
            matches, [&](const Match& m) { return m.phrase->role == role && (m.phrase->strength == Strength::Hint) == hint; });
    }
};

Heard hear(const Catalog& catalog, const IntentIndex& index, std::string_view text) {
    Heard heard{.catalog = catalog, .index = index, .sentence = read_sentence(index, text), .matches = {}, .topics = {}};
    heard.matches = find_phrases(index, heard.sentence);
    heard.topics = find_topics(index, heard.sentence, heard.matches);
    return heard;
}

bool names_paper(const Heard& heard) {
    return std::ranges::any_of(heard.sentence.words, [&](const auto& word) { return heard.index.is_paper(word.id); });
}

// Fire, violence, a sick person; but "meninggal karena kecelakaan" is about a letter.
bool is_urgent(const Heard& heard) {
    return heard.has(Role::Urgent) && !heard.topics.service() && !(heard.topics.outside() && names_paper(heard));
}

bool is_complaint(const Heard& heard) { return heard.has(Role::Complaint) || (heard.has(Role::Nuisance) && !heard.topics.service()); }

// Nothing named, or what was named is taken back.
bool is_cancel(const Heard& heard) {
    const bool taken_back = heard.has(Role::Cancel) || heard.has(Role::Withdraw);
    return taken_back && heard.topics.wanted.empty();
}

// "makasih, suratnya sudah saya ambil": thanks that tell what happened.
bool is_thanks_for_news(const Heard& heard) {
    const int topic = heard.topics.wanted.empty() ? INT_MAX : heard.topics.wanted.front().first;
    return std::ranges::any_of(
        heard.matches, [&](const Match& m) { return m.phrase->role == Role::Thanks && m.phrase->elements.size() > 2 && m.first < topic; });
}

bool is_status(const Heard& heard) {
    if (heard.sentence.ticket) return true;
    const bool asks = heard.has(Role::Status) || (heard.hints(Role::Status) && !heard.has(Role::Requirements));
    return asks && !(heard.topics.outside() && !heard.topics.service());
}

bool names_verb(const Heard& heard) {
    return std::ranges::any_of(heard.sentence.words, [&](const auto& word) { return heard.index.is_verb(word.id); });
}

// "syarat KTP" is a question to another office, "perlu KTP?" one about our papers.
bool is_question(const Heard& heard) {
    if (!heard.has(Role::Requirements)) return heard.hints(Role::Requirements) && heard.topics.service() && !names_verb(heard);
    const auto* outside = heard.topics.outside();
    return heard.topics.service() || !outside || outside->faint();
}

bool is_told_about_others(const Heard& heard) { return heard.has(Role::Hearsay) || heard.has(Role::Doubt); }

std::string code_of(const Heard& heard) {
    const auto* service = heard.topics.service();
    const auto* outside = heard.topics.outside();
    if (is_urgent(heard) || is_complaint(heard)) return "complaint";
    if (is_cancel(heard)) return "cancel";
    if (is_thanks_for_news(heard)) return "thanks";
    const bool asks_for_contact = heard.has(Role::Contact) && !service;
    if (heard.has(Role::Human) && !asks_for_contact) return "human";
    if (is_status(heard)) return "status";
    if (asks_for_contact) return "info_contact";
    if (heard.has(Role::Hours) && !(service && is_question(heard)) && !(outside && !outside->faint())) return "info_hours";
    if (is_question(heard)) return "info_requirements";
    if (service && !is_told_about_others(heard)) return service->code;
    if (outside && !outside->faint()) return "other";
    if (heard.has(Role::Menu)) return "menu";
    if (heard.has(Role::Back)) return "back";
    if (service || outside || heard.topics.denied) return "other";
    if (heard.hints(Role::Complaint)) return "complaint";
    if (heard.has(Role::Thanks) || (heard.empty() && heard.sentence.folded_hands)) return "thanks";
    if (heard.has(Role::Greet) || heard.has(Role::Salam)) return "greet";
    return heard.sentence.folded_hands ? "thanks" : "other";
}

// Whether the code rests on more than a weak word.
bool is_sure(const Heard& heard, const std::string& code) {
    if (code == "complaint") return is_urgent(heard) || is_complaint(heard);
    if (code == "info_requirements") return heard.has(Role::Requirements);
    if (code == "status") return heard.sentence.ticket || heard.has(Role::Status);
    const auto* service = heard.topics.service();
    if (service && service->code == code) return service->strength != Strength::Hint;
    return code != "other" || heard.topics.outside();
}

void name_topics(const Heard& heard, Intent& intent) {
    const bool about_letters = heard.catalog.service(intent.code) || intent.code == "info_requirements" || intent.code == "other";
    if (!about_letters) return;
    for (const auto& topic : heard.topics.wanted) {
        if (topic.role == Role::Service) intent.services.push_back(topic.code);
    }
    if (intent.code == "info_requirements") {
        if (!intent.services.empty()) intent.service = intent.services.front();
    } else if (intent.code == "other") {
        const auto card = std::ranges::find(heard.topics.wanted, Role::Card, &Topic::role);
        if (card != heard.topics.wanted.end()) intent.card = card->code;
    }
}

}  // namespace

Intent understand(const Catalog& catalog, std::string_view text) {
    const auto index = catalog.intents ? catalog.intents : std::make_shared<const IntentIndex>(catalog);
    const auto heard = hear(catalog, *index, text);
    Intent intent;
    intent.code = code_of(heard);
    intent.salam = heard.has(Role::Salam);
    intent.greeting = intent.salam || heard.has(Role::Greet);
    intent.urgent = intent.code == "complaint" && is_urgent(heard);
    intent.sure = is_sure(heard, intent.code);
    name_topics(heard, intent);
    return intent;
}

std::string intent_code_at_main_menu(const Catalog& catalog, std::string_view text) {
    constexpr int status_number = 9;
    if (const auto number = read_option_number(text, status_number)) {
        if (*number == 0) return "menu";
        if (*number == status_number) return "status";
        const auto service = static_cast<std::size_t>(*number - 1);
        if (service < catalog.services.size()) return catalog.services[service].code;
    }
    return understand(catalog, text).code;
}

}  // namespace flows
