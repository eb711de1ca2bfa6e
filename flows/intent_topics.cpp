#include "flows/intent_topics.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

namespace flows {

namespace {

constexpr int reach_of_denial = 4;  // "bukan mau bikin surat domisili"
constexpr int reach_of_verb = 2;

class Finder {
public:
    Finder(const IntentIndex& index, const Sentence& sentence, const std::vector<Match>& matches)
        : index_{index}, sentence_{sentence}, matches_{matches} {}

    Topics find() {
        gather();
        deny();
        correct();
        drop_unsupported();
        drop_purposes();
        return std::move(topics_);
    }

private:
    void gather();
    void drop_unsupported();
    void merge(Topic topic);
    bool supported(const Topic&) const;
    bool joined_to_another(const Topic&) const;
    void deny();
    void correct();
    void drop_purposes();
    void drop(const std::vector<bool>& unwanted);
    std::optional<std::size_t> first_from(int position) const;
    bool deny_before(const Match& denial, std::vector<bool>& unwanted) const;
    void deny_from(const Match& denial, std::vector<bool>& unwanted) const;
    bool withdraw_before(const Match& withdrawal, std::vector<bool>& unwanted) const;
    bool joined(int from, int to) const;
    const Match* nearest_marker(int after, int before) const;
    bool is_purpose(std::size_t topic) const;
    int clause(int position) const { return sentence_.words[static_cast<std::size_t>(position)].clause; }

