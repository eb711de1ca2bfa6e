// A mistake in one of the office's files, told to the person who can mend it.
#pragma once
#include <string>
#include <vector>

namespace flows {

struct Diagnostic {
    std::string file;  // relative to the directory that was read: "services/sktm.toml"
    int line = 0;      // 1-based; 0: the whole file
    int column = 0;
    std::string message;  // what was found, what was expected, what to do (Indonesian: the office reads it)
};

using Diagnostics = std::vector<Diagnostic>;

std::string to_string(const Diagnostic&);  // services/sktm.toml:12:9: …

}  // namespace flows
