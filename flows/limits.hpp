// Every limit of the conversation, with its reason.
#pragma once
#include <cstddef>

namespace flows::limits {

inline constexpr std::size_t text_bytes = 16'384;        // a WhatsApp message holds 4,096 characters of at most 4 bytes
inline constexpr std::size_t reply_units = 4'096;        // WhatsApp: text body, UTF-16 units
inline constexpr std::size_t interactive_units = 1'024;  // WhatsApp: body of a list or of buttons
inline constexpr std::size_t label_units = 24;           // WhatsApp: title of a list row
inline constexpr std::size_t button_units = 20;          // WhatsApp: title of a reply button
inline constexpr std::size_t description_units = 72;     // WhatsApp: description of a list row
inline constexpr std::size_t rows = 10;                  // WhatsApp: rows of a list in all
inline constexpr std::size_t buttons = 3;
inline constexpr std::size_t drafts = 5;  // drafts of one citizen; more would be a game
inline constexpr std::size_t files_of_a_draft = 40;
inline constexpr int misses_before_officer = 2;

}  // namespace flows::limits
