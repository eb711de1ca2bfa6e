// What a citizen sent, free of any channel. webhooks/ makes these; step() reads them.
#pragma once
#include "flows/time.hpp"

#include <string>
#include <variant>

namespace flows {

struct Text {
    std::string body;  // valid UTF-8 without NUL, at most limits::text_bytes
};

// A tap on an option of a Menu. Meaning is in the id, never in the title.
struct Choice {
    std::string id;
    std::string title;
};

enum class MediaKind { Image, Document, Audio, Video, Sticker };

struct Media {
    MediaKind kind = MediaKind::Image;
    std::string media_id;  // the channel's name for the file; lives for days only
    std::string mime;      // as claimed; never trusted
    std::string filename;  // as claimed; for people's eyes only
    std::string caption;
    std::string sha256;  // 64 lower-case hex digits, or empty when the channel gave none
    std::string url;     // short-lived; may be empty
};

struct Location {
    double latitude = 0;
    double longitude = 0;
    std::string name;
    std::string address;
};

// Something that cannot be an answer. `what`: "reaction", "contacts", "order", "poll", …
struct Unsupported {
    std::string what;
};

struct Inbound {
    std::string message_id;
    TimePoint at{};            // when the citizen sent it, clamped to the present
    std::string profile_name;  // untrusted display text, may be empty
    std::variant<Text, Choice, Media, Location, Unsupported> content;
};

}  // namespace flows
