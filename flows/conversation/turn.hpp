// One step of a conversation under way: what it may read, and what it has decided so far. Lives for one call of step().
#pragma once
#include "flows/phrases.hpp"
#include "flows/reading/reading.hpp"
#include "flows/step.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flows {

struct Turn {
    const Catalog& catalog;
    const Facts& facts;
    Session session;
    std::string_view profile_name{};  // untrusted, may be empty
    std::vector<Reply> replies{};
    std::vector<Effect> effects{};
    std::string lead{};     // said before the prompt, in the same bubble
    std::string problem{};  // why the last answer was not taken; empty: unknown
    bool settles = false;   // this turn answers a file: wait for more of them

    // --- speaking ---
    std::string phrase(std::string_view key, const std::vector<Placeholder>& = {}) const;
    void first(std::string line);  // adds to `lead`
    void tell(std::string body);   // a prompt without options
    void ask(std::string body, std::vector<Option> options);
    void inform(std::string body);  // must arrive: a ticket, a cancellation

    // --- the draft under way ---
    Draft* draft() { return session.draft(); }
    const Draft* draft() const { return session.draft(); }
    const Service* service() const;  // of the current draft; null when there is no draft or the service has vanished
};

// What the citizen answered to the question that is open.
struct Input {
    std::string_view text;              // as typed; the label of a tapped option
    std::string folded;                 // fold(text)
    std::optional<std::size_t> picked;  // tapped: index into the options of the open question
};

// Ids of options that mean the same wherever they are tapped.
namespace ids {
inline constexpr std::string_view menu = "menu";
inline constexpr std::string_view info = "info";
inline constexpr std::string_view status = "status";
inline constexpr std::string_view officer = "petugas";
inline constexpr std::string_view service = "svc:";  // + service code
inline constexpr std::string_view card = "card:";    // + info card code
inline constexpr std::string_view own = "own:";      // + ticket or draf:N
}  // namespace ids

Option menu_option(const Turn&);  // "0 Menu"

// The number under which an option is shown: 1, 2, 3 …, and 0 for the way to the menu (or, in the main menu, to the information).
int shown_number(const std::vector<Option>&, std::size_t index);
std::string lines_of(const std::vector<Option>&);   // one a line: "*1* Mulai"
std::string inline_of(const std::vector<Option>&);  // in one line: "*1* Mulai   *0* Menu"

// By tap, by number, or by the very words of a label. Words of any other kind are for the caller.
std::optional<std::size_t> pick(const Input&, const std::vector<Option>&);

std::string short_name(std::string_view untrusted);  // a person's name inside a sentence: tidied, unmarked, at most 40 characters

}  // namespace flows
