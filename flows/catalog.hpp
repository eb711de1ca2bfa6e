// The office's files as values: services, papers, questions, sentences. Loaded and checked at start by catalog_files.hpp; immutable
// afterwards. Everything that differs between offices is data here, never code.
#pragma once
#include "flows/string_lookup.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flows {

// One condition on an answer. `any_of`: the canonical value is one of these. `below`/`at_least`: the value as a number.
// A missing answer never satisfies a condition.
struct Condition {
    std::string field;
    std::vector<std::string> any_of;
    std::optional<double> below;
    std::optional<double> at_least;
};
using When = std::vector<Condition>;  // all must hold; empty: always

enum class FieldType { Text, Name, Nik, FamilyCard, Phone, Date, Month, Time, Rupiah, Integer, Decimal, Choice, RtRw };

struct FieldOption {
    std::string code;   // canonical value
    std::string label;  // shown, at most 24
    std::vector<std::string> aliases;
};

enum class DateRule { Any, Past, Future };

struct Field {
    std::string code;
    std::string label;     // in summaries: "Nama lengkap"
    std::string question;  // asked in chat; may hold {nama} style placeholders of earlier answers
    std::string example;   // shown after an answer that was not understood
    FieldType type = FieldType::Text;
    bool optional = false;   // may be skipped with "lewati"
    bool by_clerk = false;   // not asked in chat: the clerk completes it from the photographs
    bool subject = false;    // this is the name of the person whom the letter is about
    bool sensitive = false;  // specific personal data: never in lists and notices
    When when;
    std::vector<FieldOption> options;   // Choice: the answers. Text: quick picks, free text stays possible
    std::optional<double> least, most;  // Integer, Decimal, Rupiah: range
    int length_most = 150;              // Text, Name: characters
    DateRule date_rule = DateRule::Any;
    std::optional<int> warn_working_days;  // Date: warn when fewer working days are left until then
    std::string differs_from;              // Nik: code of another NIK field that must not hold the same number (space separated list)
    std::string not_before;                // Date: code of a date field that must not be later
    std::string born;                      // Nik: code of the date field to compare with
    std::string age;                       // Date: derived value `age` = years at `age_on` (a date field; empty: today), usable in `when`
    std::string age_on;
    std::string warning;  // a sentence shown once with the question's confirmation (e.g. nikah: 10 hari kerja)
};

struct Document {
    std::string code;                  // KTP, KK, RT …
    std::string name;                  // full: "Surat pengantar RT/RW"
    std::string label;                 // in checklists, at most 24: "Pengantar RT/RW"
    std::string hint;                  // what must be visible
    std::string missing;               // what to do when one does not have it
    std::string sample;                // text to copy by hand, shown for "contoh"; may be empty
    std::vector<std::string> aliases;  // words in a caption that mean this document
    std::string because;               // why it is asked, shown when `when` is set: "karena untuk berobat"
    bool optional = false;
    bool may_bring = true;  // may be brought to the counter instead
    int files_least = 1;    // two photographs for two identity cards: one alone does not settle it
    int files_most = 3;
    When when;
};

struct Service {
    std::string code;         // SKTM …
    std::string name;         // "Surat Keterangan Tidak Mampu (SKTM)"
    std::string label;        // menu, at most 24
    std::string title;        // in news and lists: "SKTM", "Surat Usaha"; the label when the file gives none
    std::string description;  // list row, at most 72
    std::vector<std::string> aliases;
    std::string cost;          // "gratis"
    std::string duration;      // "biasanya 2 hari kerja"
    int check_minutes = 240;   // working minutes until the first check is due
    int letter_minutes = 480;  // working minutes from filing until the letter is due
    std::string validity;      // "berlaku 3 bulan"; may be empty
    std::string note;          // shown with the requirements: the direct way, what the letter is not …
    std::string legal;         // legal basis
    std::chrono::year_month_day review_by{};
    bool condolence = false;     // open with condolences, no cheerful words
    std::string case_field;      // the choice field by which requirements differ most ("keperluan"); may be empty
    std::string archive_code;    // class code of the letter: "400.12.2.1"; may be empty
    std::string checked_by;      // who checks: "Kasi Kesejahteraan Rakyat"
    std::string signed_by;       // who signs: "Lurah"
    bool countersigned = false;  // the camat signs, too
    std::vector<Document> documents;
    std::vector<Field> fields;

    const Document* document(std::string_view code) const;
    const Field* field(std::string_view code) const;
};

// Something the office is asked for but does not do, or general information: answered, never filed.
struct InfoCard {
    std::string code;
    std::string title;  // at most 24
    std::vector<std::string> aliases;
    std::string text;
    bool in_menu = true;  // listed in the information menu
};

struct OfficeHours {
    int opens = 0, closes = 0;             // minutes of the day; equal: closed
    int break_starts = 0, break_ends = 0;  // equal: no break
};

struct Official {
    std::string position;
    std::string name;
};

struct Office {
    std::string code;  // DABO: ticket prefix and the key of every stored row
    std::string name;  // Kelurahan Dabo
    std::string district, regency, province, region_code;
    std::string address, postcode, phone, email;
    std::string landmark;
    double latitude = 0, longitude = 0;
    std::string zone = "WIB";  // WIB, WITA or WIT
    int utc_offset_minutes = 420;
    OfficeHours hours[7];                            // by std::chrono::weekday::c_encoding(): 0 = Sunday
    std::set<std::chrono::year_month_day> holidays;  // includes cuti bersama
    std::map<std::chrono::year_month_day, std::string> holiday_names;
    std::vector<Official> officials;
    std::string notice;  // an announcement above the menu, may be empty
    std::string privacy_version;
    std::string privacy_contact;  // whom to ask about personal data
    std::string retention;        // how long data is kept, in words

    int draft_days = 30;                // an unfinished draft is kept so long
    int open_requests_most = 3;         // a citizen may have so many requests open at once
    int correction_days = 14;           // a returned request expires after so long
    int officer_silence_minutes = 120;  // the bot speaks again when an officer's talk has rested so long
    int claim_minutes = 30;             // a clerk's lease on a request
    int undo_seconds = 10;              // a refusal waits so long before the citizen hears of it
    int settle_milliseconds = 1500;     // silence awaited after a photograph before the bot answers
};

// Why a clerk sends something back or refuses; `sentence` is what the citizen reads.
struct Reason {
    std::string code;
    std::string label;     // for the clerk
    std::string sentence;  // "belum ada capnya"; may hold {dokumen}
    bool rejection = false;
};

// Words that mean an intent wherever they stand; see flows/intent.hpp.
struct Vocabulary {
    std::unordered_map<std::string, std::string> synonyms;                 // token → standard token ("utk" → "untuk")
    std::map<std::string, std::vector<std::string>, std::less<>> phrases;  // intent code → phrases of standard tokens
};

class IntentIndex;  // the vocabulary prepared for understand(); made by index_vocabulary() in intent.hpp

struct Catalog {
    Office office;
    std::vector<Service> services;  // in menu order
    std::vector<InfoCard> cards;
    std::vector<Reason> reasons;
    Vocabulary vocabulary;
    StringMap<std::string> phrases;
    std::shared_ptr<const IntentIndex> intents;  // null: understand() prepares the vocabulary anew for every message
    std::string fingerprint;                     // changes whenever a file changes

    const Service* service(std::string_view code) const;
    const InfoCard* card(std::string_view code) const;
    const Reason* reason(std::string_view code) const;
};
using CatalogPtr = std::shared_ptr<const Catalog>;

}  // namespace flows
