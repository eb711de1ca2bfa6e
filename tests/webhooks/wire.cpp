#include "tests/webhooks/wire.hpp"

#include "flows/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace webhooks_tests {

namespace {

using webhooks::DeliveryStatus;

std::uint32_t code_point(std::string_view sequence) {
    const auto first = static_cast<unsigned char>(sequence[0]);
    std::uint32_t code = sequence.size() == 2 ? first & 0x1Fu : sequence.size() == 3 ? first & 0x0Fu : first & 0x07u;
    for (const char c : sequence.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
    return code;
}

std::string escaped(std::uint32_t code) {
    if (code < 0x10000) return fmt::format("\\u{:04x}", code);
    code -= 0x10000;
    return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF));
}

std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out += fmt::format("<{:02x}>", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out.size() > 120 ? fmt::format("{}… ({} bytes)", out.substr(0, 100), text.size()) : out;
}

std::string shown(const flows::Address& address) {
    return fmt::format("[{}|{}|{}]", address.phone, address.user_id, address.parent_user_id);
}

struct Content {
    std::string operator()(const flows::Text& text) const { return fmt::format("Text \"{}\"", shown(text.body)); }
    std::string operator()(const flows::Choice& choice) const {
        return fmt::format("Choice {} \"{}\"", shown(choice.id), shown(choice.title));
    }
    std::string operator()(const flows::Media& media) const {
        constexpr std::string_view kinds[] = {"Image", "Document", "Audio", "Video", "Sticker"};
        return fmt::format("Media {} {} mime={} filename={} caption={} sha256={} url={}", kinds[static_cast<std::size_t>(media.kind)],
                           media.media_id, media.mime, shown(media.filename), shown(media.caption), media.sha256, media.url);
    }
    std::string operator()(const flows::Location& location) const {
        return fmt::format("Location {} {} \"{}\" \"{}\"", location.latitude, location.longitude, location.name, location.address);
    }
    std::string operator()(const flows::Unsupported& unsupported) const { return "Unsupported " + unsupported.what; }
};

struct Line {
    std::string operator()(const webhooks::InboundMessage& inbound) const {
        const auto& message = inbound.message;
        return fmt::format("message {} {} at {} from {} \"{}\": {}", inbound.phone_number_id, shown(message.message_id).substr(0, 60),
                           flows::to_millis(message.at), shown(inbound.from), shown(message.profile_name),
                           std::visit(Content{}, message.content));
    }
    std::string operator()(const DeliveryStatus& status) const {
        constexpr std::string_view states[] = {"Sent", "Delivered", "Read", "Failed"};
        return fmt::format("status {} {} opaque={} {} at {} error {} \"{}\"", status.phone_number_id, status.message_id, status.opaque,
                           states[static_cast<std::size_t>(status.state)], flows::to_millis(status.at), status.error_code, status.error);
    }
    std::string operator()(const webhooks::AddressChange& change) const {
        return fmt::format("address {} {} {} -> {} at {}", change.phone_number_id, change.message_id, shown(change.old_one),
                           shown(change.new_one), flows::to_millis(change.at));
    }
    std::string operator()(const webhooks::AccountAlert& alert) const { return fmt::format("alert {}: {}", alert.field, alert.what); }
    std::string operator()(const webhooks::Unreadable& item) const { return fmt::format("unreadable: {}", item.reason); }
};

}  // namespace

std::string on_the_wire(std::string_view json) {
    std::string out;
    for (std::size_t i = 0; i < json.size();) {
        const auto length = std::max<std::size_t>(1, flows::sequence_at(json.substr(i)));
        if (length > 1) {
            out += escaped(code_point(json.substr(i, length)));
        } else if (json[i] == '/') {
            out += "\\/";
        } else if (json[i] == '@') {
            out += "\\u0040";
        } else {
            out += json[i];
        }
        i += length;
    }
    return out;
}

std::string describe(const webhooks::Delivery& delivery) {
    std::string text;
    for (const auto& event : delivery.events) text += std::visit(Line{}, event) + '\n';
    return text + fmt::format("ignored: {}\n", delivery.ignored);
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::filesystem::path payload_directory() { return std::filesystem::path(SAPA_SOURCE_DIR) / "tests/webhooks/payloads"; }

std::vector<std::filesystem::path> payload_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(payload_directory())) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string payload(std::string_view name) { return read_file(payload_directory() / fmt::format("{}.json", name)); }

}  // namespace webhooks_tests
