// The wall clock of a service; tests bring their own.
#pragma once
#include "flows/time.hpp"

#include <chrono>
#include <functional>

namespace bot {

using Clock = std::function<flows::TimePoint()>;

inline flows::TimePoint system_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace bot
