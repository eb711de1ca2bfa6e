// Bodies as WhatsApp puts them on the wire, and events in words.
#pragma once
#include "webhooks/event.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks_tests {

// Non-ASCII as \uXXXX, '/' as \/, '@' as \u0040: what the signature is made over.
std::string on_the_wire(std::string_view json);

std::string describe(const webhooks::Delivery&);  // one line an event

std::string read_file(const std::filesystem::path&);
std::filesystem::path payload_directory();
std::vector<std::filesystem::path> payload_files();  // sorted
std::string payload(std::string_view name);          // "text" → payloads/text.json

}  // namespace webhooks_tests
