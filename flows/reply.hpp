// What the bot says, free of any channel: webhooks/compose turns a Reply into WhatsApp's JSON.
#pragma once
#include <string>
#include <variant>
#include <vector>

namespace flows {

struct TextReply {
    std::string body;
};

struct Option {
    std::string id;           // comes back verbatim in flows::Choice
    std::string label;        // at most 24 UTF-16 units; at most 20 to become a button
    std::string description;  // at most 72, may be empty
};

// The body already shows every option with its number, so typing the number works on any phone.
struct Menu {
    std::string body;
    std::vector<Option> options;
    std::string button;  // label that opens a list, at most 20
};

struct LocationPin {
    double latitude = 0;
    double longitude = 0;
    std::string name;
    std::string address;
};

// When the 24-hour window is shut, only an approved template may be sent; a notice carries what such a template needs.
struct TemplateParameters {
    std::string ticket;
    std::string status;
};

struct Reply {
    std::variant<TextReply, Menu, LocationPin> content;

    // A prompt only says where the conversation stands: a newer prompt may replace it as long as it has not left. A notice must arrive.
    bool is_prompt = true;

    // Wait a moment before sending, so that one reply answers a burst of photographs.
    bool settles = false;

    TemplateParameters fallback;  // only for notices
};

}  // namespace flows
