// The linter's doubts: things that work but mislead a citizen, age badly, or were publicly criticised.
#include "flows/catalog_check.hpp"
#include "flows/limits.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flows {

namespace {

constexpr std::size_t frame_units = 200;  // heading, way out and options around the requirements
constexpr std::size_t menu_services = 8;  // ten rows, less "cek permohonan" and "info"

bool mentions(std::string_view text, std::string_view word) {
    const auto all = words(text);
    return std::ranges::find(all, word) != all.end();
}

std::size_t requirement_card_units(const Service& service) {
    auto units =
        frame_units + utf16_units(service.name) + utf16_units(service.cost) + utf16_units(service.duration) + utf16_units(service.note);
    for (const auto& document : service.documents) {
        units += utf16_units(document.name) + 3;
        if (!document.because.empty()) units += utf16_units(document.because) + 3;
    }
    return units;
}

void advise_on_age(const Service& service, const std::string& path, std::chrono::year_month_day today, Findings& findings) {
    if (service.legal.empty()) findings.advise(path, "dasar hukum (`legal`) belum ditulis");
    if (service.review_by == std::chrono::year_month_day{}) {
        findings.advise(path, "tanggal tinjau ulang (`review_by`) belum ditulis");
    } else if (service.review_by < today) {
        findings.advise(path + "|review_by", "tanggal tinjau ulang sudah lewat; periksa lagi syaratnya, lalu ganti tanggal ini");
    }
}

void advise_on_document(const Service& service, const Document& document, const std::string& path, Findings& findings) {
    if (!reachable(service, document.when)) {
        findings.advise(path + "|when",
                        fmt::format("dokumen `{}` tidak akan pernah diminta: syaratnya tidak mungkin terpenuhi lewat chat", document.code));
    }
    if (!document.optional &&
        (mentions(document.name, "pbb") || mentions(document.label, "pbb") || document.code.find("PBB") != std::string::npos)) {
        findings.advise(path, "bukti lunas PBB tidak boleh menjadi syarat layanan; hapus, atau jadikan `optional = true`");
    }
    if (document.aliases.empty())
        findings.advise(path, fmt::format("dokumen `{}` tanpa `aliases`: keterangan foto tidak akan dikenali", document.code));
}

void advise_on_field(const Service& service, const Field& field, const std::string& path, Findings& findings) {
    if (!field.when.empty() && !field.by_clerk && !reachable(service, field.when)) {
        findings.advise(path + "|when",
                        fmt::format("isian `{}` tidak akan pernah ditanyakan: syaratnya tidak mungkin terpenuhi lewat chat", field.code));
    }
    if (!field.by_clerk && field.options.size() > limits::rows) {
        findings.advise(path + "|options",
                        fmt::format("{} pilihan tidak muat di daftar WhatsApp, paling banyak {}", field.options.size(), limits::rows));
    }
}

// The same words for two things: the bot would have to guess.
class AliasBook {
public:
    explicit AliasBook(Findings& findings) : findings_{findings} {}

    void add(const std::vector<std::string>& aliases, const std::string& owner, const std::string& path) {
        for (const auto& alias : aliases) {
            const auto [entry, fresh] = owners_.try_emplace(fold(alias), owner);
            if (fresh || entry->second == owner) continue;
            findings_.advise(path, fmt::format("sebutan \"{}\" juga dipakai `{}`; yang mana yang dimaksud warga?", alias, entry->second));
        }
    }

private:
    Findings& findings_;
    std::map<std::string, std::string> owners_;
};

}  // namespace

void advise_on_service(const LoadedService& loaded, std::chrono::year_month_day today, Findings& findings) {
    const auto& service = loaded.service;
    advise_on_age(service, loaded.path, today, findings);
    if (mentions(service.cost, "administrasi")) {
        findings.advise(loaded.path + "|cost", "surat kelurahan gratis; \"biaya administrasi\" tidak punya dasar hukum");
    }
    if (const auto units = requirement_card_units(service); units > limits::interactive_units) {
        findings.advise(
            loaded.path,
            fmt::format("kartu syarat kira-kira {} huruf, WhatsApp memuat {} di atas tombol; pendekkan `note` atau nama dokumen", units,
                        limits::interactive_units));
    }
    for (const auto& document : service.documents)
        advise_on_document(service, document, loaded.path + "|document|" + document.code, findings);
    for (const auto& field : service.fields) advise_on_field(service, field, loaded.path + "|field|" + field.code, findings);
    AliasBook book{findings};
    for (const auto& document : service.documents) {
        book.add(document.aliases, document.code, loaded.path + "|document|" + document.code + "|aliases");
    }
}

void advise_on_catalog(const Catalog& catalog, const std::vector<LoadedService>& services, std::chrono::year_month_day today,
                       Findings& findings) {
    if (services.size() > menu_services) {
        findings.advise(Place{"services", 0, 0},
                        fmt::format("{} layanan tidak muat di menu WhatsApp, paling banyak {}", services.size(), menu_services));
    }
    const auto this_year = [&](const auto& date) { return date.year() == today.year(); };
    if (!catalog.office.code.empty() && std::ranges::none_of(catalog.office.holidays, this_year)) {
        findings.advise("office.toml|holidays", fmt::format("hari libur tahun {} belum diisi", static_cast<int>(today.year())));
    }
    AliasBook book{findings};
    for (const auto& [service, path] : services) book.add(service.aliases, service.code, path + "|aliases");
    for (const auto& card : catalog.cards) book.add(card.aliases, card.code, "cards.toml|card|" + card.code + "|aliases");
}

}  // namespace flows
