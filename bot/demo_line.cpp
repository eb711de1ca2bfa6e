#include "bot/demo_line.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace bot {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// The first word, or what stands in double quotes, and the rest.
std::pair<std::string_view, std::string_view> cut_word(std::string_view text) {
    if (text.starts_with('"')) {
        const std::size_t end = text.find('"', 1);
        if (end != std::string_view::npos) return {text.substr(1, end - 1), trimmed(text.substr(end + 1))};
    }
    const std::size_t end = text.find_first_of(" \t");
    if (end == std::string_view::npos) return {text, {}};
    return {text.substr(0, end), trimmed(text.substr(end))};
}

template <typename Number>
bool read_number(std::string_view text, Number& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size();
}

Typed file(std::string_view rest, bool as_document) {
    const auto [path, caption] = cut_word(rest);
    if (path.empty()) return typed::Wrong{as_document ? "tulis: /dokumen BERKAS [keterangan]" : "tulis: /foto BERKAS [keterangan]"};
    return typed::Send{std::string(path), std::string(caption), as_document};
}

Typed place(std::string_view rest) {
    const std::size_t comma = rest.find(',');
    typed::Here here;
    const bool fits = comma != std::string_view::npos && read_number(trimmed(rest.substr(0, comma)), here.latitude) &&
                      read_number(trimmed(rest.substr(comma + 1)), here.longitude) && std::abs(here.latitude) <= 90 &&
                      std::abs(here.longitude) <= 180;
    if (!fits) return typed::Wrong{"tulis: /lokasi LINTANG,BUJUR, misalnya /lokasi -0.49,104.57"};
    return here;
}

Typed tap(std::string_view rest) {
    typed::Tap tap;
    if (!read_number(rest, tap.number)) return typed::Wrong{"tulis: /pilih NOMOR, nomor urut pilihan pada pesan terakhir"};
    return tap;
}

}  // namespace

Typed read_line(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty()) return typed::Nothing{};
    const auto [command, rest] = cut_word(text);
    if (command == "/foto") return file(rest, false);
    if (command == "/dokumen") return file(rest, true);
    if (command == "/lokasi") return place(rest);
    if (command == "/pilih") return tap(rest);
    if (command == "/keluar") return typed::Leave{};
    return typed::Say{std::string(text)};
}

}  // namespace bot
