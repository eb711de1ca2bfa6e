// A request as JSON: the contract of `list --json` and `show --json`, see docs/desk-protocol.md. Personal data is masked here and nowhere
// else.
#pragma once
#include "desk/verb.hpp"
#include "storage/requests.hpp"

#include <boost/json/fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace desk {

using Revealed = std::set<std::string, std::less<>>;  // codes of fields to show in full

boost::json::object summary_json(const Desk&, const storage::Request&);
boost::json::object detail_json(const Desk&, const storage::Request&, const Revealed&);
boost::json::array history_json(const Desk&, storage::RequestId);

bool is_masked(const flows::Field&);
std::string document_label(const flows::Catalog&, const storage::Request&, std::string_view code);  // of a paper or a field
// Papers that must still come, and fields that the clerk has to complete: codes with labels, for people.
std::vector<std::string> missing_papers(const Desk&, const storage::Request&);
std::vector<const flows::Field*> fields_to_fill(const Desk&, const storage::Request&);

}  // namespace desk
