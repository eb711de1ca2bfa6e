// Placeholders of sentences, and that no sentence is missing.
#include "flows/catalog_check.hpp"
#include "flows/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace flows {

namespace {

std::vector<std::string> split(std::string_view words) {
    std::istringstream in{std::string{words}};
    std::vector<std::string> parts;
    for (std::string word; in >> word;) parts.push_back(word);
    return parts;
}

void check_braces(std::string_view text, const std::vector<std::string>& allowed, const std::string& path, Findings& findings) {
    const auto found = braces(text);
    if (found.broken) findings.mistake(path, "kurung kurawal { } tidak berpasangan atau isinya bukan nama isian");
    for (const auto& name : found.names) {
        if (std::ranges::find(allowed, name) != allowed.end()) continue;
        findings.mistake(path, fmt::format("isian {{{}}} tidak dikenal di kalimat ini{} Yang boleh: {}", name,
                                           did_you_mean(name, allowed).empty() ? "." : did_you_mean(name, allowed),
                                           allowed.empty() ? "tidak ada" : fmt::format("{{{}}}", fmt::join(allowed, "} {"))));
    }
}

std::string phrase_path(std::string_view file, std::string_view key) {
    std::string path{file};
    path += '|';
    for (const char c : key) path += c == '.' ? '|' : c;
    return path;
}

bool names_a_way_out(std::string_view sentence) {
    constexpr std::string_view ways[] = {"*0*", "*menu*", "*batal*", "*petugas*"};
    return std::ranges::any_of(ways, [&](std::string_view way) { return sentence.find(way) != std::string_view::npos; });
}

}  // namespace

Braces braces(std::string_view text) {
    Braces found;
    for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos;) {
        const auto end = text.find('}', at);
        const auto name = end == std::string_view::npos ? std::string_view{} : text.substr(at + 1, end - at - 1);
        const auto part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
        if (text[at] == '}' || name.empty() || !std::ranges::all_of(name, part)) {
            found.broken = true;
            ++at;
            continue;
        }
        found.names.emplace_back(name);
        at = end + 1;
    }
    return found;
}

void check_phrases(const Catalog& catalog, std::string_view file, Findings& findings) {
    std::vector<std::string> keys;
    for (const auto& spec : phrase_specs()) {
        keys.emplace_back(spec.key);
        const auto found = catalog.phrases.find(keys.back());
        const auto path = phrase_path(file, spec.key);
        if (found == catalog.phrases.end()) {
            findings.mistake(Place{std::string{file}, 0, 0}, fmt::format("kalimat `{}` belum ada", spec.key));
            continue;
        }
        check_braces(found->second, split(spec.placeholders), path, findings);
        if (spec.shows_way_out && !names_a_way_out(found->second)) {
            findings.advise(path,
                            fmt::format("kalimat `{}` sebaiknya menyebut jalan keluar: *0*, *menu*, *batal*, atau *petugas*", spec.key));
        }
    }
    for (const auto& [key, sentence] : catalog.phrases) {
        if (std::ranges::find(keys, key) != keys.end()) continue;
        findings.mistake(phrase_path(file, key), fmt::format("kalimat `{}` tidak dikenal{}", key, did_you_mean(key, keys)));
    }
}

void check_reasons(const Catalog& catalog, std::string_view file, Findings& findings) {
    for (const auto& reason : catalog.reasons) {
        check_braces(reason.sentence, {"dokumen"}, fmt::format("{}|reason|{}|sentence", file, reason.code), findings);
    }
}

void check_words(const Catalog& catalog, std::string_view file, Findings& findings) {
    std::vector<std::string> cards;
    for (const auto& card : catalog.cards) cards.push_back("card:" + card.code);
    for (const auto& [key, phrases] : catalog.vocabulary.phrases) {
        const std::string code = key.ends_with('?') ? key.substr(0, key.size() - 1) : key;
        if (!code.starts_with("card:") || cards.empty() || std::ranges::find(cards, code) != cards.end()) continue;
        findings.mistake(fmt::format("{}|phrases|{}", file, key),
                         fmt::format("kartu `{}` tidak ada di cards.toml{}", code, did_you_mean(code, cards)));
    }
}

}  // namespace flows
