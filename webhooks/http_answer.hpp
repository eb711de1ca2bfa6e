// The bytes of an answer.
#pragma once
#include "webhooks/http_session.hpp"

#include <string>
#include <string_view>

namespace webhooks {

std::string_view bare_answer(int status, bool keep_alive);  // without a body; made once
std::string answer_with_body(const Response&, bool keep_alive);

}  // namespace webhooks
