// What a person probably meant to write, out of what could have been written.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace flows {

std::string nearest(std::string_view, const std::vector<std::string>& candidates);       // empty: nothing is near
std::string did_you_mean(std::string_view, const std::vector<std::string>& candidates);  // ", maksud Anda `label`?" or nothing

}  // namespace flows
