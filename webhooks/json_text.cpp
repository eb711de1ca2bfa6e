#include "webhooks/json_text.hpp"

#include "webhooks/utf8.hpp"

namespace webhooks {

namespace {

void append_escaped(std::string& json, unsigned char c) {
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
        case '"':
            json += "\\\"";
            return;
        case '\\':
            json += "\\\\";
            return;
        case '\n':
            json += "\\n";
            return;
        case '\r':
            json += "\\r";
            return;
        case '\t':
            json += "\\t";
            return;
        default:
            json += "\\u00";
            json += digits[c >> 4];
            json += digits[c & 15];
    }
}

}  // namespace

void append_quoted(std::string& json, std::string_view text) {
    json += '"';
    std::size_t copied = 0;  // everything before it is in `json` already
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool special = c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
        const std::size_t length = special ? 0 : sequence_at(text.substr(i));
        if (length > 0) {
            i += length;
            continue;
        }
        json.append(text, copied, i - copied);
        if (special) {
            append_escaped(json, c);
        } else {
            json += replacement;
        }
        copied = ++i;
    }
    json.append(text, copied);
    json += '"';
}

}  // namespace webhooks
