#include "flows/catalog.hpp"

#include <algorithm>

namespace flows {

namespace {

template <class Item>
const Item* with_code(const std::vector<Item>& items, std::string_view code) {
    const auto found = std::ranges::find(items, code, &Item::code);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Document* Service::document(std::string_view wanted) const { return with_code(documents, wanted); }
const Field* Service::field(std::string_view wanted) const { return with_code(fields, wanted); }
const Service* Catalog::service(std::string_view code) const { return with_code(services, code); }
const InfoCard* Catalog::card(std::string_view code) const { return with_code(cards, code); }
const Reason* Catalog::reason(std::string_view code) const { return with_code(reasons, code); }

}  // namespace flows
