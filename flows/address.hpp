// How WhatsApp names a person. Either part may be missing: people can hide their number, old payloads have no user id.
// An address is never an identity: storage keeps citizens under an internal id and addresses as aliases of it.
#pragma once
#include <cstdint>
#include <string>

namespace flows {

using CitizenId = std::int64_t;     // internal; never shown, never derived from a phone number
using AttachmentId = std::int64_t;  // internal; names one received file

struct Address {
    std::string phone;           // digits with country code, without '+': 62812000xxxxx
    std::string user_id;         // business-scoped user id: ID.4081…
    std::string parent_user_id;  // ID.ENT.…, only for linked portfolios

    bool empty() const { return phone.empty() && user_id.empty() && parent_user_id.empty(); }
};

}  // namespace flows
