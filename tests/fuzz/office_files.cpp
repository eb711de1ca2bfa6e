// Any bytes as one of the office's files: the loader never crashes, every mistake has its place, and an office that is taken can be talked
// to. Input: a byte that picks the file of the small office (tests/flows/catalog_mistakes/office), then its new contents.
#include "flows/catalog_files.hpp"
#include "flows/phrases.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/temporary.hpp"

#include "tests/fuzz/citizen.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 8> names{"services/1-surat.toml", "services/2-izin.toml", "office.toml", "documents.toml", "cards.toml",
                                           "reasons.toml",          "words.toml",           "phrases.toml"};

std::string all_sentences() {
    std::string text;
    for (const auto& spec : flows::phrase_specs()) {
        std::istringstream placeholders{std::string{spec.placeholders}};
        text += std::string{spec.key} + " = \"Kalimat";
        for (std::string name; placeholders >> name;) text += " {" + name + "}";
        text += " *0*\"\n";
    }
    return text;
}

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write(const fs::path& path, std::string_view text) {
    std::ofstream{path, std::ios::binary | std::ios::trunc}.write(text.data(), static_cast<std::streamsize>(text.size()));
}

struct SmallOffice {
    fuzz::TemporaryDirectory place;
    std::array<std::string, names.size()> originals;

    SmallOffice() {
        fs::copy(fs::path{SAPA_SOURCE_DIR} / "tests/flows/catalog_mistakes/office", place.path(), fs::copy_options::recursive);
        write(place.path() / "phrases.toml", all_sentences());
        for (std::size_t i = 0; i < names.size(); ++i) originals[i] = read(place.path() / names[i]);
        const auto loaded = flows::load_catalog(place.path(), fuzz::today);
        fuzz::promise(loaded.catalog != nullptr, "the small office is right");
    }
};

void check(const flows::Diagnostics& findings, const char* changed, std::string_view text) {
    const auto lines = 2 + std::ranges::count(text, '\n');
    for (const flows::Diagnostic& one : findings) {
        fuzz::promise(!one.file.empty() && !one.message.empty() && fuzz::is_text(one.message), "a mistake is told in words");
        fuzz::promise(one.line >= 1 && one.column >= 1, "a mistake has its place");
        if (one.file == changed) fuzz::promise(one.line <= lines, "and the place is in the file");
    }
}

// Somebody asks for everything that this office has.
void talk_to(const flows::Catalog& catalog) {
    fuzz::Citizen citizen(catalog);
    for (const std::string_view word :
         {"halo", "1", "1", "setuju", "Siti Rahayu", "ya", "2", "menu", "2", "1", "status", "petugas", "info", "1"})
        citizen.says(flows::Text{std::string(word)});
    for (int i = 0; i < 6 && !citizen.options().empty(); ++i)
        citizen.says(flows::Choice{citizen.options().front().id, citizen.options().front().label});
    flows::Media photo;
    photo.mime = "image/jpeg";
    citizen.says(photo);
    citizen.settles();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const SmallOffice office;
    fuzz::Input input(data, size);
    const std::size_t changed = input.below(names.size());
    const std::string_view text = input.rest();
    write(office.place.path() / names[changed], text);
    const flows::LoadedCatalog loaded = flows::load_catalog(office.place.path(), fuzz::today);
    write(office.place.path() / names[changed], office.originals[changed]);
    fuzz::promise((loaded.catalog == nullptr) == !loaded.mistakes.empty(), "an office is taken when nothing is wrong with it");
    check(loaded.mistakes, names[changed], text);
    check(loaded.advice, names[changed], text);
    if (loaded.catalog) talk_to(*loaded.catalog);
    return 0;
}
