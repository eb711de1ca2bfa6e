// A day's traffic, masked, one JSON object a line, in the order in which the database took it; and the way back to what it stands for.
// Only what decisions depend on: events of WhatsApp, what became of messages sent, the clerks' verbs, and when.
#pragma once
#include "bot/ledger.hpp"
#include "bot/mask.hpp"
#include "desk/exchange.hpp"
#include "flows/time.hpp"
#include "webhooks/event.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace bot {

// Handled again after it threw: see Intake.
struct RecordedMessage {
    webhooks::InboundMessage message;
    int failures = 0;
};
struct RecordedRound {
    std::vector<Entry> entries;
    int room = 0;
};
struct RecordedVerb {
    std::string account;
    desk::Request request;
};
struct Recorded {
    flows::TimePoint at{};
    bool lease_now = true;
    std::variant<RecordedMessage, webhooks::AddressChange, std::vector<webhooks::DeliveryStatus>, RecordedRound, RecordedVerb> what;
};

std::string masked_line(const Recorded&, Mask&);
Recorded read_line(const std::string&);  // throws std::runtime_error

// Appends lines to a file; on the writer thread. What cannot be written is left out: the service matters more.
class Recorder {
public:
    Recorder(const std::filesystem::path&, const flows::Catalog&);  // throws std::system_error
    void add(const Recorded&);

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;
    Mask mask_;
};

}  // namespace bot
