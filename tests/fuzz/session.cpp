// What was stored can be read, and reading twice changes nothing: any bytes in, the second round gives what the first gave.
#include "flows/session_json.hpp"

#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::bytes(data, size);
    if (const auto session = flows::session_from_json(input)) {
        const std::string stored = flows::to_json(*session);
        const auto again = flows::session_from_json(stored);
        fuzz::promise(again.has_value(), "a stored session can be read");
        fuzz::promise(*again == *session, "a session survives the round");
        fuzz::promise(flows::to_json(*again) == stored, "a session is always written the same way");
    }
    if (const auto answers = flows::answers_from_json(input)) {
        const auto again = flows::answers_from_json(flows::to_json(*answers));
        fuzz::promise(again == answers, "answers survive the round");
    }
    return 0;
}
