// Any sequence of events against the shipped office, as text: the conversation never crashes, never leaves its limits, survives storage.
// A line of the input is one event: `!` a photograph (rest: caption), `#` a tap (rest: id), `@` a place, `~` time passes (half a day for
// each), `^` the office returns the newest request, `%` a reminder is due, `-` the last file cannot be used, anything else what the citizen
// writes.
#include "tests/fuzz/citizen.hpp"
#include "tests/fuzz/shipped.hpp"

namespace {

void turn(fuzz::Citizen& citizen, std::string_view line) {
    const char kind = line.empty() ? ' ' : line.front();
    const std::string rest{line.substr(line.empty() ? 0 : 1)};
    if (kind == '~') return citizen.pass(std::chrono::hours{static_cast<int>(line.size() % 128) * 12});
    if (kind == '^') return citizen.clerk_moves(0, flows::Status::PerluPerbaikan);
    if (kind == '%') return citizen.happens(flows::ReminderDue{});
    if (kind == '-') return citizen.happens(flows::AttachmentRefused{citizen.facts.next_attachment - 1, "jenis"});
    if (kind == '#') return citizen.says(flows::Choice{rest, rest});
    if (kind == '@') return citizen.says(flows::Location{-0.5, 104.5, rest, rest});
    if (kind != '!') return citizen.says(flows::Text{std::string(line)});
    flows::Media photo;
    photo.media_id = "media-" + std::to_string(citizen.facts.next_attachment);
    photo.mime = "image/jpeg";
    photo.caption = rest;
    citizen.says(photo);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = fuzz::bytes(data, size);
    if (!fuzz::is_text(rest)) return 0;  // webhooks/payload lets nothing else through
    fuzz::Citizen citizen(fuzz::shipped_catalog());
    for (int number = 0; !rest.empty() && number < 200; ++number) turn(citizen, fuzz::next_line(rest));
    citizen.settles();
    return 0;
}
