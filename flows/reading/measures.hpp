// A weight or a length with its unit, in kilograms or centimetres: "3 kg 200 gram", "49,5 cm", "tiga koma dua".
#pragma once
#include <optional>
#include <string_view>

namespace flows::reading {

struct Measure {
    double value = 0;
    bool has_unit = false;
};
std::optional<Measure> read_measure(std::string_view text);

}  // namespace flows::reading
