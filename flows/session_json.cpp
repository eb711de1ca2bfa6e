#include "flows/session_json.hpp"

#include <array>
#include <boost/json.hpp>
#include <tuple>
#include <utility>

namespace flows {
namespace {

namespace json = boost::json;

// Bumped when a stored session must be read differently. Unknown keys are ignored, missing ones keep their defaults.
constexpr int session_version = 1;
constexpr std::size_t arena_bytes = 4'096;  // a usual session needs no other memory to be read

// --- one member table per struct: the same list writes and reads ------------------------------------------------------------------------

template <class T>
struct Members;  // static constexpr auto list = std::tuple{Member{"key", &T::member}, …}

template <class T, class M>
struct Member {
    std::string_view key;
    M T::*pointer;
};
template <class T, class M>
Member(std::string_view, M T::*) -> Member<T, M>;

#define SAPA_MEMBERS(T, ...)                           \
    template <>                                        \
    struct Members<T> {                                \
        static constexpr std::tuple list{__VA_ARGS__}; \
    }

SAPA_MEMBERS(Answer, Member{"v", &Answer::value}, Member{"s", &Answer::shown}, Member{"d", &Answer::doubts});
SAPA_MEMBERS(Paper, Member{"code", &Paper::code}, Member{"state", &Paper::state}, Member{"reason", &Paper::reason},
             Member{"files", &Paper::files});
SAPA_MEMBERS(Draft, Member{"n", &Draft::number}, Member{"service", &Draft::service}, Member{"started", &Draft::started},
             Member{"touched", &Draft::touched}, Member{"agreed", &Draft::agreed}, Member{"answers", &Draft::answers},
             Member{"case_given", &Draft::case_given}, Member{"papers", &Draft::papers}, Member{"unnamed", &Draft::unnamed},
             Member{"later", &Draft::papers_postponed});
SAPA_MEMBERS(Session, Member{"drafts", &Session::drafts}, Member{"current", &Session::current}, Member{"next", &Session::next_draft},
             Member{"misses", &Session::misses}, Member{"unclear", &Session::unclear}, Member{"last", &Session::last_at},
             Member{"agreed", &Session::agreed}, Member{"agreed_at", &Session::agreed_at},
             Member{"officer_until", &Session::officer_until});

SAPA_MEMBERS(asked::Nothing);
SAPA_MEMBERS(asked::MainMenu);
SAPA_MEMBERS(asked::InfoMenu);
SAPA_MEMBERS(asked::WhichService, Member{"services", &asked::WhichService::services});
SAPA_MEMBERS(asked::Requirements, Member{"service", &asked::Requirements::service}, Member{"case", &asked::Requirements::chosen_case});
SAPA_MEMBERS(asked::WhichCase, Member{"service", &asked::WhichCase::service});
SAPA_MEMBERS(asked::ResumeOrNew, Member{"service", &asked::ResumeOrNew::service}, Member{"case", &asked::ResumeOrNew::chosen_case},
             Member{"draft", &asked::ResumeOrNew::draft});
SAPA_MEMBERS(asked::Consent);
SAPA_MEMBERS(asked::Question, Member{"field", &asked::Question::field}, Member{"changing", &asked::Question::changing});
SAPA_MEMBERS(asked::ConfirmAnswer, Member{"field", &asked::ConfirmAnswer::field}, Member{"answer", &asked::ConfirmAnswer::answer},
             Member{"changing", &asked::ConfirmAnswer::changing});
SAPA_MEMBERS(asked::Papers, Member{"expected", &asked::Papers::expected}, Member{"burst", &asked::Papers::burst},
             Member{"guessed", &asked::Papers::guessed});
SAPA_MEMBERS(asked::NameFile, Member{"choices", &asked::NameFile::choices}, Member{"burst", &asked::NameFile::burst});
SAPA_MEMBERS(asked::Summary, Member{"guessed", &asked::Summary::guessed});
SAPA_MEMBERS(asked::WhichChange, Member{"fields", &asked::WhichChange::fields});
SAPA_MEMBERS(asked::ConfirmDrop);
SAPA_MEMBERS(asked::OwnList, Member{"items", &asked::OwnList::items});
SAPA_MEMBERS(asked::OwnRequestCard, Member{"ticket", &asked::OwnRequestCard::ticket});
SAPA_MEMBERS(asked::ConfirmCancel, Member{"ticket", &asked::ConfirmCancel::ticket});
SAPA_MEMBERS(asked::Correction, Member{"ticket", &asked::Correction::ticket}, Member{"expected", &asked::Correction::expected});
SAPA_MEMBERS(asked::CorrectionFile, Member{"ticket", &asked::CorrectionFile::ticket}, Member{"files", &asked::CorrectionFile::files},
             Member{"choices", &asked::CorrectionFile::choices});
#undef SAPA_MEMBERS

// The name under which each alternative of Asked is stored, in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<Asked>> asked_names{
    "nothing",      "main_menu", "info_menu",      "which_service",  "requirements", "which_case",     "resume_or_new",
    "consent",      "question",  "confirm_answer", "papers",         "name_file",    "summary",        "which_change",
    "confirm_drop", "own_list",  "own_request",    "confirm_cancel", "correction",   "correction_file"};

// --- writing ---

json::value write(const std::string& s) { return json::value(s); }
json::value write(int n) { return json::value(n); }
json::value write(std::int64_t n) { return json::value(n); }
json::value write(bool b) { return json::value(b); }
json::value write(TimePoint t) { return json::value(to_millis(t)); }
json::value write(PaperState s) { return json::value(key(s)); }
template <class T>
json::value write(const std::vector<T>&);
json::value write(const Answers&);
template <class T>
requires requires { Members<T>::list; }
json::value write(const T&);

template <class T>
json::value write(const std::vector<T>& items) {
    json::array out;
    for (const auto& item : items) out.push_back(write(item));
    return out;
}

json::value write(const Answers& answers) {
    json::object out;
    for (const auto& [field, answer] : answers) out[field] = write(answer);
    return out;
}

// Members that hold their default are left out: a session at the menu is a few bytes.
template <class T>
void write_members(const T& value, json::object& out) {
    const T fresh{};
    const auto one = [&](const auto& member) {
        if (!(value.*member.pointer == fresh.*member.pointer)) out[member.key] = write(value.*member.pointer);
    };
    std::apply([&](const auto&... member) { (one(member), ...); }, Members<T>::list);
}

template <class T>
requires requires { Members<T>::list; }
json::value write(const T& value) {
    json::object out;
    write_members(value, out);
    return out;
}

// --- reading: wrong types keep the default ---

void read(const json::value& v, std::string& out) {
    if (const auto* s = v.if_string()) out.assign(s->data(), s->size());
}
void read(const json::value& v, std::int64_t& out) {
    if (const auto* n = v.if_int64()) out = *n;
}
void read(const json::value& v, int& out) {
    if (const auto* n = v.if_int64()) out = static_cast<int>(*n);
}
void read(const json::value& v, bool& out) {
    if (const auto* b = v.if_bool()) out = *b;
}
void read(const json::value& v, TimePoint& out) {
    if (const auto* n = v.if_int64()) out = from_millis(*n);
}
void read(const json::value& v, PaperState& out) {
    if (const auto* s = v.if_string()) out = paper_state_from_key({s->data(), s->size()}).value_or(out);
}
template <class T>
void read(const json::value& v, std::vector<T>& out);
void read(const json::value& v, Answers& out);
template <class T>
requires requires { Members<T>::list; }
void read(const json::value& v, T& out);

template <class T>
void read(const json::value& v, std::vector<T>& out) {
    const auto* array = v.if_array();
    if (!array) return;
    for (const auto& item : *array) read(item, out.emplace_back());
}

void read(const json::value& v, Answers& out) {
    const auto* object = v.if_object();
    if (!object) return;
    for (const auto& [field, answer] : *object) read(answer, out[std::string(field)]);
}

template <class T>
requires requires { Members<T>::list; }
void read(const json::value& v, T& out) {
    const auto* object = v.if_object();
    if (!object) return;
    const auto one = [&](const auto& member) {
        if (const auto* found = object->if_contains(member.key)) read(*found, out.*member.pointer);
    };
    std::apply([&](const auto&... member) { (one(member), ...); }, Members<T>::list);
}

template <std::size_t I = 0>
void read_asked(const json::value& stored, std::string_view name, Asked& out) {
    if constexpr (I < std::variant_size_v<Asked>) {
        if (asked_names[I] != name) return read_asked<I + 1>(stored, name, out);
        std::variant_alternative_t<I, Asked> state;
        read(stored, state);
        out = std::move(state);
    }
}

}  // namespace

