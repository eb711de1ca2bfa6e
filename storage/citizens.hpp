// Rows of citizens, for the files of this folder that deal with addresses.
#pragma once
#include "flows/address.hpp"
#include "flows/time.hpp"

#include <optional>
#include <string_view>

namespace storage {

class Database;

struct CitizenRow {
    flows::CitizenId id = 0;
    flows::Address address;  // the living one of each kind
};

enum class AddressKind { Phone, UserId, ParentUserId };
inline constexpr AddressKind address_kinds[] = {AddressKind::UserId, AddressKind::ParentUserId, AddressKind::Phone};

const std::string& part(const flows::Address&, AddressKind);

std::optional<CitizenRow> citizen_with(Database&, AddressKind, std::string_view value);  // empty value: nobody
bool had_address(Database&, flows::CitizenId, AddressKind, std::string_view value);      // formerly
// Sets the living address of that kind and keeps the former one; an empty value only takes away.
void replace_address(Database&, const CitizenRow&, AddressKind, std::string_view value, flows::TimePoint);
void record_conflict(Database&, flows::CitizenId, flows::CitizenId other, AddressKind, flows::TimePoint);
void require_verification(Database&, flows::CitizenId);

}  // namespace storage
