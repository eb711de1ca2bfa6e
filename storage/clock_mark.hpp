// The latest time that this database has lived through: tells at a start whether the clock can be believed.
#pragma once
#include "flows/time.hpp"

namespace storage {

class Database;

// Moves the mark to `now` and returns true, unless the clock is wrong: behind the mark by more than two minutes, or more than a week ahead
// of it while no citizen's message of the last day (they carry WhatsApp's time) bears it out.
bool keep_clock_mark(Database&, flows::TimePoint now);
void rewrite_clock_mark(Database&);  // as it is: a transaction that changes nothing, and yet tells whether anything can be written

}  // namespace storage
