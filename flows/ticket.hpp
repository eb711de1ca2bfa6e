// Ticket numbers as citizens and clerks read, type and dictate them: PREFIX-YYMM-NNNN-C. The last digit (Damm) covers YYMMNNNN, so that one
// wrong digit or two swapped neighbours never lead to somebody else's request. Serials above 9999 take five digits.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace flows {

struct TicketParts {
    int year = 0;   // four digits
    int month = 0;  // 1..12, of the office's local time
    int serial = 0;
    bool checked = false;  // the check digit was given and is right; false: it was left out

    bool operator==(const TicketParts&) const = default;
};

std::string make_ticket(std::string_view prefix, int year, int month, int serial);

// With or without the prefix, any case, blanks or dashes anywhere or nowhere, leading zeros of the serial left out when it stands apart.
// nullopt: no ticket, another prefix, or a wrong check digit.
std::optional<TicketParts> read_ticket(std::string_view text, std::string_view prefix);

}  // namespace flows
