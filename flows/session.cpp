#include "flows/session.hpp"

#include <algorithm>

namespace flows {
namespace {

template <class Drafts>
auto find(Drafts& drafts, int number) -> decltype(&drafts.front()) {
    const auto it = std::ranges::find(drafts, number, &Draft::number);
    return it == drafts.end() || number == 0 ? nullptr : &*it;
}

}  // namespace

Draft* Session::draft() { return find(drafts, current); }
const Draft* Session::draft() const { return find(drafts, current); }

}  // namespace flows
