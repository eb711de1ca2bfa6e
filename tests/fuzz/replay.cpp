// Stands in for libFuzzer where it is not there: plays every file of the directories it is given, whole and cut short.
#include "tests/fuzz/fuzz.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

void play(const std::string& input) { LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size()); }

}  // namespace

int main(int argc, char** argv) {
    int played = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string input{std::istreambuf_iterator<char>(file), {}};
            play(input);
            for (std::size_t length = 0; length < input.size(); length += 61) play(input.substr(0, length));
            ++played;
        }
    std::printf("%d seeds\n", played);
    return played > 0 ? 0 : 1;
}
