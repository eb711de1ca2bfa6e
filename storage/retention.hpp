// What the office promised to keep no longer.
#pragma once
#include "flows/time.hpp"

namespace storage {

class Database;

// Discards the files of requests that were closed before, and returns how many; the files go at the next sweep (sweep_attachments).
int forget_files_of_closed(Database&, flows::TimePoint before);

}  // namespace storage
