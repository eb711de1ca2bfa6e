// How each of the office's files becomes part of the catalog. Every function notes its mistakes and goes on; catalog_files.cpp calls them.
#pragma once
#include "flows/catalog.hpp"
#include "flows/toml_reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace flows {

// What documents.toml offers: a service names the code and changes only what differs.
struct Shared {
    std::map<std::string, Document> documents;
    std::map<std::string, Field> fields;
    bool whole = true;  // false: the file could not be read, so codes from it are not held against a service
};

struct LoadedService {
    Service service;
    std::string path;  // of its table in Findings
};

void load_office(TomlTable&, Office&);
void load_phrases(TomlTable&, Catalog&);
void load_words(TomlTable&, Vocabulary&);
void load_reasons(TomlTable&, std::vector<Reason>&);
void load_cards(TomlTable&, std::vector<InfoCard>&);
void load_shared(TomlTable&, Shared&);
LoadedService load_service(TomlTable&, const Shared&);

// The parts of a service.
Document read_document(TomlTable&, Document base);
Field read_field(TomlTable&, Field base);
void read_when(TomlTable&, When&);

// True when the code is new; otherwise a mistake.
bool note_new_code(TomlTable&, std::string_view what, const std::string& code, std::vector<std::string>& seen);

}  // namespace flows
