#include "storage/retention.hpp"

#include "storage/attachments.hpp"
#include "storage/database.hpp"

#include <vector>

namespace storage {

int forget_files_of_closed(Database& db, flows::TimePoint before) {
    std::vector<flows::AttachmentId> files;
    {
        auto rows = db.prepare(
                          "SELECT a.id FROM requests r, json_each(r.papers) p, json_each(p.value, '$.files') f"
                          " JOIN attachments a ON a.id = f.value AND a.state <> 'discarded' WHERE r.office = ? AND r.closed_at < ?")
                        .rows(db.office(), flows::to_millis(before));
        while (rows.next()) files.push_back(rows.integer(0));
    }
    discard_attachments(db, files);
    return static_cast<int>(files.size());
}

}  // namespace storage
