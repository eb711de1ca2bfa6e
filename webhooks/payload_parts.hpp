// The parts of a webhook delivery, read one by one. For payload.cpp.
#pragma once
#include "webhooks/event.hpp"

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// What the `value` of one change says about all of its items.
struct Surroundings {
    std::string phone_number_id;
    const boost::json::array* contacts = nullptr;
    flows::TimePoint now{};
};

// nullopt: known and unimportant.
std::optional<Event> read_message(const boost::json::value&, const Surroundings&);
std::optional<Event> read_status(const boost::json::value&, const Surroundings&);
AccountAlert read_error(const boost::json::value&);
std::optional<Event> read_account_change(std::string_view field, const boost::json::value&);

flows::Inbound read_content(const boost::json::object& message, std::string_view type);  // only `content` is set

// By form, not by name of the key: digits are a phone number, ID.4081… is a user id. False: something else.
bool add_address(flows::Address&, std::string_view name_of_a_person);

// Unix seconds or milliseconds, as a string or a number, clamped to 1970 … now; nullopt: present, but no time.
std::optional<flows::TimePoint> time_at(const boost::json::object&, std::string_view key, flows::TimePoint now);

// Valid UTF-8 without control characters except line ends and tabs, at most `bytes_most`.
std::string clean_text(std::string_view, std::size_t bytes_most);
std::string clean_line(std::string_view, std::size_t bytes_most);  // line ends and tabs become blanks, too

// Ids are opaque, but what is stored and sent back must come back the same. An empty one may be missing.
bool is_storable_id(std::string_view);

Unreadable unreadable(std::string_view reason, const boost::json::value& item);

// The body with U+FFFD for invalid UTF-8, lone surrogate escapes and bare control characters inside strings.
std::string repaired(std::string_view body);

}  // namespace webhooks
