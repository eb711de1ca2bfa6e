#include "bot/mask.hpp"

#include <algorithm>
#include <vector>

namespace bot {
namespace {

constexpr std::string_view invented_nik = "2104010101909001";
constexpr std::string_view letters = "sari";
constexpr std::size_t nik_digits = 16, menu_digits = 2, year_digits = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (is_letter(c) || is_digit(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0) {
            word += lower(c);
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

// DABO-2611-0042-7: given by the office, and known to it alone.
bool is_ticket(std::string_view token) {
    while (!token.empty() && !is_letter(token.back()) && !is_digit(token.back())) token.remove_suffix(1);
    const auto group = [&](bool (*fits)(char), std::size_t least) {
        const auto end = std::ranges::find_if_not(token, fits);
        const auto length = static_cast<std::size_t>(end - token.begin());
        token.remove_prefix(length);
        return length >= least;
    };
    const auto dash = [&] {
        const bool there = token.starts_with('-');
        token.remove_prefix(there ? 1 : 0);
        return there;
    };
    return group(is_letter, 2) && dash() && group(is_digit, 4) && dash() && group(is_digit, 4) && dash() && token.size() == 1 &&
           is_digit(token[0]);
}

std::vector<std::string_view> tokens_of(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_blank(text[end]) == is_blank(text[at])) ++end;
        tokens.push_back(text.substr(at, end - at));
        at = end;
    }
    return tokens;
}

// Letters of `sari` in a row, each code point outside of ASCII as one of them; capitals stay capitals.
void append_letter(std::string& out, char c, std::size_t& position) {
    const char letter = letters[position++ % letters.size()];
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(letter - 32) : letter;
}

// Days and months become 1, years 1990, everything else ones.
void append_digits(std::string& out, std::string_view digits, bool part_of_date) {
    if (digits.size() == nik_digits) {
        out += invented_nik;
    } else if (part_of_date && digits.size() == year_digits) {
        out += "1990";
    } else if (part_of_date && digits.size() <= menu_digits) {
        out += '1';
    } else {
        out.append(digits.size(), '1');
    }
}

std::string masked_token(std::string_view token) {
    const bool date = std::ranges::count_if(token, [](char c) { return c == '/' || c == '-' || c == '.'; }) == 2;
    std::string out;
    std::size_t position = 0;
    for (std::size_t at = 0; at < token.size();) {
        if (is_digit(token[at])) {
            std::size_t end = at;
            while (end < token.size() && is_digit(token[end])) ++end;
            append_digits(out, token.substr(at, end - at), date);
            at = end;
            continue;
        }
        if (is_letter(token[at]) || (static_cast<unsigned char>(token[at]) & 0x80) != 0) {
            if (!continues(token[at])) append_letter(out, token[at], position);
        } else {
            out += token[at];
        }
        ++at;
    }
    return out;
}

void learn(std::unordered_set<std::string>& known, std::string_view text) {
    for (std::string& word : words_of(text))
        if (!all_digits(word)) known.insert(std::move(word));
}

void learn(std::unordered_set<std::string>& known, const flows::Service& service) {
    for (const std::string& text : {service.code, service.name, service.label}) learn(known, text);
    for (const std::string& alias : service.aliases) learn(known, alias);
    for (const flows::Document& document : service.documents) {
        for (const std::string& text : {document.code, document.name, document.label}) learn(known, text);
        for (const std::string& alias : document.aliases) learn(known, alias);
    }
    for (const flows::Field& field : service.fields) {
        learn(known, field.code);
        for (const flows::FieldOption& option : field.options) {
            for (const std::string& text : {option.code, option.label}) learn(known, text);
            for (const std::string& alias : option.aliases) learn(known, alias);
        }
    }
}

}  // namespace

Mask::Mask(const flows::Catalog& catalog) {
    // Words of the conversation that no file of the office lists.
    learn(known_,
          "menu batal mulai lagi lanjut kembali petugas ya tidak tdk belum setuju kirim cukup lewati contoh ubah status lengkap bawa");
    for (const flows::Service& service : catalog.services) learn(known_, service);
    for (const flows::Reason& reason : catalog.reasons) learn(known_, reason.code);
    for (const auto& [word, standard] : catalog.vocabulary.synonyms) {
        learn(known_, word);
        learn(known_, standard);
    }
    for (const auto& [code, phrases] : catalog.vocabulary.phrases)
        for (const std::string& phrase : phrases) learn(known_, phrase);
}

std::string Mask::Names::operator()(const std::string& real) {
    if (real.empty()) return {};
    const std::string_view number = std::string_view(real).substr(std::min(prefix.size(), real.size()));
    if (real.starts_with(prefix) && all_digits(number)) return *in_use.insert(real).first;  // invented already
    const auto found = given.find(real);
    if (found != given.end()) return found->second;
    std::string name;
    do {
        name = prefix + std::to_string(next++);
    } while (!in_use.insert(name).second);
    return given.emplace(real, std::move(name)).first->second;
}

std::string Mask::phone(const std::string& real) { return phones_(real); }
std::string Mask::id(const std::string& real) { return ids_(real); }
std::string Mask::user(const std::string& real) { return users_(real); }
std::string Mask::account(const std::string& real) { return accounts_(real); }

flows::Address Mask::address(const flows::Address& real) { return {phone(real.phone), user(real.user_id), user(real.parent_user_id)}; }

// A number alone answers a menu, and words that the office uses in this order of things name nobody; a single strange word makes the
// message a person's own.
std::string Mask::text(std::string_view real) const {
    const auto is_known = [&](const std::string& word) { return known_.contains(word); };
    const auto names_nobody = [&](std::string_view token) { return is_ticket(token) || std::ranges::all_of(words_of(token), is_known); };
    const std::vector<std::string_view> tokens = tokens_of(real);
    if (real.size() <= menu_digits && all_digits(real)) return std::string(real);
    if (std::ranges::all_of(tokens, names_nobody)) return std::string(real);
    std::string masked;
    for (const std::string_view token : tokens) masked += is_blank(token[0]) || is_ticket(token) ? std::string(token) : masked_token(token);
    return masked;
}

}  // namespace bot
