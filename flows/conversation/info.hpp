// Answers that need no state: hours, address, contacts, info cards, privacy, complaints, and calling an officer.
#pragma once
#include "flows/conversation/turn.hpp"
#include "flows/intent.hpp"

namespace flows {

void show_information(Turn&, std::string_view id);  // an option of the information menu: "info:jam", "card:pindah", "petugas", "menu"
void show_hours_information(Turn&);
void show_contact_information(Turn&);
void show_card(Turn&, const InfoCard&);
void show_privacy(Turn&);
void take_complaint(Turn&, std::string_view said, bool urgent);

void call_officer(Turn&, std::string_view topic, std::string_view said);
void tell_officer(Turn&, std::string_view said);

// The open question in one line after an answer that interrupted it; with nothing open, the way to the menu.
void come_back(Turn&);

}  // namespace flows
