// Reply → the JSON that WhatsApp accepts, within its limits. Pure.
#pragma once
#include "flows/address.hpp"
#include "flows/reply.hpp"

#include <string>
#include <string_view>

namespace webhooks {

// <= 3 options with short labels: buttons; <= 10: a list; else, or when the body is too long for an interactive message: plain text.
std::string compose(const flows::Reply&, const flows::Address& to, std::string_view callback_data);
// Outside the 24-hour window.
std::string compose_template(const flows::TemplateParameters&, const flows::Address& to, std::string_view template_name,
                             std::string_view language, std::string_view callback_data);
std::string compose_read_receipt(std::string_view message_id, bool typing);

}  // namespace webhooks
