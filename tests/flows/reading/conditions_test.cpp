#include "tests/flows/reading/outcome.hpp"

using namespace flows;
using namespace flows::test;

namespace {

Answers answers(std::initializer_list<std::pair<std::string, std::string>> values) {
    Answers result;
    for (const auto& [code, value] : values) result[code] = {value, value, {}};
    return result;
}

Condition is(std::string field, std::vector<std::string> values) { return {std::move(field), std::move(values), {}, {}}; }
Condition below(std::string field, double value) { return {std::move(field), {}, value, {}}; }
Condition at_least(std::string field, double value) { return {std::move(field), {}, {}, value}; }

}  // namespace

TEST_CASE("conditions on answers", "[reading][conditions]") {
    const auto given = answers({{"keperluan", "kesehatan"}, {"umur", "18"}, {"berat", "3.2"}, {"gaji", "tidak_tetap"}, {"kosong", ""}});
    CHECK(holds({}, given));
    CHECK(holds({is("keperluan", {"pendidikan", "kesehatan"})}, given));
    CHECK_FALSE(holds({is("keperluan", {"pendidikan"})}, given));
    CHECK_FALSE(holds({is("tidak_ada", {"x"})}, given));
    CHECK_FALSE(holds({is("kosong", {""})}, given));
    CHECK(holds({below("umur", 19)}, given));
    CHECK_FALSE(holds({below("umur", 18)}, given));
    CHECK(holds({at_least("umur", 18)}, given));
    CHECK_FALSE(holds({at_least("umur", 18.5)}, given));
    CHECK(holds({at_least("berat", 3.2), below("berat", 3.3)}, given));
    CHECK_FALSE(holds({below("gaji", 1e6)}, given));
    CHECK_FALSE(holds({below("tidak_ada", 1e6)}, given));
    CHECK(holds({is("keperluan", {"kesehatan"}), below("umur", 21)}, given));
    CHECK_FALSE(holds({is("keperluan", {"kesehatan"}), below("umur", 17)}, given));
}

TEST_CASE("ages are derived from dates", "[reading][conditions]") {
    Service service;
    auto born = field(FieldType::Date, "tgl_lahir");
    born.age = "umur_nikah";
    born.age_on = "tgl_nikah";
    auto subject = field(FieldType::Date, "tgl_lahir_subjek");
    subject.age = "umur";
    service.fields = {born, subject};
    const auto derived = [&](const Answers& given, const std::string& name) {
        const auto all = with_derived(service, given, office(), wednesday());
        const auto found = all.find(name);
        return found == all.end() ? std::string{"-"} : found->second.value;
    };
    CHECK(derived(answers({{"tgl_lahir", "2008-01-10"}, {"tgl_nikah", "2027-01-09"}}), "umur_nikah") == "18");
    CHECK(derived(answers({{"tgl_lahir", "2008-01-10"}, {"tgl_nikah", "2027-01-10"}}), "umur_nikah") == "19");
    CHECK(derived(answers({{"tgl_lahir", "2008-01-10"}}), "umur_nikah") == "-");
    CHECK(derived(answers({{"tgl_lahir", "2028-01-10"}, {"tgl_nikah", "2027-01-10"}}), "umur_nikah") == "-");
    CHECK(derived(answers({{"tgl_lahir_subjek", "2009-11-25"}}), "umur") == "17");
    CHECK(derived(answers({{"tgl_lahir_subjek", "2009-11-26"}}), "umur") == "16");
    CHECK(derived(answers({{"tgl_lahir_subjek", "2008-02-29"}}), "umur") == "18");
    CHECK(derived(answers({{"tgl_lahir_subjek", ""}}), "umur") == "-");
    CHECK(derived(answers({{"tgl_lahir_subjek", "kemarinnya"}}), "umur") == "-");
    CHECK(derived(answers({{"umur", "3"}}), "umur") == "-");
    const auto all = with_derived(service, answers({{"tgl_lahir_subjek", "2009-11-25"}, {"lain", "x"}}), office(), wednesday());
    CHECK(all.at("lain").value == "x");
    CHECK(all.at("umur").shown == "17 tahun");
}
