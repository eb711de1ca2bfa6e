// `sapa demo`: the whole service against the stand-in, in one process; the terminal is the citizen's telephone. A piped conversation comes
// out as a transcript.
#pragma once
#include "desk/streams.hpp"

#include <filesystem>
#include <string>

namespace bot {

struct DemoOptions {
    std::filesystem::path data;  // empty: a fresh directory that is removed afterwards
    std::string phone = "6281200000001";
    std::string name = "Siti Rahayu";
};

int run_demo(const DemoOptions&, desk::Streams);

}  // namespace bot
