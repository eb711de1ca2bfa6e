// Can a condition ever hold? Follows every condition to the conditions of the questions it looks at, and intersects what they demand.
#include "flows/catalog_check.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace flows {

namespace {

struct Demand {
    std::optional<std::set<std::string>> values;
    double at_least = std::numeric_limits<double>::lowest();
    double below = std::numeric_limits<double>::infinity();
};

class Demands {
public:
    explicit Demands(const Service& service) : service_{service} {}

    bool add(const When& when) {
        for (const auto& condition : when) {
            if (!add(condition)) return false;
        }
        return true;
    }

private:
    bool add(const Condition& condition) {
        auto& demand = demands_[condition.field];
        if (!condition.any_of.empty()) narrow(demand, condition.any_of);
        if (condition.at_least) demand.at_least = std::max(demand.at_least, *condition.at_least);
        if (condition.below) demand.below = std::min(demand.below, *condition.below);
        if (demand.at_least >= demand.below || (demand.values && demand.values->empty())) return false;
        const Field* field = service_.field(condition.field);
        return (field == nullptr || in_range(*field, demand)) && add_questions_of(condition.field);
    }

    static void narrow(Demand& demand, const std::vector<std::string>& values) {
        std::set<std::string> wanted{values.begin(), values.end()};
        if (demand.values) std::erase_if(wanted, [&](const auto& value) { return !demand.values->contains(value); });
        demand.values = std::move(wanted);
    }

    // The questions behind a name must come up, and they must be asked in the chat at all.
    bool add_questions_of(const std::string& name) {
        if (!followed_.insert(name).second) return true;
        for (const auto& field : service_.fields) {
            const bool derived = field.age == name;
            if (field.code != name && !derived) continue;
            if (field.by_clerk || !add(field.when)) return false;
            if (derived && !field.age_on.empty() && !add_questions_of(field.age_on)) return false;
        }
        return true;
    }

    static bool in_range(const Field& field, const Demand& demand) {
        return (!field.most || demand.at_least <= *field.most) && (!field.least || demand.below > *field.least);
    }

    const Service& service_;
    std::map<std::string, Demand> demands_;
    std::set<std::string> followed_;
};

}  // namespace

bool reachable(const Service& service, const When& when) { return Demands{service}.add(when); }

}  // namespace flows
