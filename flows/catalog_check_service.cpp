// References inside a service: conditions, questions that quote answers, dates and numbers that are compared.
#include "flows/catalog_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace flows {

namespace {

std::vector<std::string> field_codes(const Service& service, std::size_t count) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < count; ++i) codes.push_back(service.fields[i].code);
    return codes;
}

// Which field a condition looks at: the field itself, or the date from which a derived age comes.
struct Source {
    const Field* field = nullptr;
    bool derived = false;
    std::size_t ready_after = 0;  // index of the last question that must be answered
};

std::size_t index_of(const Service& service, std::string_view code) {
    return static_cast<std::size_t>(std::ranges::find(service.fields, code, &Field::code) - service.fields.begin());
}

Source source_of(const Service& service, std::string_view name) {
    const auto index = index_of(service, name);
    if (index < service.fields.size()) return {&service.fields[index], false, index};
    const auto aged = std::ranges::find(service.fields, name, &Field::age);
    if (name.empty() || aged == service.fields.end()) return {};
    auto last = static_cast<std::size_t>(aged - service.fields.begin());
    if (const auto on = index_of(service, aged->age_on); on < service.fields.size()) last = std::max(last, on);
    return {&*aged, true, last};
}

bool numeric(const Source& source) {
    const auto type = source.field->type;
    return source.derived || type == FieldType::Integer || type == FieldType::Decimal || type == FieldType::Rupiah;
}

void check_values(const Condition& condition, const Source& source, const std::string& path, Findings& findings) {
    std::vector<std::string> codes;
    if (!source.derived) {
        for (const auto& option : source.field->options) codes.push_back(option.code);
    }
    if (codes.empty()) {
        return findings.mistake(path,
                                fmt::format("isian `{}` tidak punya pilihan, jadi tidak bisa dibandingkan dengan teks", condition.field));
    }
    for (const auto& value : condition.any_of) {
        if (std::ranges::find(codes, value) != codes.end()) continue;
        const auto hint = did_you_mean(value, codes);
        findings.mistake(path, fmt::format("\"{}\" bukan pilihan dari `{}`{} Pilihannya: {}", value, condition.field,
                                           hint.empty() ? "." : hint, fmt::join(codes, ", ")));
    }
}

void check_bounds(const Condition& condition, const Source& source, const std::string& path, Findings& findings) {
    if (!numeric(source)) {
        findings.mistake(path, fmt::format("`{}` bukan bilangan, jadi `below` dan `at_least` tidak bisa dipakai", condition.field));
    }
    if (condition.below && condition.at_least && *condition.at_least >= *condition.below) {
        findings.mistake(path, fmt::format("rentang terbalik: `at_least` ({}) harus lebih kecil daripada `below` ({})", *condition.at_least,
                                           *condition.below));
    }
}

// `asked_at`: the index of the question that has the condition; for a document every question counts.
void check_when(const Service& service, const When& when, std::size_t asked_at, const std::string& path, Findings& findings) {
    for (const auto& condition : when) {
        const auto at = path + "|when|" + condition.field;
        const auto source = source_of(service, condition.field);
        if (source.field == nullptr) {
            findings.mistake(at, fmt::format("`when` menyebut isian `{}` yang tidak ada{}", condition.field,
                                             did_you_mean(condition.field, field_codes(service, service.fields.size()))));
            continue;
        }
        if (source.ready_after >= asked_at) {
            findings.mistake(at, fmt::format("`when` menyebut isian `{}` yang baru ditanyakan sesudahnya", condition.field));
        }
        if (condition.below || condition.at_least) check_bounds(condition, source, at, findings);
        if (!condition.any_of.empty()) check_values(condition, source, at, findings);
    }
}

void check_reference(const Service& service, std::string_view name, FieldType type, std::string_view kind, const Field& owner,
                     const std::string& path, Findings& findings) {
    if (name.empty()) return;
    const auto* field = service.field(name);
    const auto key = path.substr(path.rfind('|') + 1);
    if (field == nullptr) {
        findings.mistake(path, fmt::format("`{}` menyebut isian `{}` yang tidak ada{}", key, name,
                                           did_you_mean(name, field_codes(service, service.fields.size()))));
    } else if (field->type != type || field == &owner) {
        findings.mistake(path, fmt::format("`{}` harus menyebut isian {} yang lain, bukan `{}`", key, kind, name));
    }
}

void check_own_type(const Field& field, bool used, FieldType type, std::string_view key, std::string_view kind, const std::string& path,
                    Findings& findings) {
    if (used && field.type != type) {
        findings.mistake(fmt::format("{}|{}", path, key), fmt::format("`{}` hanya berlaku untuk isian {}", key, kind));
    }
}

// Numbers differ from numbers, names from names.
void check_others(const Service& service, const Field& field, const std::string& path, Findings& findings) {
    const bool name = field.type == FieldType::Name;
    std::istringstream others{field.differs_from};
    for (std::string other; others >> other;)
        check_reference(service, other, name ? FieldType::Name : FieldType::Nik, name ? "nama" : "NIK", field, path, findings);
    if (!field.differs_from.empty() && !name && field.type != FieldType::Nik)
        findings.mistake(path, "`differs_from` hanya berlaku untuk isian NIK atau nama");
}

