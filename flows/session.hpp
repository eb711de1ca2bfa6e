// Where one citizen stands. A value, stored as JSON between two messages (session_json.hpp), never larger than limits allow.
#pragma once
#include "flows/address.hpp"
#include "flows/answers.hpp"
#include "flows/request.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace flows {

// A request in the making. It outlives menus, days and restarts, until it is filed, dropped or too old.
struct Draft {
    int number = 0;  // distinguishes drafts of one citizen; appears in option ids, so that a tap on an old menu is recognised
    std::string service;
    TimePoint started{}, touched{};
    std::string agreed;  // version of the privacy notice agreed to; empty: not yet
    Answers answers;
    bool case_given = false;            // the case was named before the first question: it is not asked and not counted
    std::vector<Paper> papers;          // only those with files or "bawa"
    std::vector<AttachmentId> unnamed;  // photographs of which we do not yet know what they show, oldest first
    bool papers_postponed = false;      // "nanti" was said

    bool operator==(const Draft&) const = default;
};

// What was last asked, one small struct each: a number typed is an answer to this and to nothing else.
namespace asked {
struct Nothing {
    bool operator==(const Nothing&) const = default;
};  // fresh, or nothing is awaited
struct MainMenu {
    bool operator==(const MainMenu&) const = default;
};
struct InfoMenu {
    bool operator==(const InfoMenu&) const = default;
};
struct WhichService {  // two wishes in one sentence
    std::vector<std::string> services;
    bool operator==(const WhichService&) const = default;
};
struct Requirements {  // the card of a service is on the screen
    std::string service;
    std::string chosen_case;  // value of its case_field, empty: general
    bool operator==(const Requirements&) const = default;
};
struct WhichCase {
    std::string service;
    bool operator==(const WhichCase&) const = default;
};
struct ResumeOrNew {
    std::string service;
    std::string chosen_case;
    int draft = 0;
    bool operator==(const ResumeOrNew&) const = default;
};
struct Consent {
    bool operator==(const Consent&) const = default;
};
struct Question {
    std::string field;
    bool changing = false;
    bool operator==(const Question&) const = default;
};
struct ConfirmAnswer {
    std::string field;
    Answer answer;
    bool changing = false;
    bool operator==(const ConfirmAnswer&) const = default;
};
// `expected`: the document asked for by name, may be empty. `burst`: files since the last reply that left. `guessed`: a file that was taken
// for the expected document without a caption; when more files follow in the same burst, that guess is taken back.
struct Papers {
    std::string expected;
    int burst = 0;
    AttachmentId guessed = 0;
    bool operator==(const Papers&) const = default;
};
struct NameFile {
    std::vector<std::string> choices;
    int burst = 0;
    bool operator==(const NameFile&) const = default;
};  // "Foto 1 ini yang mana?"
struct Summary {
    AttachmentId guessed = 0;  // the file that completed the papers by guess: "salah" takes it back
    bool operator==(const Summary&) const = default;
};
struct WhichChange {
    std::vector<std::string> fields;
    bool operator==(const WhichChange&) const = default;
};
struct ConfirmDrop {
    bool operator==(const ConfirmDrop&) const = default;
};  // batal: the current draft
struct OwnList {
    std::vector<std::string> items;
    bool operator==(const OwnList&) const = default;
};  // tickets, or "draf:N"
struct OwnRequestCard {
    std::string ticket;
    bool operator==(const OwnRequestCard&) const = default;
};
struct ConfirmCancel {
    std::string ticket;
    bool operator==(const ConfirmCancel&) const = default;
};
struct Correction {
    std::string ticket;
    std::string expected;
    bool operator==(const Correction&) const = default;
};                       // a returned request: the next thing wanted
struct CorrectionFile {  // which of the wanted papers is the first of these files?
    std::string ticket;
    std::vector<AttachmentId> files;
    std::vector<std::string> choices;
    bool operator==(const CorrectionFile&) const = default;
};
}  // namespace asked

using Asked = std::variant<asked::Nothing, asked::MainMenu, asked::InfoMenu, asked::WhichService, asked::Requirements, asked::WhichCase,
                           asked::ResumeOrNew, asked::Consent, asked::Question, asked::ConfirmAnswer, asked::Papers, asked::NameFile,
                           asked::Summary, asked::WhichChange, asked::ConfirmDrop, asked::OwnList, asked::OwnRequestCard,
                           asked::ConfirmCancel, asked::Correction, asked::CorrectionFile>;

struct Session {
    Asked asked;
    std::vector<Draft> drafts;
    int current = 0;  // number of the draft under way; 0: none
    int next_draft = 1;
    int misses = 0;       // answers in a row that were not understood
    std::string unclear;  // the last of them, goes along to an officer
    TimePoint last_at{};
    std::string agreed;  // version of the privacy notice last agreed to, and when: not asked again the same day
    TimePoint agreed_at{};
    TimePoint officer_until{};  // an officer was called: until then, words that are no command go to the officer

    Draft* draft();
    const Draft* draft() const;
    bool operator==(const Session&) const = default;
};

}  // namespace flows
