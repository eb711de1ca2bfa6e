// What WhatsApp would post for a citizen's message, and for the fate of one of ours. For the stand-in of `sapa demo` and for tests. Pure.
#pragma once
#include "flows/inbound.hpp"
#include "flows/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot {

struct PhoneMessage {
    std::string phone;  // 62812000xxxxx
    std::string name;
    std::string id;  // wamid…
    flows::TimePoint at{};
    decltype(flows::Inbound::content) content = flows::Text{};
};

std::string message_payload(std::string_view phone_number_id, const std::vector<PhoneMessage>&);
std::string message_payload(std::string_view phone_number_id, const PhoneMessage&);

// `status`: sent, delivered, read or failed; `error_code` for failed.
std::string status_payload(std::string_view phone_number_id, std::string_view message_id, std::string_view phone, std::string_view opaque,
                           std::string_view status, flows::TimePoint, int error_code = 0);

}  // namespace bot
