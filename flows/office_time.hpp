// The office's clock and working time: hours, breaks, Fridays, holidays. Pure.
#pragma once
#include "flows/catalog.hpp"
#include "flows/time.hpp"

#include <string>

namespace flows {

LocalTime local_time(const Office&, TimePoint);
TimePoint to_utc(const Office&, std::chrono::year_month_day, int minute_of_day);

bool is_open(const Office&, TimePoint);
bool is_working_day(const Office&, std::chrono::year_month_day);
TimePoint add_working_minutes(const Office&, TimePoint from, int minutes);          // counts only minutes in which the office is open
int working_days_until(const Office&, TimePoint now, std::chrono::year_month_day);  // full working days between today and then

std::string show_date(std::chrono::year_month_day);          // 22 November 2026
std::string show_day_and_date(std::chrono::year_month_day);  // Minggu, 22 November 2026
std::string show_minute(int minute_of_day);                  // 14.30
std::string show_moment(const Office&, TimePoint);           // Senin 30 November, 11.00 WIB
std::string show_moment_near(const Office&, TimePoint,
                             TimePoint now);            // hari ini 11.00 · besok 09.00 · Senin 30 November, 11.00 (no zone): for clerks
std::string show_hours(const Office&);                  // the week's hours in a few lines
std::string greeting_of_day(const Office&, TimePoint);  // pagi, siang, sore, malam

}  // namespace flows
