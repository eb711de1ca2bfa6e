#include "flows/catalog_files.hpp"

#include "flows/catalog_check.hpp"
#include "flows/intent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace flows {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes = 1'000'000;  // an office's file is some kilobytes; anything larger is a mix-up

class Fingerprint {
public:
    void add(std::string_view bytes) {
        for (const char c : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
        hash_ = (hash_ ^ 0xFFU) * 1'099'511'628'211ULL;
    }
    std::string hex() const { return fmt::format("{:016x}", hash_); }

private:
    std::uint64_t hash_ = 14'695'981'039'346'656'037ULL;
};

std::optional<std::string> contents(const fs::path& path, const std::string& name, Findings& findings) {
    std::ifstream in{path, std::ios::binary};
    std::error_code error;
    if (!in || !fs::is_regular_file(path, error)) {
        findings.mistake(Place{name, 0, 0}, "berkas ini tidak ada atau tidak bisa dibaca");
        return std::nullopt;
    }
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (text.size() > file_bytes) {
        findings.mistake(Place{name, 0, 0}, "berkas ini terlalu besar, paling banyak 1 MB");
        return std::nullopt;
    }
    return text;
}

std::string line_at(std::string_view text, std::uint32_t number) {
    for (; number > 1; --number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return std::string{text.substr(0, text.find('\n'))};
}

// What the library says, for people who do not write programs.
constexpr std::pair<std::string_view, std::string_view> common_errors[] = {
    {"cannot redefine existing", "kunci yang sama ditulis dua kali"},
    {"unescaped control characters",
     "teks satu baris belum ditutup dengan tanda kutip, atau berisi tab; untuk beberapa baris pakai tiga tanda kutip"},
    {"end-of-file", "berkas habis sebelum tanda kutip atau kurung ditutup"},
    {"expected '='", "sesudah nama kunci harus ada tanda ="},
    {"expected ']'", "kurung siku belum ditutup"},
    {"expected value", "nilai belum ditulis; teks harus dalam tanda kutip"},
    {"could not determine value type", "nilai tidak dikenal; teks harus dalam tanda kutip"},
    {"escape sequence", "garis miring terbalik \\ harus ditulis dua kali"},
};

std::string explain(const toml::parse_error& error, std::string_view text) {
    const auto line = line_at(text, error.source().begin.line);
    if (line.find("\u201C") != std::string::npos || line.find("\u201D") != std::string::npos) {
        return "tanda kutip miring “ ” dari pengolah kata tidak bisa dibaca; ganti dengan tanda kutip lurus \"";
    }
    for (const auto& [english, meaning] : common_errors) {
        if (error.description().find(english) != std::string_view::npos) {
            return fmt::format("penulisan TOML salah: {} ({})", meaning, error.description());
        }
    }
    return fmt::format("penulisan TOML salah: {}", error.description());
}

using Load = std::function<void(TomlTable&)>;

// False: the file could not be read at all.
bool read_file(const fs::path& directory, const std::string& name, Findings& findings, Fingerprint& fingerprint, const Load& load) {
    const auto text = contents(directory / name, name, findings);
    if (!text) return false;
    fingerprint.add(name);
    fingerprint.add(*text);
    try {
        const toml::table root = toml::parse(*text, name);
        TomlTable table{root, Place{name, 1, 1}, name, findings};
        load(table);
        table.finish();
        return true;
    } catch (const toml::parse_error& error) {
        const auto at = error.source().begin;
        findings.mistake(Place{name, static_cast<int>(at.line), static_cast<int>(at.column)}, explain(error, *text));
        return false;
    }
}

// "2-skd.toml" stands before "10-x.toml".
std::pair<long, std::string> menu_order(const std::string& name) {
    const auto digits = std::min(name.find_first_not_of("0123456789"), std::size_t{9});
    return {digits == 0 ? 1'000'000'000L : std::stol(name.substr(0, digits)), name};
}

std::vector<std::string> service_files(const fs::path& directory, Findings& findings) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry{directory / "services", error}, end; !error && entry != end; entry.increment(error)) {
        const auto name = entry->path().filename().string();
        if (entry->path().extension() == ".toml" && !name.starts_with('.')) names.push_back(name);
    }
    if (names.empty())
        findings.mistake(Place{"services", 0, 0}, "tidak ada berkas layanan; perlu sedikitnya satu, seperti services/1-sktm.toml");
    std::ranges::sort(names, {}, menu_order);
    return names;
}

std::vector<LoadedService> read_services(const fs::path& directory, const Shared& shared, Findings& findings, Fingerprint& fingerprint) {
    std::vector<LoadedService> services;
    for (const auto& name : service_files(directory, findings)) {
        read_file(directory, "services/" + name, findings, fingerprint,
                  [&](TomlTable& table) { services.push_back(load_service(table, shared)); });
    }
    return services;
}

void check_all(const Catalog& catalog, const std::vector<LoadedService>& services, std::chrono::year_month_day today, Findings& findings) {
    for (const auto& service : services) {
        check_service(service, findings);
        advise_on_service(service, today, findings);
    }
    check_services(services, findings);
    advise_on_catalog(catalog, services, today, findings);
}

// "phrases.KEY: …" → the place of that key.
void index_words(Catalog& catalog, Findings& findings) {
    for (const auto& complaint : index_vocabulary(catalog)) {
        const auto colon = complaint.find(": ");
        std::string path = "words.toml|" + complaint.substr(0, colon);
        if (const auto dot = path.find('.', path.find('|')); dot != std::string::npos) path[dot] = '|';
        findings.mistake(path, colon == std::string::npos ? complaint : complaint.substr(colon + 2));
    }
}

}  // namespace

LoadedCatalog load_catalog(const fs::path& directory, std::chrono::year_month_day today) {
    auto catalog = std::make_shared<Catalog>();
    Findings findings;
    Fingerprint fingerprint;
    Shared shared;
    const auto read = [&](const std::string& name, const Load& load) { return read_file(directory, name, findings, fingerprint, load); };

    read("office.toml", [&](TomlTable& table) { load_office(table, catalog->office); });
    if (read("phrases.toml", [&](TomlTable& table) { load_phrases(table, *catalog); })) check_phrases(*catalog, "phrases.toml", findings);
    read("words.toml", [&](TomlTable& table) { load_words(table, catalog->vocabulary); });
    if (read("reasons.toml", [&](TomlTable& table) { load_reasons(table, catalog->reasons); }))
        check_reasons(*catalog, "reasons.toml", findings);
    read("cards.toml", [&](TomlTable& table) { load_cards(table, catalog->cards); });
    shared.whole = read("documents.toml", [&](TomlTable& table) { load_shared(table, shared); });
    auto services = read_services(directory, shared, findings, fingerprint);
    check_all(*catalog, services, today, findings);
    for (auto& service : services) catalog->services.push_back(std::move(service.service));

    check_words(*catalog, "words.toml", findings);
    index_words(*catalog, findings);

    catalog->fingerprint = fingerprint.hex();
    LoadedCatalog loaded{.catalog = nullptr, .mistakes = findings.mistakes(), .advice = findings.advice()};
    if (loaded.mistakes.empty()) loaded.catalog = std::move(catalog);
    return loaded;
}

}  // namespace flows