std::string to_json(const Session& session) {
    json::object out;
    out["v"] = session_version;
    json::object state;
    std::visit([&](const auto& a) { write_members(a, state); }, session.asked);
    state["is"] = asked_names[session.asked.index()];
    out["asked"] = std::move(state);
    write_members(session, out);
    return json::serialize(out);
}

std::optional<Session> session_from_json(std::string_view text) {
    boost::system::error_code error;
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    const json::value parsed = json::parse({text.data(), text.size()}, error, &memory);
    if (error || !parsed.is_object()) return std::nullopt;
    Session session;
    read(parsed, session);
    if (const auto* state = parsed.as_object().if_contains("asked"); state && state->is_object()) {
        const auto& object = state->as_object();
        if (const auto* name = object.if_contains("is"); name && name->is_string())
            read_asked(*state, {name->as_string().data(), name->as_string().size()}, session.asked);
    }
    return session;
}

std::string to_json(const Answers& answers) { return json::serialize(write(answers)); }

std::optional<Answers> answers_from_json(std::string_view text) {
    boost::system::error_code error;
    const json::value parsed = json::parse({text.data(), text.size()}, error);
    if (error || !parsed.is_object()) return std::nullopt;
    Answers answers;
    read(parsed, answers);
    return answers;
}

}  // namespace flows
