// What can be asked, one overload set: how each question is shown, which options it has, and what an answer to it does.
// menu.cpp, requirements.cpp, questions.cpp, papers.cpp, review.cpp and own_requests.cpp hold them by topic.
#pragma once
#include "flows/conversation/turn.hpp"

namespace flows {

// Says the question (again). May move on when the question has lost its meaning, for example because a service file changed.
void show(Turn&, const asked::Nothing&);
void show(Turn&, const asked::MainMenu&);
void show(Turn&, const asked::InfoMenu&);
void show(Turn&, const asked::WhichService&);
void show(Turn&, const asked::Requirements&);
void remind(Turn&, const asked::Requirements&);
void show(Turn&, const asked::WhichCase&);
void show(Turn&, const asked::ResumeOrNew&);
void show(Turn&, const asked::Consent&);
void show(Turn&, const asked::Question&);
void show(Turn&, const asked::ConfirmAnswer&);
void show(Turn&, const asked::Papers&);
void show(Turn&, const asked::NameFile&);
void show(Turn&, const asked::Summary&);
void show(Turn&, const asked::WhichChange&);
void show(Turn&, const asked::ConfirmDrop&);
void show(Turn&, const asked::OwnList&);
void show(Turn&, const asked::OwnRequestCard&);
void show(Turn&, const asked::ConfirmCancel&);
void show(Turn&, const asked::Correction&);
void show(Turn&, const asked::CorrectionFile&);

std::vector<Option> options(const Turn&, const asked::MainMenu&);
std::vector<Option> options(const Turn&, const asked::InfoMenu&);
std::vector<Option> options(const Turn&, const asked::WhichService&);
std::vector<Option> options(const Turn&, const asked::Requirements&);
std::vector<Option> options(const Turn&, const asked::WhichCase&);
std::vector<Option> options(const Turn&, const asked::ResumeOrNew&);
std::vector<Option> options(const Turn&, const asked::Consent&);
std::vector<Option> options(const Turn&, const asked::Question&);
std::vector<Option> options(const Turn&, const asked::ConfirmAnswer&);
std::vector<Option> options(const Turn&, const asked::NameFile&);
std::vector<Option> options(const Turn&, const asked::Summary&);
std::vector<Option> options(const Turn&, const asked::WhichChange&);
std::vector<Option> options(const Turn&, const asked::ConfirmDrop&);
std::vector<Option> options(const Turn&, const asked::OwnList&);
std::vector<Option> options(const Turn&, const asked::OwnRequestCard&);
std::vector<Option> options(const Turn&, const asked::ConfirmCancel&);
std::vector<Option> options(const Turn&, const asked::CorrectionFile&);
template <class Other>
std::vector<Option> options(const Turn&, const Other&) {
    return {};
}

// false: this was no answer to the question; `problem` may say why.
bool answer(Turn&, const asked::Nothing&, const Input&);
bool answer(Turn&, const asked::MainMenu&, const Input&);
bool answer(Turn&, const asked::InfoMenu&, const Input&);
bool answer(Turn&, const asked::WhichService&, const Input&);
bool answer(Turn&, const asked::Requirements&, const Input&);
bool answer(Turn&, const asked::WhichCase&, const Input&);
bool answer(Turn&, const asked::ResumeOrNew&, const Input&);
bool answer(Turn&, const asked::Consent&, const Input&);
bool answer(Turn&, const asked::Question&, const Input&);
bool answer(Turn&, const asked::ConfirmAnswer&, const Input&);
bool answer(Turn&, const asked::Papers&, const Input&);
bool answer(Turn&, const asked::NameFile&, const Input&);
bool answer(Turn&, const asked::Summary&, const Input&);
bool answer(Turn&, const asked::WhichChange&, const Input&);
bool answer(Turn&, const asked::ConfirmDrop&, const Input&);
bool answer(Turn&, const asked::OwnList&, const Input&);
bool answer(Turn&, const asked::OwnRequestCard&, const Input&);
bool answer(Turn&, const asked::ConfirmCancel&, const Input&);
bool answer(Turn&, const asked::Correction&, const Input&);
bool answer(Turn&, const asked::CorrectionFile&, const Input&);

// Asks something new: sets it and says it.
template <class State>
void go(Turn& turn, State state) {
    turn.session.asked = state;
    show(turn, state);
}

// Says the open question again.
inline void show_again(Turn& turn) {
    const Asked asked = turn.session.asked;
    std::visit([&](const auto& state) { show(turn, state); }, asked);
}

// After an interruption: what is long on the screen already is only recalled, everything else is said again.
void remind(Turn&);

}  // namespace flows
