// The text of a request to the Graph API.
#pragma once
#include "webhooks/url.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// The token as a header may carry it: without the line end that files have; nullopt when something else would break the header.
std::optional<std::string> usable_token(std::string_view);

std::string get_request(const Url&, std::string_view token);  // an empty token: no Authorization
std::string post_request(const Url&, std::string_view token, std::string_view json);

}  // namespace webhooks
