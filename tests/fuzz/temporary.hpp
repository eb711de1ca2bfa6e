// A directory of one's own that goes with the process.
#pragma once
#include "tests/fuzz/fuzz.hpp"

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace fuzz {

class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sapa-fuzz-XXXXXX").string();
        promise(::mkdtemp(pattern.data()) != nullptr, "there is room for temporary files");
        path_ = pattern;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace fuzz
