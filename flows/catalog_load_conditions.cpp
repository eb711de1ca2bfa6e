// when = { keperluan = ["kesehatan", "pendidikan"], umur = { below = 21 } }
#include "flows/catalog_load.hpp"

#include <fmt/format.h>

namespace flows {

namespace {

Condition read_comparison(TomlTable& conditions, const std::string& field) {
    Condition condition{.field = field, .any_of = {}, .below = {}, .at_least = {}};
    conditions.table(field, [&](TomlTable& bounds) {
        bounds.number("below", condition.below);
        bounds.number("at_least", condition.at_least);
        if (!bounds.has("below") && !bounds.has("at_least")) {
            bounds.findings().mistake(bounds.place(),
                                      fmt::format("syarat `{}` perlu `below` (kurang dari) atau `at_least` (paling sedikit)", field));
        }
    });
    return condition;
}

Condition read_values(TomlTable& conditions, const std::string& field) {
    Condition condition{.field = field, .any_of = {}, .below = {}, .at_least = {}};
    const auto before = conditions.findings().count();
    conditions.texts(field, condition.any_of);
    if (condition.any_of.empty() && conditions.findings().count() == before) {
        conditions.findings().mistake(conditions.path_of(field), fmt::format("syarat `{}` tidak menyebut satu pun jawaban", field));
    }
    return condition;
}

}  // namespace

void read_when(TomlTable& owner, When& out) {
    if (!owner.has("when")) return;
    out.clear();
    owner.table("when", [&out](TomlTable& conditions) {
        for (const auto& field : conditions.keys()) {
            out.push_back(conditions.is_table(field) ? read_comparison(conditions, field) : read_values(conditions, field));
        }
    });
}

}  // namespace flows
