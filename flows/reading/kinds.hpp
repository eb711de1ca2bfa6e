// One reader for each kind of field. The text is neither empty nor longer than an answer can be, except for text and names.
#pragma once
#include "flows/reading/reading.hpp"

#include <string_view>

namespace flows::reading {

Reading read_text(const Field&, std::string_view text);
Reading read_name(const Field&, std::string_view text, const ReadingContext&);
Reading read_nik(const Field&, std::string_view text, const ReadingContext&);
Reading read_family_card(const Field&, std::string_view text, const ReadingContext&);
Reading read_phone(const Field&, std::string_view text);
Reading read_date(const Field&, std::string_view text, const ReadingContext&);
Reading read_month(const Field&, std::string_view text, const ReadingContext&);
Reading read_time(const Field&, std::string_view text, const ReadingContext&);
Reading read_rupiah(const Field&, std::string_view text);
Reading read_integer(const Field&, std::string_view text);
Reading read_decimal(const Field&, std::string_view text);
Reading read_choice(const Field&, std::string_view text);
Reading read_rt_rw(const Field&, std::string_view text);

}  // namespace flows::reading