    const IntentIndex& index_;
    const Sentence& sentence_;
    const std::vector<Match>& matches_;
    Topics topics_;
};

// One topic once, at its first mention; a plain name makes an everyday one certain.
void Finder::merge(Topic topic) {
    const auto same = std::ranges::find_if(topics_.wanted, [&](const Topic& t) { return t.role == topic.role && t.code == topic.code; });
    if (same == topics_.wanted.end()) {
        topics_.wanted.push_back(std::move(topic));
        return;
    }
    same->words |= topic.words;
    same->first = std::min(same->first, topic.first);
    same->strength = std::max(same->strength, topic.strength);
}

void Finder::gather() {
    for (const auto& match : matches_) {
        if (!is_topic(match.phrase->role)) continue;
        merge({.role = match.phrase->role,
               .code = match.phrase->code,
               .words = match.words,
               .first = match.first,
               .last = match.last,
               .clause = clause(match.last),
               .strength = match.phrase->strength});
    }
    std::ranges::sort(topics_.wanted, {}, [](const Topic& t) { return std::tuple{t.last, t.first, std::string_view{t.code}}; });
}

// Beside a plainer topic a weaker one is only the story behind it ("sktm, bapak sudah meninggal"), unless joined to it ("domisili
// sama nikah").
void Finder::drop_unsupported() {
    auto plainest = Strength::Hint;
    for (const auto& topic : topics_.wanted) plainest = std::max(plainest, topic.strength);
    std::vector<bool> unwanted(topics_.wanted.size(), false);
    for (std::size_t i = 0; i < unwanted.size(); ++i) {
        const auto& topic = topics_.wanted[i];
        if (plainest <= Strength::Everyday) {
            unwanted[i] = !supported(topic);
        } else if (topic.strength < plainest) {
            unwanted[i] = topic.strength == Strength::Hint || !joined_to_another(topic);
        }
    }
    drop(unwanted);
}

// An everyday word means a letter when it stands alone, beside "surat", or behind "urus".
bool Finder::supported(const Topic& topic) const {
    bool alone = true;
    for (std::size_t i = 0; i < sentence_.words.size(); ++i) {
        const auto word = sentence_.words[i].id;
        if ((topic.words >> i & 1U) != 0) continue;
        if (!index_.is_light(word)) alone = false;
        if (index_.is_paper(word)) return true;
        const int behind = topic.first - static_cast<int>(i);
        if (topic.strength == Strength::Everyday && index_.is_verb(word) && behind > 0 && behind <= reach_of_verb) return true;
    }
    return alone && topic.strength == Strength::Everyday;
}

// "domisili sama nikah", "nikah dan domisili"
bool Finder::joined_to_another(const Topic& topic) const {
    return std::ranges::any_of(topics_.wanted,
                               [&](const Topic& other) { return joined(topic.last, other.first) || joined(other.last, topic.first); });
}

std::optional<std::size_t> Finder::first_from(int position) const {
    for (std::size_t i = 0; i < topics_.wanted.size(); ++i) {
        if (topics_.wanted[i].last >= position) return i;
    }
    return std::nullopt;
}

bool Finder::joined(int from, int to) const {
    return std::ranges::any_of(
        matches_, [&](const Match& m) { return m.phrase->role == Role::Joiner && m.first > from && m.last < to && to - from <= 3; });
}

// "A bukan, B": nothing follows the denial in its clause.
bool Finder::deny_before(const Match& denial, std::vector<bool>& unwanted) const {
    const auto next = static_cast<std::size_t>(denial.last) + 1;
    if (next < sentence_.words.size() && sentence_.words[next].clause == clause(denial.last)) return false;
    for (std::size_t i = 0; i < unwanted.size(); ++i) {
        if (topics_.wanted[i].last + 1 != denial.first) continue;
        unwanted[i] = true;
        return true;
    }
    return false;
}

// "bukan A", "tidak mau A atau B": the topics right behind it.
void Finder::deny_from(const Match& denial, std::vector<bool>& unwanted) const {
    const auto next = first_from(denial.last + 1);
    if (!next || topics_.wanted[*next].first - denial.last > reach_of_denial) return;
    if (topics_.wanted[*next].clause != clause(denial.last)) return;
    unwanted[*next] = true;
    for (auto i = *next + 1; i < unwanted.size() && joined(topics_.wanted[i - 1].last, topics_.wanted[i].first); ++i) unwanted[i] = true;
}

// "A ga jadi, B saja": what was named before it. False when nothing was.
bool Finder::withdraw_before(const Match& withdrawal, std::vector<bool>& unwanted) const {
    const auto next = first_from(withdrawal.last + 1);
    bool any = false;
    for (std::size_t i = 0; i < unwanted.size() && topics_.wanted[i].last < withdrawal.first; ++i) {
        if (!next && clause(withdrawal.first) != topics_.wanted[i].clause) continue;
        unwanted[i] = any = true;
    }
    return any;
}

void Finder::deny() {
    std::vector<bool> unwanted(topics_.wanted.size(), false);
    for (const auto& match : matches_) {
        if (match.phrase->role == Role::Deny && !deny_before(match, unwanted)) deny_from(match, unwanted);
        if (match.phrase->role == Role::Withdraw && !withdraw_before(match, unwanted)) deny_from(match, unwanted);
    }
    topics_.denied = std::ranges::find(unwanted, true) != unwanted.end();
    drop(unwanted);
}

// "A eh maksud saya B"
void Finder::correct() {
    std::vector<bool> unwanted(topics_.wanted.size(), false);
    for (const auto& match : matches_) {
        if (match.phrase->role != Role::Instead || !first_from(match.last + 1)) continue;
        for (std::size_t i = 0; i < unwanted.size() && topics_.wanted[i].last < match.first; ++i) unwanted[i] = true;
    }
    drop(unwanted);
}

// The last purpose or joining word between two positions; "dan buat B" joins.
const Match* Finder::nearest_marker(int after, int before) const {
    const Match* found = nullptr;
    for (const auto& match : matches_) {
        if (match.first <= after || match.last >= before) continue;
        if (match.phrase->role == Role::Joiner) found = &match;
        const bool follows_joiner = found && found->phrase->role == Role::Joiner && found->last + 1 == match.first;
        if (match.phrase->role == Role::Purpose && !follows_joiner) found = &match;
    }
    return found;
}

bool Finder::is_purpose(std::size_t topic) const {
    const auto& it = topics_.wanted[topic];
    const int before = topic == 0 ? -1 : topics_.wanted[topic - 1].last;
    const auto* marker = nearest_marker(before, it.last);
    if (!marker || marker->phrase->role != Role::Purpose) return false;
    return topic > 0 || it.first > marker->last;
}

// "surat kematian untuk nikah lagi", "untuk nikah butuh surat lajang": what it is for is not what is wished, unless nothing else is.
void Finder::drop_purposes() {
    std::vector<bool> unwanted(topics_.wanted.size(), false);
    for (std::size_t i = 0; i < unwanted.size(); ++i) unwanted[i] = is_purpose(i);
    if (std::ranges::find(unwanted, false) != unwanted.end()) drop(unwanted);
}

void Finder::drop(const std::vector<bool>& unwanted) {
    std::vector<Topic> kept;
    for (std::size_t i = 0; i < unwanted.size(); ++i) {
        if (!unwanted[i]) kept.push_back(std::move(topics_.wanted[i]));
    }
    topics_.wanted = std::move(kept);
}

const Topic* first_of(const std::vector<Topic>& topics, bool service) {
    const auto found = std::ranges::find_if(topics, [&](const Topic& t) { return (t.role == Role::Service) == service; });
    return found == topics.end() ? nullptr : &*found;
}

}  // namespace

const Topic* Topics::service() const { return first_of(wanted, true); }
const Topic* Topics::outside() const { return first_of(wanted, false); }

Topics find_topics(const IntentIndex& index, const Sentence& sentence, const std::vector<Match>& matches) {
    return Finder{index, sentence, matches}.find();
}

}  // namespace flows
