#include "flows/diagnostic.hpp"

#include <fmt/format.h>

namespace flows {

std::string to_string(const Diagnostic& diagnostic) {
    if (diagnostic.line == 0) return fmt::format("{}: {}", diagnostic.file, diagnostic.message);
    return fmt::format("{}:{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message);
}

}  // namespace flows
