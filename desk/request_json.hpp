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
std::string reason_label(const flows::Catalog&, std::string_view code);
// Files whose download failed for good: the paper names them, but nobody can see them.
std::size_t lost_files(const Desk&, const flows::Paper&);
// Papers that must still come, that were sent in vain, that lie with the citizen; and fields that the clerk has to complete.
struct OpenPapers {
    std::vector<std::string> missing, lost, brought;  // labels
};
OpenPapers open_papers(const Desk&, const storage::Request&);
std::vector<const flows::Field*> fields_to_fill(const Desk&, const storage::Request&);

}  // namespace desk
