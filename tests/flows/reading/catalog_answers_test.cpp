// The office's own files: every example is an answer to its question, every name of an option picks it.
#include "tests/flows/reading/outcome.hpp"

#include "flows/catalog_files.hpp"

using namespace flows;
using namespace flows::test;

namespace {

const Catalog& shipped() {
    static const auto loaded = load_catalog(std::string{SAPA_SOURCE_DIR} + "/flows", date(2026, 11, 25));
    for (const auto& mistake : loaded.mistakes) FAIL_CHECK(to_string(mistake));
    REQUIRE(loaded.catalog);
    return *loaded.catalog;
}

template <class Check>
void for_every_field(Check check_field) {
    for (const auto& service : shipped().services)
        for (const auto& asked : service.fields) {
            INFO(service.code << " " << asked.code);
            check_field(asked);
        }
}

}  // namespace

TEST_CASE("every example in the office's files can be read", "[reading][catalog]") {
    for_every_field([](const Field& asked) {
        if (asked.example.empty() || asked.type == FieldType::Choice) return;  // a choice shows its options, not its example
        INFO("example: " << asked.example);
        const auto reading = read(asked, asked.example);
        CHECK(reading.phrase == "");
        CHECK(reading.kind != Reading::Kind::Rejected);
    });
}

TEST_CASE("every option in the office's files is picked by its number and its names", "[reading][catalog]") {
    for_every_field([](const Field& asked) {
        for (std::size_t i = 0; i < asked.options.size(); ++i) {
            std::vector<std::string> names{std::to_string(i + 1), asked.options[i].label};
            names.insert(names.end(), asked.options[i].aliases.begin(), asked.options[i].aliases.end());
            for (const auto& name : names) {
                INFO("option " << asked.options[i].code << ": " << name);
                CHECK(read_option(name, asked.options) == i);
            }
        }
    });
}
