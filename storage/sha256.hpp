// SHA-256, of bytes in hand or piece by piece.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace storage {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    std::string hex();  // ends it

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view bytes);
std::string sha256_of_file(const std::filesystem::path&);  // empty: it cannot be read

}  // namespace storage
