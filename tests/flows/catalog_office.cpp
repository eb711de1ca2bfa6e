#include "tests/flows/catalog_office.hpp"

#include "flows/phrases.hpp"

#include <stdlib.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace tests {

namespace fs = std::filesystem;

namespace {

// One line for every sentence, with all its placeholders and a way out.
std::string all_sentences() {
    std::string text;
    for (const auto& spec : flows::phrase_specs()) {
        std::istringstream names{std::string{spec.placeholders}};
        text += std::string{spec.key} + " = \"Kalimat";
        for (std::string name; names >> name;) text += " {" + name + "}";
        text += " *0*\"\n";
    }
    return text;
}

}  // namespace

OfficeCopy::OfficeCopy() {
    std::string pattern = (fs::temp_directory_path() / "sapa-catalog-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    directory_ = pattern;
    const fs::path sources{SAPA_SOURCE_DIR};
    fs::copy(sources / "tests/flows/catalog_mistakes/office", directory_, fs::copy_options::recursive);
    write("phrases.toml", all_sentences());
}

OfficeCopy::~OfficeCopy() {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void OfficeCopy::replace(const std::string& file, const std::string& old, const std::string& fresh) {
    std::string text = read(file);
    const auto at = text.find(old);
    if (at == std::string::npos) throw std::runtime_error{file + " does not hold: " + old};
    write(file, text.replace(at, old.size(), fresh));
}

void OfficeCopy::write(const std::string& file, const std::string& text) { std::ofstream{directory_ / file, std::ios::binary} << text; }

void OfficeCopy::remove(const std::string& file) { fs::remove(directory_ / file); }

std::string OfficeCopy::read(const std::string& file) const {
    std::ifstream in{directory_ / file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

int OfficeCopy::line_of(const std::string& file, const std::string& wanted) const {
    const std::string text = read(file);
    const auto at = text.find(wanted);
    if (at == std::string::npos) throw std::runtime_error{file + " does not hold: " + wanted};
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

flows::LoadedCatalog OfficeCopy::load() const { return flows::load_catalog(directory_, today); }

std::string listed(const flows::Diagnostics& diagnostics) {
    std::string lines;
    for (const auto& diagnostic : diagnostics) lines += to_string(diagnostic) + '\n';
    return lines;
}

}  // namespace tests