void check_references(const Service& service, const Field& field, const std::string& path, Findings& findings) {
    check_others(service, field, path + "|differs_from", findings);
    check_reference(service, field.not_before, FieldType::Date, "tanggal", field, path + "|not_before", findings);
    check_reference(service, field.born, FieldType::Date, "tanggal", field, path + "|born", findings);
    check_reference(service, field.age_on, FieldType::Date, "tanggal", field, path + "|age_on", findings);
    check_own_type(field, !field.born.empty(), FieldType::Nik, "born", "NIK", path, findings);
    check_own_type(field, !field.not_before.empty(), FieldType::Date, "not_before", "tanggal", path, findings);
    check_own_type(field, !field.age.empty(), FieldType::Date, "age", "tanggal", path, findings);
    check_own_type(field, field.warn_working_days.has_value(), FieldType::Date, "warn_working_days", "tanggal", path, findings);
    if (!field.options.empty() && field.type != FieldType::Choice && field.type != FieldType::Text) {
        findings.mistake(path + "|options", "`options` hanya berlaku untuk isian pilihan (choice) atau teks (text)");
    }
    if (!field.age_on.empty() && field.age.empty()) findings.mistake(path + "|age_on", "`age_on` perlu `age`, nama umur yang dihitung");
    if (!field.age.empty() && service.field(field.age) != nullptr) {
        findings.mistake(path + "|age", fmt::format("nama umur `{}` sudah dipakai sebuah isian", field.age));
    }
}

// Quoting an answer that may not be there would show the bare {name} to the citizen.
void check_quoted(const Service& service, std::string_view name, std::size_t index, const std::string& path, Findings& findings) {
    const auto earlier = field_codes(service, index);
    const Field* quoted = service.field(name);
    if (std::ranges::find(earlier, name) == earlier.end()) {
        const auto hint = quoted != nullptr ? std::string{", isian itu baru ditanyakan sesudahnya"} : did_you_mean(name, earlier);
        findings.mistake(path, fmt::format("isian {{{}}} tidak dikenal di pertanyaan ini{}", name, hint));
    } else if (quoted->by_clerk) {
        findings.mistake(path, fmt::format("isian {{{}}} dilengkapi petugas, jadi belum ada saat pertanyaan ini diajukan", name));
    } else if (quoted->optional || !quoted->when.empty()) {
        findings.advise(path, fmt::format("isian {{{}}} tidak selalu dijawab; pertanyaan ini bisa tampil dengan isian kosong", name));
    }
}

void check_question(const Service& service, std::size_t index, const std::string& path, Findings& findings) {
    const auto found = braces(service.fields[index].question);
    if (found.broken) findings.mistake(path, "kurung kurawal { } tidak berpasangan atau isinya bukan nama isian");
    for (const auto& name : found.names) check_quoted(service, name, index, path, findings);
}

void check_subject(const Service& service, const std::string& path, Findings& findings) {
    const auto subjects = std::ranges::count_if(service.fields, &Field::subject);
    if (subjects == 0) return findings.mistake(path, "belum ada isian dengan `subject = true` (nama orang yang suratnya dibuat)");
    if (subjects > 1) return findings.mistake(path, "hanya satu isian boleh memakai `subject = true`");
    const auto& subject = *std::ranges::find_if(service.fields, &Field::subject);
    if (subject.by_clerk || subject.optional || !subject.when.empty()) {
        findings.mistake(path + "|field|" + subject.code, "isian dengan `subject = true` harus selalu ditanyakan dan dijawab");
    }
}

void check_case_field(const Service& service, const std::string& path, Findings& findings) {
    if (service.case_field.empty()) return;
    const auto* field = service.field(service.case_field);
    if (field == nullptr) {
        findings.mistake(path, fmt::format("`case_field` menyebut isian `{}` yang tidak ada{}", service.case_field,
                                           did_you_mean(service.case_field, field_codes(service, service.fields.size()))));
    } else if (field->type != FieldType::Choice || field->by_clerk || !field->when.empty()) {
        findings.mistake(path, fmt::format("`case_field` harus isian pilihan yang selalu ditanyakan, `{}` bukan", service.case_field));
    }
}

}  // namespace

void check_service(const LoadedService& loaded, Findings& findings) {
    const auto& service = loaded.service;
    for (std::size_t i = 0; i < service.fields.size(); ++i) {
        const auto path = loaded.path + "|field|" + service.fields[i].code;
        check_when(service, service.fields[i].when, i, path, findings);
        check_references(service, service.fields[i], path, findings);
        check_question(service, i, path + "|question", findings);
    }
    for (const auto& document : service.documents) {
        check_when(service, document.when, service.fields.size(), loaded.path + "|document|" + document.code, findings);
    }
    check_subject(service, loaded.path, findings);
    check_case_field(service, loaded.path + "|case_field", findings);
}

void check_services(const std::vector<LoadedService>& services, Findings& findings) {
    for (std::size_t i = 0; i < services.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& [service, path] = services[i];
            const auto& [earlier, earlier_path] = services[j];
            if (service.code == earlier.code) {
                findings.mistake(path + "|code", fmt::format("layanan `{}` sudah ada di {}", service.code, earlier_path));
            }
            if (service.label == earlier.label) {
                findings.mistake(path + "|label", fmt::format("label \"{}\" sudah dipakai di {}", service.label, earlier_path));
            }
        }
    }
}

}  // namespace flows
