// What to do with a file after an attempt to download it, and which kinds of file we keep. Pure, except that the kind is read with
// libmagic.
#pragma once
#include "webhooks/graph_client.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace bot {

struct FetchDecision {
    enum class Kind { Store, Refuse, Later };
    Kind kind = Kind::Later;
    std::string_view reason;  // Refuse: hilang, jenis, ukuran — the conversation explains it
    std::chrono::seconds wait{0};
};

// `attempts` including this one. WhatsApp keeps a file for seven days, so that is how long an outage may last.
FetchDecision after_download(webhooks::Downloaded::Kind, int attempts);

struct FileType {
    std::string mime;
    std::string_view extension;  // empty: not a kind that we keep
};
// What the bytes really are, whatever the sender said.
FileType file_type(std::string_view bytes);

}  // namespace bot
